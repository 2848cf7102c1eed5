from __future__ import annotations

from pathlib import Path

import pytest

from fogline.reading.errors import LessonError
from fogline.reading.lessons import read_lessons

LESSONS = sorted((Path(__file__).parents[2] / "evaluation" / "lessons").glob("*.txt"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_our_lessons_are_sound(path: Path) -> None:
    for row in read_lessons(path):
        text = row["text"]
        for place in row["places"]:
            assert text[place["start"] : place["end"]] == place["text"]
        for claim in row["claims"]:
            trigger = claim["trigger"]
            assert text[trigger["start"] : trigger["end"]] == trigger["text"]
            assert claim["sentence"][0] <= trigger["start"] < claim["sentence"][1]


@pytest.mark.parametrize(
    ("lesson", "message"),
    [
        ("@ ukraine | x\nText.\n", "begins with"),
        ("@ ukraine | x | 2022-01-01\nThey took [A].\n> conquer UA [A] in: took\n", "EVENT"),
        ("@ ukraine | x | 2022-01-01\nThey took [A].\n> capture UA [B] in: took\n", "not marked"),
        (
            "@ ukraine | x | 2022-01-01\nThey took [A].\n> capture UA [A] in: seized\n",
            "do not stand",
        ),
        (
            "@ ukraine | x | 2022-01-01\nThey took [A].\n> capture UA [A] in: took; maybe\n",
            "mark 'maybe'",
        ),
        (
            "@ ukraine | x | 2022-01-01\nThey took [A].\n> capture UA [A] in: took; aspect=soon\n",
            "mark 'aspect=soon'",
        ),
    ],
)
def test_a_wrong_lesson_names_its_line(tmp_path: Path, lesson: str, message: str) -> None:
    file = tmp_path / "l.txt"
    file.write_text(lesson, encoding="utf-8")
    with pytest.raises(LessonError, match=message):
        list(read_lessons(file))


def test_a_territory_stands_in_the_claim_as_the_annotated_reports_have_it(tmp_path: Path) -> None:
    file = tmp_path / "l.txt"
    file.write_text(
        "@ ukraine | x | 2022-01-01\nThey took most of [A|region] except two towns, and then [B].\n"
        "> capture UA [A] in: took; by=Staff; amount=most; except=two towns; aspect=done\n"
        "> capture UA [B] in: took\n",
        encoding="utf-8",
    )
    (row,) = read_lessons(file)
    region, town = row["claims"]
    assert region["territory"] == {
        "amount": "most",
        "bank": None,
        "except": "two towns",
        "aspect": "done",
    }
    assert region["speaker"] == "Staff"
    assert "territory" not in town

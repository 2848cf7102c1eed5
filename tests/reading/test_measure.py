"""A reader against people who annotated the same texts."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from large_model import Played, answer, claim, endpoint, text_of

from fogline.cli.main import commands
from fogline.reading import measure, open_model, open_reader

LESSON = """\
@ ukraine | wire | 2022-09-05
Russian forces shelled [Izium]. Ukrainian forces may have left [Lyman]. Fog lay on the river.
> shell RU [Izium] in: shelled
> withdraw UA [Lyman] from: left; poss
"""
SHELL = claim(
    "Russian forces shelled Izium.", "shelled", "shell", "Izium", actor_words="Russian forces"
)
LEFT = claim(
    "Ukrainian forces may have left Lyman.", "left", "withdraw", "Lyman", relation="from",
    actor_words="Ukrainian forces", certainty="possible", certainty_words="may",
)  # fmt: skip


def _figures(tmp_path: Path, *stated: object) -> dict[str, tuple[float, float, float]]:
    file = tmp_path / "lesson.txt"
    file.write_text(LESSON)
    with endpoint(answer(*stated)) as playing:
        large = open_model("m", playing.url)
        found = measure([file], lambda theatre: open_reader("llm", theatre, large=large))
    assert (found.texts, found.annotated) == (1, 2)
    return {name: found.figures(name) for name in found.right}


def test_the_same_claims_agree_in_all(tmp_path: Path) -> None:
    assert set(_figures(tmp_path, SHELL, LEFT).values()) == {(1.0, 1.0, 1.0)}


def test_what_differs_counts_where_it_is_compared(tmp_path: Path) -> None:
    sure = {**LEFT, "certainty": "certain"}
    other_side = {**SHELL, "actor_words": "Ukrainian forces"}
    assert _figures(tmp_path, SHELL, sure) == {
        "event": (1.0, 1.0, 1.0), "core": (1.0, 1.0, 1.0), "full": (0.5, 0.5, 0.5),
    }  # fmt: skip
    found = _figures(tmp_path, other_side, SHELL, {**SHELL, "event": "strike"})
    assert found["event"] == (1 / 3, 1 / 2, 2 / 5)
    assert _figures(tmp_path, other_side)["core"] == (0.0, 0.0, 0.0)


def test_the_command_prints_what_was_dropped_and_what_was_not_read(tmp_path: Path) -> None:
    texts = [LESSON, LESSON.replace("Izium", "Balakliia")]
    (tmp_path / "lessons.txt").write_text("\n".join(texts))
    invented = claim("Ukrainian forces took Donetsk.", "took", "capture", "Donetsk")

    def play(body: dict[str, object]) -> Played:
        right = "Izium" in text_of(body)
        return Played(answer(SHELL, invented)) if right else Played(status=401)

    with endpoint(play) as playing:
        words = ("--reader", "llm", "--model", "m", "--endpoint", playing.url, "--yes")
        file = str(tmp_path / "lessons.txt")
        said = CliRunner().invoke(commands, ("evaluate", "reading", file, *words, "--at-once", "1"))
    assert said.exit_code == 2, said.output
    assert "1 texts, 4 claims annotated, 1 read" in said.stdout
    assert "1 stated by the model and dropped: its sentence does not stand" in said.stdout
    assert "it wants a key" in said.stderr


def test_a_text_that_was_not_begun_counts_beside_one_of_its_name(tmp_path: Path) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file, place in zip(files, ("Izium", "Balakliia"), strict=True):
        file.write_text(LESSON.replace("Izium", place))
    with endpoint(lambda _: Played(status=401)) as playing:  # the model stops at once
        large = open_model("m", playing.url, at_once=1)
        found = measure(files, lambda theatre: open_reader("llm", theatre, large=large))
    assert (found.texts, found.annotated, found.read, len(found.failed)) == (2, 4, 0, 2)


def test_readers_without_a_model_are_measured_too(tmp_path: Path) -> None:
    (tmp_path / "lesson.txt").write_text(LESSON)
    words = ("evaluate", "reading", str(tmp_path / "lesson.txt"), "--reader", "linear")
    said = CliRunner().invoke(commands, words)
    assert said.exit_code == 0, said.output
    assert "1 texts, 2 claims annotated, 2 read" in said.stdout


def test_annotations_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(json.dumps({"doc": "a", "places": []}) + "\n")
    said = CliRunner().invoke(commands, ("evaluate", "reading", str(tmp_path / "bad.jsonl")))
    assert said.exit_code == 2
    assert "has no text" in said.stderr

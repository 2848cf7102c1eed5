"""Claims of texts about other things are doubted, those of reports are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from fogline import read
from fogline.model import Claim, Document
from fogline.reading import train_model
from fogline.reading.errors import ModelError
from fogline.reading.of_the_day import DayModel, packaged

# A score that people take for sure.
SURE = 0.5


def _claims(text: str, theatre: str, reader: str = "encoder") -> tuple[Claim, ...]:
    return read(Document(text, "x", "wire", date(2023, 5, 10)), theatre, reader=reader).claims


HISTORY = (
    "The fort on the hill. Riders of the sultan stormed [town] in 1552 and burned its mills. "
    "Twelve years passed. Then a prince laid siege to the place, and his men took the gate. "
    "What did they find? The guide laughs. He shows us a well and a cat."
)
PORTRAIT = (
    "The baker who stayed. She was nine when bombs fell on [town], and she still counts the steps "
    "to the cellar. Her brother had left with a cart. He never wrote. "
    "Why did she come back? She smiles, and gives me a roll with poppy seeds."
)
REPORT = (
    "Army says town is taken. [side] troops captured [town] on Friday after two days of "
    "fighting, the general staff said. [other] units withdrew to the river. "
    "Artillery shelled the villages behind it."
)
WARS = {
    "ukraine": ("Lyman", "Ukrainian", "Russian"),
    "sudan": ("Omdurman", "Sudanese army", "RSF"),
}


def _in(theatre: str, text: str) -> str:
    town, side, other = WARS[theatre]
    return text.replace("[town]", town).replace("[side]", side).replace("[other]", other)


@pytest.fixture
def undoubting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[float]]:
    """The scores of a text's claims as if every text were too short to tell."""

    def scores(*args: str) -> list[float]:
        with monkeypatch.context() as patch:
            patch.setattr("fogline.reading.of_the_day.ROOM", 100)
            return [c.score for c in _claims(*args)]

    return scores


@pytest.mark.parametrize("theatre", sorted(WARS))
@pytest.mark.parametrize("reader", ["encoder", "linear"])
@pytest.mark.parametrize("text", [HISTORY, PORTRAIT], ids=["history", "portrait"])
def test_a_text_about_another_thing_is_doubted(
    text: str, reader: str, theatre: str, undoubting: Callable[..., list[float]]
) -> None:
    asked = (_in(theatre, text), theatre, reader)
    plain, doubted = undoubting(*asked), [c.score for c in _claims(*asked)]
    assert plain
    assert all(a > b for a, b in zip(plain, doubted, strict=True))


@pytest.mark.parametrize("theatre", sorted(WARS))
def test_what_is_sure_in_a_report_stays_sure(
    theatre: str, undoubting: Callable[..., list[float]]
) -> None:
    text = _in(theatre, REPORT)
    plain, doubted = undoubting(text, theatre), [c.score for c in _claims(text, theatre)]
    assert any(s >= SURE for s in plain)
    assert [s >= SURE for s in plain] == [s >= SURE for s in doubted]


def test_a_short_text_is_left_alone(undoubting: Callable[..., list[float]]) -> None:
    text = "In May the robbers attacked a bank in Lyman. They shot a clerk."
    plain = undoubting(text, "ukraine")
    assert plain == [c.score for c in _claims(text, "ukraine")] != []


def test_a_share_grows_with_the_chance_and_ends_at_one() -> None:
    model = DayModel({"bias": 0.0, "text old year": -4.0}, 0.5, {})
    shares = [model.share({"text old year": x / 10}) for x in range(-5, 11)]
    assert shares[:6] == [1.0] * 6
    assert all(a > b for a, b in pairwise(shares[5:]))
    assert model.share({"unknown": 3.0}) == 1.0


def test_old_years_and_places_abroad_are_doubted() -> None:
    weights = packaged().weights
    assert weights["text old year"] < 0
    assert weights["text abroad"] < 0
    assert weights["text forces"] > 0


LESSONS = """@ ukraine | wire agency | 2023-05-10
Army says town is taken.
Ukrainian troops captured [Lyman] on Friday. Russian units withdrew from [Torske].
> capture UA>RU [Lyman] in: captured
> withdraw RU [Torske] from: withdrew

@ ukraine | magazine | 2023-05-10
The fort on the hill.
Riders stormed [Lyman] in May and captured it. The guide laughs.
"""


def test_training_twice_gives_the_same_file(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons.txt"
    lessons.write_text(LESSONS * 4, encoding="utf-8")
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    records = [train_model([lessons], f, reader="of-the-day") for f in files]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert records[0]["claims"]["of the day"] == 8
    assert records[0]["claims"]["others"] >= 4
    assert set(records[0]["trained_on"]) == {"lessons.txt"}


def test_lessons_of_one_kind_are_refused(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons.txt"
    lessons.write_text(LESSONS.partition("\n@")[0], encoding="utf-8")
    with pytest.raises(ModelError, match=r"lessons\.txt: claims of one kind only; give"):
        train_model([lessons], tmp_path / "a.json", reader="of-the-day")
    assert not (tmp_path / "a.json").exists()

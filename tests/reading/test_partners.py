"""Sides that act together, and a people's adjective that means its state."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document
from fogline.reading.sides import Sides, SidesBefore
from fogline.reading.text import split
from fogline.theatre import load


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Syrian warplanes hit a market.", ["GOV"]),
        ("Russian and Syrian strikes killed ten.", ["RUS", "GOV"]),
        ("Syrian and Russian jets hit a market.", ["GOV", "RUS"]),
        ("Syrian civilians fled.", []),
    ],
)
def test_a_peoples_adjective_names_its_state_beside_its_forces(
    text: str, labels: list[str]
) -> None:
    found = Sides(load("syria"), None).find(split(text)[0])
    assert [m.label for m in found] == labels


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Russian and Syrian warplanes bombed Idlib.", {"RUS", "GOV"}),
        ("Russian warplanes bombed Idlib.", {"RUS"}),
    ],
)
def test_sides_named_together_make_a_claim_each(text: str, actors: set[str | None]) -> None:
    document = Document(text, "x", "newspaper", date(2016, 9, 10))
    claims = [c for c in read(document, "syria", reader="linear").claims if c.event == "strike"]
    assert {c.actor for c in claims} == actors
    assert len({c.id for c in claims}) == len(claims)


def test_the_sides_before_are_the_latest_first() -> None:
    sides = Sides(load("syria"), None)
    before = SidesBefore()
    for text in ("Rebels met Turkish troops.", "Rain fell.", "Kurdish fighters left."):
        before = before.then(sides.find(split(text)[0]))
    assert before == SidesBefore("SDF", ("SDF", "TUR", "OPP"))

"""Names of weapons, which are no places."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Russian troops fired Grad, Uragan and Smerch rockets at Nikopol.", "Nikopol"),
        ("The village of Huliaipole was shelled with Urahan.", "Huliaipole"),
        ("Окупанти обстріляли Нікополь із «Градів» та «Ураганів».", "Нікополь"),
        ("Российские войска нанесли удар «Искандером» по Одессе.", "Одессе"),
    ],
)
def test_a_weapon_is_no_place(text: str, place: str) -> None:
    found = read(Document(text, "d", "wire", date(2022, 7, 20)), "ukraine")
    assert {p.text for p in found.places} == {place}
    assert {found.places[c.place].text for c in found.claims if c.place is not None} == {place}

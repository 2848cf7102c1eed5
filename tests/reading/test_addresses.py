"""A country that only says where a place lies is not where it happened."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _places(text: str, theatre: str) -> set[str]:
    reading = read(Document(text, "x", "newspaper", date(2022, 9, 12)), theatre)
    return {reading.places[c.place].text for c in reading.claims if c.place is not None}


@pytest.mark.parametrize(
    ("text", "theatre", "place"),
    [
        ("Fighting goes on in northern Kharkiv Oblast, Ukraine.", "ukraine", "Kharkiv Oblast"),
        ("Russian forces shelled Lyman, Donetsk Oblast, Ukraine.", "ukraine", "Lyman"),
        ("Clashes broke out in northern Fezzan, Libya.", "libya", "Fezzan"),
    ],
)
def test_an_event_is_at_the_place_and_not_in_the_whole_country(
    text: str, theatre: str, place: str
) -> None:
    assert _places(text, theatre) == {place}

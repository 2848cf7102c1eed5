"""Who liberated a place: the side that the text means, not the one that says the word."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _takers(text: str, publisher: str) -> set[str | None]:
    claims = read(Document(text, "x", publisher, date(2022, 9, 20)), "ukraine").claims
    found = {c.actor for c in claims if c.event == "capture"}
    assert found
    return found


UNNAMED = (
    "Residents of Balakliia returned home after the liberation of the town.",
    "After the liberation of Izium, prosecutors came to the town.",
    "Звільнення Ізюма тривало чотири дні.",
)


@pytest.mark.parametrize("text", UNNAMED)
@pytest.mark.parametrize(
    ("publisher", "side"), [("ukrinform.net", "UA"), ("TASS", "RU"), ("Gazette", "UA")]
)
def test_without_a_name_it_is_the_side_that_the_publisher_means(
    text: str, publisher: str, side: str
) -> None:
    assert _takers(text, publisher) == {side}


def test_a_named_side_took_it_whoever_says_so() -> None:
    text = "The Russian Ministry of Defense said the liberation of Popasna was complete."
    assert _takers(text, "Gazette") == {"RU"}
    assert _takers("Ukrainian troops liberated Balakliia.", "TASS") == {"UA"}


def test_what_somebody_else_calls_so_is_not_the_publishers_word() -> None:
    text = 'Stremousov claimed that Kherson "has already been liberated from slavery".'
    assert "UA" not in _takers(text, "Gazette")

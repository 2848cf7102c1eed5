"""What armies of other wars do, no side of this war did."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _sides(text: str, event: str, theatre: str = "ukraine") -> list[tuple[str | None, str | None]]:
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12)), theatre).claims
    return [(c.actor, c.target) for c in claims if c.event == event]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Azerbaijani troops seized Kupiansk after heavy fighting.", "capture"),
        ("The Syrian army recaptured the town of Izium.", "capture"),
        ("Armenian forces withdrew from Kupiansk.", "withdraw"),
        ("Islamic State captured Izium in May.", "capture"),
        ("Izium was captured by the Taliban in May.", "capture"),
    ],
)
def test_an_army_of_another_war_is_no_side(text: str, event: str) -> None:
    assert _sides(text, event) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "event", "actor"),
    [
        ("Chechen fighters entered Borodianka.", "advance", "RU"),
        ("Ukrainian troops and Georgian fighters captured Kupiansk.", "capture", "UA"),
        ("Russian troops captured Kupiansk from Georgian fighters.", "capture", "RU"),
        ("Kupiansk was captured by Russian troops, the Turkish army said.", "capture", "RU"),
    ],
)
def test_a_side_beside_one_acts(text: str, event: str, actor: str) -> None:
    assert [a for a, _ in _sides(text, event)] == [actor]


def test_a_group_that_is_a_side_acts() -> None:
    assert _sides("Islamic State captured Palmyra.", "capture", "syria")[0][0] == "IS"

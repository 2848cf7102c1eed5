"""Notes to maps: a head, and the places of which it is true."""

from __future__ import annotations

from datetime import date

import pytest

from fogline.model import Document
from fogline.reading import Reader, open_reader
from fogline.theatre import load


@pytest.fixture(scope="module", params=["linear", "encoder"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return open_reader(request.param, load("ukraine"))


def _claims(reader: Reader, text: str, source: str = "DeepState") -> list[tuple[object, ...]]:
    reading = reader.read(Document(text, "n", source, date(2022, 9, 11)))
    for claim in reading.claims:
        assert claim.trigger.of(text) == claim.trigger_text
        assert (claim.speakers, claim.status, claim.polarity) == (
            (source, "source"),
            "actual",
            "positive",
        )
    return [
        (c.event, c.actor, reading.places[c.place].text, c.relation)
        for c in reading.claims
        if c.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "event", "actor", "places"),
    [
        ("Liberated: Balakliia, Izium and Kupiansk.", "capture", "UA", "Balakliia Izium Kupiansk"),
        ("Liberated settlements: Balakliia, Izium", "capture", "UA", "Balakliia Izium"),
        ("Occupied: Soledar, Bakhmut.", "hold", "RU", "Soledar Bakhmut"),
        ("Окуповано: Соледар, Бахмут.", "hold", "RU", "Соледар Бахмут"),
        ("Звільнено: Балаклія, Ізюм та Куп'янськ", "capture", "UA", "Балаклія Ізюм Куп'янськ"),
        ("Противник окупував Соледар.", "capture", "RU", "Соледар"),
        ("Противник окупував Соледар та Бахмут.", "capture", "RU", "Соледар Бахмут"),
        ("The enemy occupied Soledar.", "capture", "RU", "Soledar"),
    ],
)
def test_a_line_of_a_map_s_history(
    reader: Reader, text: str, event: str, actor: str, places: str
) -> None:
    assert _claims(reader, text) == [(event, actor, place, "in") for place in places.split()]


def test_whose_gain_it_is_follows_the_speaker(reader: Reader) -> None:
    line = "Освобождены: Соледар и Бахмут."
    assert [c[1] for c in _claims(reader, line, "TASS")] == ["RU", "RU"]
    # A paper of neither side leaves it open who freed whom from whom.
    assert [c[1] for c in _claims(reader, "Liberated: Soledar, Bakhmut.", "Reuters")] == [None] * 2
    named = "Liberated by Ukrainian forces: Balakliia, Izium."
    assert [c[1] for c in _claims(reader, named, "Reuters")] == ["UA", "UA"]


def test_prose_behind_a_colon_is_no_list() -> None:
    reader = open_reader("encoder", load("ukraine"))
    text = "Liberated: who will rebuild the houses of Izium, and who will pay for them."
    assert [c for c in _claims(reader, text, "Reuters") if c[0] == "capture"] == []

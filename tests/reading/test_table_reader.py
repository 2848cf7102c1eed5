"""Rows of tables become claims of their sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.model import Claim, Document, Reading
from fogline.reading import Reader, ReadingError, open_reader
from fogline.reading.table_reader import cells_of
from fogline.theatre import load

UKRAINE = load("ukraine")
UA, RU = "Military Forces of Ukraine (2019-)", "Military Forces of Russia (2000-)"
CELLS = {
    "event_date": "2022-09-10",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Government regains territory",
    "actor1": UA,
    "actor2": RU,
    "location": "Izium",
    "latitude": "49.21",
    "longitude": "37.25",
    "geo_precision": "1",
    "source": "ISW; Suspilne",
    "notes": "A desk's own words: they took Izium back.",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader("tables", UKRAINE)


def _text(**cells: Any) -> str:
    return "\n".join(f"{k}: {v}" for k, v in {**CELLS, **cells}.items() if v)


def _read(reader: Reader, source: str = "ACLED", **cells: Any) -> Reading:
    return reader.read(Document(_text(**cells), "r", source, date(2022, 9, 12)))


def _claim(reader: Reader, **cells: Any) -> Claim:
    (claim,) = _read(reader, **cells).claims
    return claim


def test_a_row_is_a_claim_bound_to_its_cells(reader: Reader) -> None:
    reading = _read(reader)
    (claim,), (place,) = reading.claims, reading.places
    text = reading.document.text
    assert (claim.event, claim.actor, claim.target, claim.relation) == ("capture", "UA", "RU", "in")
    assert (claim.when.start, claim.when.end) == (date(2022, 9, 10), date(2022, 9, 10))
    assert claim.speakers == ("ACLED", "ISW; Suspilne")
    assert (claim.trigger.of(text), claim.actor_text) == ("Government regains territory", UA)
    assert claim.sentence.of(text) == text
    assert (place.span.of(text), place.status) == ("Izium", "located")
    assert place.place is not None
    assert (place.place.name, place.place.lat, place.place.lon) == ("Izyum", 49.21, 37.25)
    assert place.reason.startswith("the row's own coordinates, ")
    assert [(c.role, c.text) for c in claim.cues] == [("object", "Izium")]
    assert reading.left_out == ()
    own = _read(reader, source="ISW; Suspilne").claims[0]
    assert own.speakers == ("ISW; Suspilne", "source")


@pytest.mark.parametrize(
    ("sub", "event"),
    [
        ("Armed clash", "fight"),
        ("ARMED CLASH", "fight"),
        ("Shelling/artillery/missile attack", "shell"),
        ("Air/drone strike", "strike"),
        ("Remote explosive/landmine/IED", "attack"),
        ("Attack", "harm"),
    ],
)
def test_types_of_events(reader: Reader, sub: str, event: str) -> None:
    claim = _claim(reader, sub_event_type=sub)
    assert (claim.event, claim.actor, claim.target) == (event, "UA", "RU")


def test_rows_without_a_claim_are_counted(reader: Reader) -> None:
    quiet = _read(reader, sub_event_type="Abduction/forced disappearance")
    assert quiet.claims == ()
    assert [(left.why, left.fault) for left in quiet.left_out] == [
        ("'Abduction/forced disappearance' says nothing that a claim holds", False)
    ]
    strange = _read(reader, sub_event_type="Dance-off", event_type="Fair")
    assert strange.claims == ()
    assert "event type 'Dance-off' is not known; name it under [events]" in strange.left_out[0].why
    assert strange.left_out[0].fault
    untyped = _read(reader, sub_event_type="", event_type="")
    assert untyped.left_out[0].why == "a row without a type of event"


@pytest.mark.parametrize(
    ("sub", "first", "second", "actor"),
    [
        ("Government regains territory", RU, UA, "UA"),
        ("Non-state actor overtakes territory", RU, UA, "RU"),
        ("Non-state actor overtakes territory", UA, RU, "RU"),
        ("Government regains territory", RU, "Militia", None),
        ("Government regains territory", UA, "Ukraine Police", None),
    ],
)
def test_who_took_the_place(
    reader: Reader, sub: str, first: str, second: str, actor: str | None
) -> None:
    """ACLED lists who fights in no order: the kind of actor tells who takes."""
    reading = _read(reader, sub_event_type=sub, actor1=first, actor2=second)
    assert reading.claims[0].actor == actor
    assert any("can't be told" in left.why for left in reading.left_out) == (actor is None)


@pytest.mark.parametrize(
    ("name", "side"),
    [
        (UA, "UA"),
        (RU, "RU"),
        ("Wagner Group", "RU"),
        ("ЗСУ", "UA"),
        ("російські війська", "RU"),
        ("Civilians (Ukraine)", None),
        ("Unidentified Armed Group (Russia)", None),
        ("Military Forces of Belarus (1994-)", None),
        ("Russian and Ukrainian forces", None),
        ("Prussian Guard", None),
    ],
)
def test_actors_by_the_names_of_the_sides(reader: Reader, name: str, side: str | None) -> None:
    reading = _read(reader, sub_event_type="Armed clash", actor1=name, actor2="")
    assert (reading.claims[0].actor, reading.claims[0].actor_text) == (side, name)
    told = [left.why for left in reading.left_out]
    assert told == ([] if side else [f"actor1 {name!r} is no side of ukraine"])


@pytest.mark.parametrize(
    ("cells", "id", "why"),
    [
        ({"latitude": "10", "longitude": "20"}, "table:", "outside the area of ukraine"),
        ({"location": "Nowhere at all"}, "table:", "no settlement of this name within 10 km"),
        ({"latitude": "48.0"}, "table:", "no settlement of this name within 10 km"),
        ({"location": "Izium - North"}, "gn:", "km from Izyum"),
        ({"geo_precision": "3"}, "table:", "stand for a region"),
        ({"location": ""}, "table:", "the row's own coordinates; without a name"),
        ({"latitude": "49,21", "longitude": "37,25"}, "gn:", "km from Izyum"),
    ],
)
def test_coordinates_are_kept_as_given(
    reader: Reader, cells: dict[str, str], id: str, why: str
) -> None:
    (place,) = _read(reader, **cells).places
    assert place.place is not None
    assert place.place.id.startswith(id)
    assert why in place.reason
    wanted = {**CELLS, **cells}
    assert place.place.lat == float(wanted["latitude"].replace(",", "."))
    assert place.place.lon == float(wanted["longitude"].replace(",", "."))


def test_rows_without_coordinates(reader: Reader) -> None:
    nowhere = {"latitude": "", "longitude": ""}
    (place,) = _read(reader, **nowhere).places
    assert (place.status, place.name) == ("located", "Izyum")
    (place,) = _read(reader, location="Nowhere at all", **nowhere).places
    assert (place.status, place.reason) == ("unknown", "no settlement of this name")


def test_precisions(reader: Reader) -> None:
    week = _claim(reader, time_precision="2", geo_precision="2")
    assert (week.when.start, week.when.end) == (date(2022, 9, 7), date(2022, 9, 13))
    assert (week.relation, week.cues) == ("near", ())
    month = _claim(reader, time_precision="3", geo_precision="3")
    assert (month.when.start, month.when.end) == (date(2022, 9, 1), date(2022, 9, 30))
    assert month.relation == "area"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"event_date": ""}, "a row without a day"),
        ({"latitude": "north"}, "latitude 'north', longitude '37.25': no coordinates"),
        ({"longitude": ""}, "longitude '': no coordinates"),
        ({"latitude": "91"}, "outside -90..90"),
        ({"latitude": "nan"}, "outside -90..90"),
        ({"location": "", "latitude": "", "longitude": ""}, "a row without a place"),
    ],
)
def test_rows_that_can_not_be_read(reader: Reader, cells: dict[str, str], why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        _read(reader, **cells)


def test_a_desk_s_own_words(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text('[events]\nraid = "attack"\n"armed clash" = ""\n[actors]\n"our lot" = "UA"\n')
    own = open_reader("tables", UKRAINE, columns=str(file))
    claim = _claim(own, sub_event_type="Raid", actor1="Our Lot")
    assert (claim.event, claim.actor) == ("attack", "UA")
    assert _read(own, sub_event_type="Armed clash").claims == ()
    assert own.fingerprint != open_reader("tables", UKRAINE).fingerprint
    for text, why in (
        ('[events]\nraid = "raid"', "event 'raid' of 'raid': no such event"),
        ('[actors]\nus = "XX"', "actor 'XX' of 'us': no side of ukraine"),
        ("[", "columns"),
    ):
        file.write_text(text)
        with pytest.raises(ReadingError, match=why):
            open_reader("tables", UKRAINE, columns=str(file))


WORDS = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=40)


@given(st.dictionaries(st.sampled_from(["actor1", "location", "notes", "source"]), WORDS))
def test_cells_stand_where_they_are_said_to(reader: Reader, cells: dict[str, str]) -> None:
    text = _text(sub_event_type="Armed clash", **cells)
    found = cells_of(text)
    wanted = {k: v for k, v in {**CELLS, "sub_event_type": "Armed clash", **cells}.items() if v}
    assert {name: cell.words for name, cell in found.items()} == wanted
    assert all(cell.span.of(text) == cell.words for cell in found.values())
    reading = reader.read(Document(text, "r", "X", date(2022, 9, 12)))
    (claim,), (place,) = reading.claims, reading.places
    assert claim.trigger.of(text) == claim.trigger_text == "Armed clash"
    assert place.span.of(text) == place.text


def test_an_unknown_sub_event_type_leaves_the_event_type(reader: Reader) -> None:
    reading = _read(reader, sub_event_type="Ambush", event_type="Battles")
    (claim,) = reading.claims
    assert (claim.event, claim.trigger.of(reading.document.text)) == ("fight", "Battles")
    (told,) = reading.left_out
    assert told.why.startswith(
        "sub_event_type 'Ambush' is not known, so that event_type counts, 'Battles'; name it"
    )
    assert not told.fault
    silent = _read(reader, sub_event_type="Ambush", event_type="Riots")
    assert silent.claims == ()
    assert [left.fault for left in silent.left_out] == [False, False]


def test_no_known_type_is_a_fault_that_names_the_first(reader: Reader) -> None:
    reading = _read(reader, sub_event_type="Ambush", event_type="Skirmish")
    assert reading.claims == ()
    (told,) = reading.left_out
    assert told.fault
    assert told.why.startswith("event type 'Ambush' is not known; name it under [events]")


def test_an_empty_meaning_of_a_sub_event_type_is_known(reader: Reader) -> None:
    """A type that says nothing is no gap that the event type fills."""
    reading = _read(reader, sub_event_type="Looting/property destruction", event_type="Battles")
    assert reading.claims == ()
    (told,) = reading.left_out
    assert "says nothing that a claim holds" in told.why

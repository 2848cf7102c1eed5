"""Which claims a source's figures count, on a war where we know who says what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from war import BASELINE, FIRST, Claims, write_gazetteer, write_theatre

from fogline.control import Control, Options, estimate
from fogline.gazetteer import import_file
from fogline.sources import cases, score

DAYS = 60
SPEAKERS = """
[[speaker]]
names = ["Red Staff"]
side = "RED"
kind = "military"
group = "red"
"""


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Control:
    """Red Staff holds a place that it loses two days later; it says twice that it took another,
    a third time as the reader is not sure of; and that it took one of which nobody else speaks.
    """
    folder = tmp_path_factory.mktemp("counting")
    theatre = write_theatre(
        folder, "gridcounting", baseline=BASELINE.format(lon=22.6), speakers=SPEAKERS
    )
    places = write_gazetteer(folder / "villages.csv", 8, 10)
    import_file(folder / "villages.csv", "gridcounting")
    ids = [id for id, _, lon in places if lon > 22.8]
    lost, held, silent = ids[0], ids[3], ids[9]
    claims = Claims([])
    for wire in ("Wire One", "Wire Two"):
        claims.add(lost, 22, "capture", "BLU", wire)
        for day in (10, 20, 30, 40, 50):
            claims.add(held, day, "hold", "BLU", wire)
    claims.add(lost, 20, "hold", "RED", "Red Staff")
    for day, reading in ((15, 1.0), (25, 1.0), (45, 0.5)):
        claims.add(held, day, "capture", "RED", "Red Staff", score=reading)
    claims.add(silent, 30, "capture", "RED", "Red Staff")
    claims.add(silent, 31, "hold", "RED", "Red Staff", score=0.5)
    last = FIRST + timedelta(DAYS - 1)
    return estimate(claims.view(), Options(theatre=theatre, start=FIRST, end=last, learn=False))


def test_each_claim_that_stands_apart_says_why(control: Control) -> None:
    rows = cases(control, "red").to_pylist()
    by_day = {(r["day"] - FIRST).days: r for r in rows}
    assert (by_day[15]["outcome"], by_day[15]["apart"]) == ("did not", "")
    assert (by_day[25]["outcome"], by_day[25]["apart"]) == ("did not", "said before")
    assert by_day[45]["apart"] == "may be misread"
    assert (by_day[30]["outcome"], by_day[30]["apart"]) == ("open", "nobody else speaks of it")
    assert (by_day[31]["outcome"], by_day[31]["apart"]) == ("open", "may be misread")


def test_who_says_that_a_side_holds_a_place_is_judged_on_that_day(control: Control) -> None:
    held = next(r for r in cases(control, "red").to_pylist() if r["says"] == "holds")
    assert held["judged_on"] == held["day"]
    took = next(r for r in cases(control, "red").to_pylist() if r["says"] == "took")
    assert (took["judged_on"] - took["day"]).days == 7


def test_a_record_counts_what_stands_apart(control: Control) -> None:
    (red,) = score(control, only="red").rows
    assert (red.may_be_misread, red.said_before) == (2, 1)
    assert red.confirmed.value is None, "two resolved claims are too few"
    assert str(red.confirmed) == f"too few ({red.confirmed.n})"


def test_a_side_is_all_who_speak_for_it(control: Control) -> None:
    assert len(cases(control, "RED", by="side")) == len(cases(control, "red"))
    assert {r.name for r in score(control, by="side", least=1).rows} == {"RED", ""}

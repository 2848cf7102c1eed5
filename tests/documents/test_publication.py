from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.errors import DocumentError
from fogline.documents.publication import NoOffsetError, published, settle
from fogline.model import Document, Received
from fogline.theatre import load as theatre

UKRAINE = theatre("ukraine")
EVENING = datetime(2022, 9, 10, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        "2022-09-10T18:30:00+03:00",
        "2022-09-10 18:30 +0300",
        "2022-09-10 6:30 PM +0300",
        "2022-09-10T15:30:00.000Z",
        "20220910T153000Z",
        "Sep 10, 2022 6:30 PM +0300",
        "Sept. 10, 2022, 6:30 p.m. +03:00",
        "Saturday, September 10, 2022 at 6:30 PM +0300",
        "10 September 2022 18:30 +0300",
        "10.09.2022 18:30 +0300",
        "Sat, 10 Sep 2022 18:30:00 +0300",
        "Sat, 10 Sep 2022 15:30:00 -0000",
        "Saturday, 10-Sep-22 15:30:00 GMT",
        "Sat, 10 Sep 2022 11:30:00 EDT",
        "2022-09-10T15:30:00Z",
        "@1662823800",
    ],
)
def test_one_moment_in_many_forms(stated: str) -> None:
    assert published(stated).moment == EVENING


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("Sep 10, 2022 12:05 AM +0000", datetime(2022, 9, 10, 0, 5, tzinfo=UTC)),
        ("Sep 10, 2022 12:05 PM +0000", datetime(2022, 9, 10, 12, 5, tzinfo=UTC)),
    ],
)
def test_noon_and_midnight(stated: str, moment: datetime) -> None:
    assert published(stated).moment == moment


@pytest.mark.parametrize(
    "stated", ["September 10, 2022", "10 Sep 2022", "10.09.2022", "2022-09-10"]
)
def test_days(stated: str) -> None:
    found = published(stated, zone="Europe/Kyiv")
    assert (found.day, found.moment, found.stated) == (date(2022, 9, 10), None, "")


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("Sep 10, 2022 13:30 PM +0300", "is needed"),
        ("Sep 10, 2022 6:30 PM EST", "is needed"),
        ("Sat, 10 Sep 2022 18:30:00 CEST", "CEST is no zone"),
        ("31.02.2022", "is needed"),
        ("13/13/2022", "is needed"),
        ("Foo 10, 2022", "is needed"),
        ("03/04/2022", "may be 2022-03-04 or 2022-04-03"),
        ("03-04-2022 10:00 +0300", "may be 2022-03-04 or 2022-04-03"),
    ],
)
def test_what_would_be_a_guess_is_refused_by_name(stated: str, why: str) -> None:
    with pytest.raises(DocumentError, match=why) as raised:
        published(stated, "Europe/Kyiv")
    assert stated in str(raised.value)


def test_parts_of_a_second_are_kept() -> None:
    found = published("2022-09-10T15:30:00.125+0000").moment
    assert found == EVENING + timedelta(milliseconds=125)


def test_a_time_without_an_offset_needs_a_clock() -> None:
    with pytest.raises(NoOffsetError):
        published("Sat Sep 10 18:30:00 2022")
    assert published("Sat Sep 10 18:30:00 2022", "Europe/Kyiv").moment == EVENING


def test_the_day_is_that_of_the_declared_zone_and_what_was_written_is_kept() -> None:
    late = published("2022-09-10T22:30:00+00:00", zone="Europe/Kyiv")
    assert late.day == date(2022, 9, 11)
    assert late.moment == datetime(2022, 9, 10, 22, 30, tzinfo=UTC)
    assert late.stated == "2022-09-10T22:30:00+00:00"
    same = published("2022-09-10T22:30:00+03:00", zone="Europe/Kyiv")
    assert (same.day, same.stated) == (date(2022, 9, 10), "")
    naive = published("2022-09-10T23:30:00", clock="Europe/Berlin", zone="Europe/Kyiv")
    assert (naive.day, naive.stated) == (date(2022, 9, 11), "2022-09-10T23:30:00+02:00")


@given(
    st.datetimes(datetime(1901, 1, 2), datetime(2198, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from(["", "Europe/Kyiv", "America/New_York", "Asia/Kolkata"]),
)
def test_no_zone_moves_a_moment(naive: datetime, minutes: int, zone: str) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    found = published(moment.isoformat(), zone=zone)
    assert found.moment == moment
    assert found.day == found.moment.date()
    assert datetime.fromisoformat(found.stated or found.moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("dates", "settled"),
    [
        (["03/04/2022", "25/03/2022"], ["2022-04-03", "2022-03-25"]),
        (["03/04/2022", "03/25/2022"], ["2022-03-04", "2022-03-25"]),
        (["03/04/2022 10:00 +0300", "25/03/2022"], ["2022-04-03 10:00 +0300", "2022-03-25"]),
        (["05/03/2022", "12/02/2022", "10/01/2022"], ["2022-03-05", "2022-02-12", "2022-01-10"]),
        (["01/10/2022", "02/12/2022", "03/05/2022"], ["2022-01-10", "2022-02-12", "2022-03-05"]),
    ],
)
def test_a_list_tells_day_from_month(dates: list[str], settled: list[str]) -> None:
    assert settle(dates) == settled


@pytest.mark.parametrize(
    "dates",
    [
        ["03/04/2022"],
        ["03/04/2022", "04/03/2022"],
        ["03/04/2022", "02/04/2022", "01/04/2022"],
        ["13/04/2022", "04/13/2022"],
        ["05/03/2022", "05/03/2022", "12/02/2022"],
        ["2022-04-03", "Sep 10, 2022"],
    ],
)
def test_a_list_that_tells_nothing_is_left_as_it_is(dates: list[str]) -> None:
    assert settle(dates) == dates


def _feed(folder: Path, *dates: str) -> list[Document | Unreadable]:
    file = folder / "feed.xml"
    items = "".join(
        f"<item><guid>g{k}</guid><title>Izium {k}</title><pubDate>{d}</pubDate>"
        f"<link>https://www.ukrinform.net/{k}</link></item>"
        for k, d in enumerate(dates)
    )
    file.write_text(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    found = load([str(file)], SourceDefaults(theatre=UKRAINE))
    return [f.document if isinstance(f, Received) else f for f in found]


def test_a_feed_decides_by_its_own_entries(tmp_path: Path) -> None:
    first, second = _feed(tmp_path, "03/04/2022 6:30 PM +0300", "25/03/2022 10:00 +0300")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.published, second.published) == (date(2022, 4, 3), date(2022, 3, 25))
    (refused,) = _feed(tmp_path, "03/04/2022 18:30 +0300")
    assert isinstance(refused, Unreadable)
    assert "'03/04/2022 18:30 +0300' may be 2022-03-04 or 2022-04-03" in refused.why


def test_a_feed_of_a_declared_publisher_counts_its_days(tmp_path: Path) -> None:
    (found,) = _feed(tmp_path, "Sat, 10 Sep 2022 22:30:00 -0000")
    assert isinstance(found, Document)
    assert (found.source, found.published) == ("Ukrinform", date(2022, 9, 11))
    assert found.stated == "2022-09-10T22:30:00+00:00"

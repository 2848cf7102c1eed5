"""Live blogs: each entry is a document with its own time, whatever the shape of the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import live_pages
import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_pages import CHANGED, ENTRIES, KNOWN, MOMENTS, OPENED, SUMMARY, URL, clocked, page
from warcs import answer

from fogline.documents import SourceDefaults, load
from fogline.documents.formats.html import parse
from fogline.documents.web_page.clocks import clock_of, moments
from fogline.model import Received

WORDS = [words for _, words, _ in ENTRIES]


@pytest.mark.parametrize(
    "made", [live_pages.stated, live_pages.marked, live_pages.clocked], ids=lambda f: f.__name__
)
def test_each_entry_has_its_own_time(made: Callable[[], bytes], tmp_path: Path) -> None:
    file = tmp_path / "live.html"
    file.write_bytes(made())
    loading = load([str(file)], SourceDefaults("News"))
    found = [one for one in loading if isinstance(one, Received)]
    assert [one.document.published_at for one in found] == [
        datetime.fromisoformat(moment) for moment in MOMENTS
    ]
    for one, words in zip(found, WORDS, strict=True):
        assert one.document.text.removeprefix(one.document.title).strip() == words
        assert (one.document.url or "").startswith(URL)
        assert not any(told in one.document.text for told in (KNOWN, *SUMMARY))
    assert len({one.key for one in found}) == len(found)
    told = (
        [] if made is live_pages.clocked else [f"{file}: left out the standing summary '{KNOWN}'"]
    )
    assert loading.left_out == told


def test_an_archive_leaves_the_standing_summary_out_too(tmp_path: Path) -> None:
    file = tmp_path / "site.warc"
    file.write_bytes(answer(live_pages.marked(), URL))
    loading = load([str(file)], SourceDefaults("News"))
    found = [one for one in loading if isinstance(one, Received)]
    assert [one.document.published_at for one in found] == [
        datetime.fromisoformat(moment) for moment in MOMENTS
    ]
    assert loading.left_out == [f"{file}: record 1: left out the standing summary '{KNOWN}'"]


def test_a_summary_among_the_entries_is_one_of_them() -> None:
    """Written at its time, and not dated anew."""
    blocks = "".join(
        f"<article><time datetime='{moment}'>x</time><h2>{title}</h2><p>{words}</p></article>"
        for moment, title, words in zip(MOMENTS, ("Izium", "Summary"), WORDS, strict=False)
    )
    assert [one.title for one in parse(page(blocks))] == ["Izium", "Summary"]


def test_entries_keep_their_names_when_the_page_grows() -> None:
    whole = parse(clocked())
    before = clocked(dateModified="2022-09-10T09:30:00+03:00")
    first = before.index(b"<li><div class='stamp'>")
    grown = parse(before[:first] + before[before.index(b"<li><div", first + 1) :])
    assert [one.id for one in grown] == [one.id for one in whole[1:]]


@pytest.mark.parametrize(
    "told",
    [
        {"dateModified": ""},
        {"datePublished": "2022-09-09"},
        # The clocks are those of readers, not those of the machine that wrote Z.
        {"datePublished": "2022-09-09T20:30:00Z", "dateModified": "2022-09-10T11:10:00Z"},
        # An article about a day that was over: its clocks are of what happened.
        {"datePublished": "2022-09-11T08:00:00+03:00", "dateModified": "2022-09-11T09:00:00+03:00"},
    ],
    ids=["never changed", "opened on a day", "in UTC", "about another day"],
)
def test_clocks_that_no_day_is_sure_of_make_no_entries(told: dict[str, str]) -> None:
    (whole,) = parse(clocked(**told))
    assert all(words in whole.text for words in WORDS)


def test_clocks_that_name_their_zone_need_none_of_the_page() -> None:
    found = parse(
        clocked(" GMT", datePublished="2022-09-09T23:30:00Z", dateModified="2022-09-10T15:00:00Z")
    )
    assert [one.date for one in found] == [m.replace("+03:00", "+00:00") for m in MOMENTS]


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("14:05", time(14, 5)),
        ("9.20", time(9, 20)),
        ("2.05pm", time(14, 5)),
        ("12:30 a.m.", time(0, 30)),
        ("12:30 PM", time(12, 30)),
        ("24:00", None),
        ("14:05pm", None),
        ("14:65", None),
        ("Score 2:1", None),
        ("", None),
    ],
)
def test_clocks(words: str, clock: time | None) -> None:
    assert clock_of(words) == clock


@given(st.lists(st.integers(1, 23 * 60), min_size=1, max_size=12), st.booleans())
def test_moments_come_back_from_their_clocks(gaps: list[int], turned: bool) -> None:
    """Whichever way the page runs; where both ways fit, none is taken or the shorter one."""
    last = datetime.fromisoformat(CHANGED)
    truth = [last]
    for gap in gaps:
        truth.append(truth[-1] - timedelta(minutes=gap))
    shown = truth[::-1] if turned else truth
    found = moments([m.time() for m in shown], truth[-1].isoformat(), CHANGED)
    if found:
        times = [datetime.fromisoformat(m) for m in found]
        assert [m.time() for m in times] == [m.time() for m in shown]
        assert truth[-1] <= min(times) <= max(times) <= last
        assert sorted(times) in (times, times[::-1])


def test_clocks_that_fit_in_two_ways_have_no_day() -> None:
    clocks = [time(10), time(14), time(10, 30)]
    assert moments(clocks, "2022-09-01T00:00:00+03:00", "2022-09-10T15:00:00+03:00") == []
    assert moments([], OPENED, CHANGED) == []
    assert date.fromisoformat(moments([time(9)], OPENED, CHANGED)[0][:10]) == date(2022, 9, 10)

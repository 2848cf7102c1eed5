"""Feeds and sitemaps: what is new is read once, and what fails is tried again with patience."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from pdf_writer import column, written
from watch_help import FEED, Bench, Stand, feed, pages, timed_out

from fogline.watch import Watcher, source_states
from fogline.watch.pauses import ADDRESS_LIMIT, ITEM_GIVEN_UP, JITTER
from fogline.watch.watcher import AGAIN_SECONDS

HOUR = 3_600.0
FILE = f'[watch]\nevery = "10 min"\n[[publisher]]\nname = "News"\nfeeds = ["{FEED}"]\n'


def _two(other: str) -> str:
    return FILE.replace(f'["{FEED}"]', f'["{FEED}", "{other}"]')


def _for(bench: Bench, watcher: Watcher, seconds: float) -> list[str]:
    """Run a watcher for so long; gives its lines."""
    end, lines = bench.clock.passed + seconds, list[str]()

    def each() -> None:
        if bench.clock.passed >= end:
            watcher.stop()

    bench.clock.each = each
    with watcher:
        watcher.run(lambda cycle: lines.append(str(cycle)))
    return lines


def test_new_items_are_read_as_they_come_and_nothing_twice(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(1, 2), **pages(1, 2, 3)}

    def grow() -> str:
        return feed(1, 2, 3) if bench.clock.passed > HOUR else feed(1, 2)

    bench.site.answers[FEED] = grow
    lines = _for(bench, bench.watcher(FILE), 2 * HOUR)
    assert bench.texts() == [pages(n)[f"http://news.example/{n}"] for n in (1, 2, 3)]
    assert [len(bench.site.times(f"http://news.example/{n}")) for n in (1, 2, 3)] == [1, 1, 1]
    assert "1 source: 2 new documents, 0 claims; next at" in lines[0]
    assert [line.count("1 new document,") for line in lines[1:]].count(1) == 1
    assert len(lines) == len(bench.site.times(FEED)) >= 10
    (state,) = source_states(bench.ledger)
    assert (state.name, state.kind, state.documents, state.failures) == ("News", "feed", 3, 0)
    assert state.succeeded > state.renewed > "2022-09-10"


def test_an_unchanged_feed_costs_one_short_answer(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(1), **pages(1)}
    _for(bench, bench.watcher(FILE), HOUR)
    asked = [headers for url, _, headers in bench.site.asked if url == FEED]
    assert "If-None-Match" not in asked[0]
    assert all("If-None-Match" in headers for headers in asked[1:])
    assert bench.ledger.visited(FEED, "stand-1").etag == ""  # no row of the chain for each change


def test_a_document_that_is_read_in_part_is_done_with(bench: Bench) -> None:
    page = "http://news.example/1"
    report = written([], column(72, ["Words of page two."]), images=(0,))
    bench.site.answers = {FEED: feed(1), page: report}
    lines = _for(bench, bench.watcher(FILE), HOUR)
    assert "1 new document, 0 claims, 1 not read" in lines[0]
    assert "page 1 not read, scanned images without text" in lines[0]
    assert not any("not read" in line for line in lines[1:])
    assert len(bench.site.times(page)) == 1
    asked = [headers for url, _, headers in bench.site.asked if url == FEED]
    assert all("If-None-Match" in headers for headers in asked[1:])
    assert bench.texts() == ["Words of page two."]


def test_pauses_grow_after_failures_for_each_source_alone(bench: Bench) -> None:
    other = "http://other.example/feed"
    bench.site.answers = {FEED: timed_out(), other: feed(1, words=True)}
    lines = _for(bench, bench.watcher(_two(other)), 12 * HOUR)
    gaps = [b - a for a, b in pairwise(bench.site.times(FEED))]
    assert all(1 - JITTER - 0.01 <= gap / 1200 <= 1 + JITTER + 0.01 for gap in gaps[:1])
    assert gaps[0] < gaps[1] < gaps[2]
    assert max(gaps) <= ADDRESS_LIMIT * (1 + JITTER) + 1
    assert min(gaps[3:]) >= ADDRESS_LIMIT * (1 - JITTER)
    steady = [b - a for a, b in pairwise(bench.site.times(other))]
    assert max(steady) <= 600 * (1 + JITTER) + 1
    assert any("1 failed (News, http://news.example/feed: no answer" in line for line in lines)
    state = next(s for s in source_states(bench.ledger) if s.address == FEED)
    assert (state.succeeded, state.failures, state.why) == (
        "",
        len(gaps) + 1,
        "no answer (timed out)",
    )


def test_a_page_that_is_down_is_tried_again_with_patience(bench: Bench) -> None:
    page = "http://news.example/1"
    bench.site.answers = {FEED: feed(1, 2), **pages(1, 2)}
    bench.site.answers[page] = lambda: 503 if bench.clock.passed < 5 * HOUR else pages(1)[page]
    _for(bench, bench.watcher(FILE), 4 * HOUR)
    (state,) = source_states(bench.ledger)
    assert (len(bench.texts()), state.troubled, state.failures) == (1, 1, 0)
    assert state.trouble == f"{page}: the server answers 503"
    tried = len(bench.site.times(page)) / 3  # a busy server is asked three times
    assert 3 <= tried <= 4
    _for(bench, bench.watcher(FILE), 12 * HOUR)
    (state,) = source_states(bench.ledger)
    assert (len(bench.texts()), state.troubled, state.trouble) == (2, 0, "")


def test_a_page_is_tried_again_although_the_feed_names_it_no_more(bench: Bench) -> None:
    page = "http://news.example/1"
    bench.site.answers = {**pages(1, 2)}
    bench.site.answers[FEED] = lambda: feed(1) if bench.clock.passed < HOUR else feed(2)
    bench.site.answers[page] = lambda: 500 if bench.clock.passed < 2 * HOUR else pages(1)[page]
    _for(bench, bench.watcher(FILE), 9 * HOUR)
    assert bench.texts() == list(pages(1, 2).values())
    assert len(bench.site.times("http://news.example/2")) == 1


def test_a_dead_page_is_given_up_once_no_feed_names_it(bench: Bench) -> None:
    page = "http://news.example/1"
    bench.site.answers = {FEED: lambda: feed(1) if bench.clock.passed < HOUR else feed(2)}
    bench.site.answers |= {page: timed_out(), **pages(2)}
    file = FILE.replace("10 min", "1 day")
    lines = _for(bench, bench.watcher(file), ITEM_GIVEN_UP + 4 * 86_400)
    assert sum("given up after" in line for line in lines) == 1
    (state,) = source_states(bench.ledger)
    assert state.troubled == 0


def test_a_refused_page_is_tried_again_and_then_kept(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(1, 2), **pages(1, 2)}
    bench.reader.refused = "Page 1"
    _for(bench, bench.watcher(FILE), HOUR)
    (state,) = source_states(bench.ledger)
    assert (len(bench.texts()), state.troubled) == (1, 1)
    assert len(bench.site.times("http://news.example/1")) <= 2
    bench.reader.refused = ""
    _for(bench, bench.watcher(FILE), 6 * HOUR)
    assert len(bench.texts()) == 2


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (feed(1, 2, words=True)[:200], "cut short"),
        ("<html><p>We are at work on this site.</p></html>", "a page in place of a feed"),
        (feed(1, 2, words=True).replace("</description>", "", 1), "broken XML"),
    ],
)
def test_a_broken_feed_is_a_failure_and_nothing_of_it_is_read(
    bench: Bench, broken: str, why: str
) -> None:
    whole = feed(1, 2, words=True)
    bench.site.answers[FEED] = lambda: broken if bench.clock.passed < 60 else whole
    lines = _for(bench, bench.watcher(FILE), HOUR)
    assert why in lines[0]
    assert bench.texts() == ["Words of item 1.", "Words of item 2."]
    (state,) = source_states(bench.ledger)
    assert (state.failures, state.broken, why in state.why) == (0, False, True)


def test_a_feed_that_is_always_broken_is_read_as_it_is(bench: Bench) -> None:
    bench.site.answers[FEED] = feed(1, 2, words=True).replace("Item 1", "Item 1 & more")
    lines = _for(bench, bench.watcher(FILE), 2 * HOUR)
    assert ["failed" in line for line in lines[:2]] == [True, False]
    assert not any("failed" in line for line in lines[2:])
    assert len(bench.texts()) == 2
    assert source_states(bench.ledger)[0].broken


@pytest.mark.parametrize("jump", [-40 * 86_400.0, -HOUR, HOUR, 400 * 86_400.0])
def test_a_clock_that_is_set_neither_stops_nor_hurries_a_watch(bench: Bench, jump: float) -> None:
    bench.site.answers = {FEED: feed(1), **pages(1)}
    watcher = bench.watcher(FILE)
    end = 3 * HOUR

    def each() -> None:
        if bench.clock.passed > HOUR:
            bench.clock.ahead = jump
        if bench.clock.passed >= end:
            watcher.stop()

    bench.clock.each = each
    with watcher:
        watcher.run(lambda _: None)
    gaps = [b - a for a, b in pairwise(bench.site.times(FEED))]
    assert 600 * (1 - JITTER) - 1 <= min(gaps) <= max(gaps) <= 600 * (1 + JITTER) + 1
    # A start after the jump waits for no longer than a pause.
    before = bench.clock.passed
    _for(bench, bench.watcher(FILE), HOUR)
    assert bench.site.times(FEED)[len(gaps) + 1] - before <= 600 * (1 + JITTER) + 1


def test_a_new_start_goes_on_where_the_last_one_ended(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(1), **pages(1)}
    _for(bench, bench.watcher(FILE), 30)
    _for(bench, bench.watcher(FILE), 30)
    assert len(bench.site.times(FEED)) == 1
    _for(bench, bench.watcher(FILE), HOUR)
    asked = [headers for url, _, headers in bench.site.asked if url == FEED]
    assert "If-None-Match" in asked[1]
    assert len(bench.texts()) == 1


def _stopped_at(bench: Bench, number: int) -> list[str]:
    """Watch until a document is read, and stop there; gives the texts as they are read."""
    watcher = bench.watcher(FILE)
    read, kept = bench.reader.read, list[str]()

    def stopping(document):  # type: ignore[no-untyped-def]
        kept.append(document.text)
        if len(kept) == number:
            watcher.stop()
        return read(document)

    bench.reader.read = stopping  # type: ignore[method-assign]
    with watcher:
        watcher.run(lambda _: None)
    return kept


def test_a_stop_ends_after_the_present_document_and_the_next_start_goes_on(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(*range(9)), **pages(*range(9))}
    kept = _stopped_at(bench, 3)
    assert len(bench.texts()) == 3
    _for(bench, bench.watcher(FILE), 60)
    assert len(bench.texts()) == 9
    assert len(kept) == 9
    assert all(len(bench.site.times(url)) == 1 for url in pages(*range(9)))


def test_a_stop_within_a_live_blog_loses_none_of_its_entries(bench: Bench) -> None:
    updates = [
        {"articleBody": f"Shells fell on Lyman at {n}.", "url": f"http://news.example/1#e{n}",
         "datePublished": f"2022-09-10T1{n}:00:00+00:00"}
        for n in range(5)
    ]  # fmt: skip
    stated = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    page = f"<html><head><script type='application/ld+json'>{stated}</script></head></html>"
    bench.site.answers = {FEED: feed(1), "http://news.example/1": page}
    _stopped_at(bench, 2)
    assert len(bench.texts()) == 2
    _for(bench, bench.watcher(FILE), 60)
    assert len(bench.texts()) == 5


def test_a_server_that_is_down_is_not_asked_for_all_pages(bench: Bench) -> None:
    bench.site.answers = {FEED: feed(*range(30)), **dict.fromkeys(pages(*range(30)), timed_out())}
    watcher = bench.watcher(FILE)
    with watcher:
        cycle = watcher.once()
    assert len(bench.site.asked) == 1 + 5
    assert "1 waiting, 5 not read" in str(cycle)


def test_one_cycle_visits_all_but_those_that_pause(bench: Bench) -> None:
    other = "http://other.example/feed"
    bench.site.answers = {FEED: 500, other: feed(1, words=True)}
    counts = []
    for wait in (0.0, 5.0, AGAIN_SECONDS, 2 * HOUR):
        bench.clock.passed += wait
        with bench.watcher(_two(other)) as watcher:
            counts.append(tuple(s.address for s, _ in watcher.once().visits))
    assert counts == [(FEED, other), (), (other,), (FEED, other)]


def test_a_fault_of_the_program_is_told_and_stops_no_other_source(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "http://other.example/feed"
    bench.site.answers = {FEED: ZeroDivisionError("by zero"), other: feed(1, words=True)}
    with bench.watcher(_two(other)) as watcher:
        cycle = watcher.once()
    assert "1 failed (News, http://news.example/feed: ZeroDivisionError: by zero)" in str(cycle)
    assert "Traceback" in capsys.readouterr().err
    assert bench.texts() == ["Words of item 1."]


def test_another_reader_reads_all_again(bench: Bench) -> None:
    class Other(Stand):
        fingerprint = "other-1"

    bench.site.answers = {FEED: feed(1), **pages(1)}
    _for(bench, bench.watcher(FILE), 60)
    bench.reader = Other()
    _for(bench, bench.watcher(FILE), HOUR)
    assert bench.reader.texts == bench.texts() == list(pages(1).values())


def test_sources_that_the_file_has_no_more_are_forgotten(bench: Bench) -> None:
    other = "http://other.example/feed"
    bench.site.answers = {FEED: feed(1), **pages(1), other: feed(1, words=True)}
    _for(bench, bench.watcher(FILE), 60)
    _for(bench, bench.watcher(FILE.replace(FEED, other)), 60)
    assert [s.address for s in source_states(bench.ledger)] == [other]


def test_a_sitemap_brings_its_pages(bench: Bench) -> None:
    address = "http://news.example/sitemap.xml"
    rows = "".join(
        f"<url><loc>{u}</loc><lastmod>2022-09-0{n}</lastmod></url>"
        for n, u in enumerate(pages(1, 2), 1)
    )
    bench.site.answers = {address: f"<urlset>{rows}</urlset>", **pages(1, 2)}
    _for(bench, bench.watcher(FILE.replace("feeds", "sitemaps").replace(FEED, address)), HOUR)
    assert len(bench.texts()) == 2

"""Lists: what is none, half a one or a broken one; what waits; and rules that are a day old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from fogline.documents import Fetcher, ParserSandbox, SourceDefaults, Unreadable, load
from fogline.model import Received, Visit

FEED = "http://news.example/feed"
WHOLE = (
    "<rss><channel><title>News</title>"
    '<item><guid isPermaLink="false">a</guid><description>Words of A.</description></item>'
    '<item><guid isPermaLink="false">b</guid><description>Words of B.</description></item>'
    "</channel></rss>"
)
BROKEN = WHOLE.replace("Words of A.", "Words of A & more.")
Answer = tuple[int, Mapping[str, str], bytes]


class _Web(Fetcher):
    """Answers with what it was given; a number is a status."""

    def __init__(self, answers: dict[str, str | int]) -> None:
        super().__init__(pause=0.0, sleep=lambda _: None, clock=lambda: self.now)
        self.answers, self.now, self.asked = answers, 0.0, list[str]()

    def request(self, url: str, asked: Mapping[str, str], limit: int) -> Answer:
        self.asked.append(url)
        found = self.answers.get(url, 404)
        return (found, {}, b"") if isinstance(found, int) else (200, {}, found.encode())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ParserSandbox]:
    with ParserSandbox() as made:
        yield made


def _found(web: _Web, sandbox: ParserSandbox, **how: bool) -> list[Received | Unreadable]:
    return list(load([FEED], SourceDefaults(), web, sandbox, **how))


@pytest.mark.parametrize("end", ["</rss>", "</RSS >", "</rss>\n<!-- made in 0.3 s -->"])
def test_a_whole_feed_is_read(sandbox: ParserSandbox, end: str) -> None:
    web = _Web({FEED: WHOLE.replace("</rss>", end)})
    assert len([f for f in _found(web, sandbox) if isinstance(f, Received)]) == 2
    assert FEED in web.visits


@pytest.mark.parametrize("length", [40, 120, len(WHOLE) - 7])
def test_nothing_is_read_of_a_feed_that_is_cut_short(sandbox: ParserSandbox, length: int) -> None:
    web = _Web({FEED: WHOLE[:length]})
    (found,) = _found(web, sandbox)
    assert isinstance(found, Unreadable)
    assert (found.kind, "cut short" in found.why) == ("whole", True)
    assert not web.visits


def test_a_page_in_place_of_a_list(sandbox: ParserSandbox) -> None:
    web = _Web({FEED: "<html><p>We are at work here, and back in an hour or so.</p></html>"})
    (found,) = _found(web, sandbox, lists=True)
    assert isinstance(found, Unreadable)
    assert (found.kind, found.why) == ("whole", "a page in place of a feed or sitemap")


def test_broken_xml_is_left_or_told(sandbox: ParserSandbox) -> None:
    (left,) = _found(_Web({FEED: BROKEN}), sandbox, lists=True, sound=True)
    told, *read = _found(_Web({FEED: BROKEN}), sandbox, lists=True)
    assert isinstance(left, Unreadable)
    assert isinstance(told, Unreadable)
    assert (left.kind, told.kind, len(read)) == ("broken", "broken", 2)
    assert "not well-formed" in left.why
    assert len(_found(_Web({FEED: BROKEN}), sandbox)) == 2  # as `fogline add` reads it


def test_what_waits_is_not_asked_for_and_the_list_is_not_done_with(sandbox: ParserSandbox) -> None:
    page = "http://news.example/1"
    item = f"<item><link>{page}</link></item>"
    web = _Web({FEED: WHOLE.replace("<item>", item + "<item>", 1), page: "Words of a page."})
    web.waits = lambda url: url == page
    found = _found(web, sandbox)
    assert [f.kind for f in found if isinstance(f, Unreadable)] == ["later"]
    assert page not in web.asked
    assert FEED not in web.visits
    web.waits = lambda _: False
    _found(web, sandbox)
    assert page in web.asked
    assert FEED in web.visits


@pytest.mark.parametrize("status", [500, 507, 520, 429])
def test_a_page_that_fails_for_now_is_asked_for_again(sandbox: ParserSandbox, status: int) -> None:
    page = "http://news.example/1"
    web = _Web({FEED: f"<rss><channel><item><link>{page}</link></item></channel></rss>"})
    web.answers[page] = status
    _found(web, sandbox)
    assert not web.visits


def test_rules_are_asked_for_again_after_a_day_or_a_failure(sandbox: ParserSandbox) -> None:
    robots = "http://news.example/robots.txt"
    web = _Web({FEED: WHOLE})
    for now in (0.0, 3_600.0, 86_399.0, 86_401.0):
        web.now = now
        web.begin()
        assert not web.visits
        _found(web, sandbox)
    assert web.asked.count(robots) == 2
    web.answers[robots] = 500
    web.now = 200_000.0
    web.begin()
    (down,) = _found(web, sandbox)
    assert isinstance(down, Unreadable)
    del web.answers[robots]
    web.begin()
    assert len(_found(web, sandbox)) == 2


def _feed(*entries: tuple[str, str, str]) -> str:
    """A feed of entries without links, given as id, day in September 2022, and words."""
    items = "".join(
        f'<item><guid isPermaLink="false">{id}</guid><pubDate>{day} Sep 2022 09:00:00 GMT</pubDate>'
        f"<description>{words}</description></item>"
        for id, day, words in entries
    )
    return f"<rss><channel><title>News</title>{items}</channel></rss>"


ONE_ID = [("g", "5", "Words of A."), ("g", "5", "Words of B."), ("g", "6", "Words of B.")]


@pytest.mark.parametrize("id", ["g", "http://news.example/g"])
@pytest.mark.parametrize("first", [1, 2, 3])
def test_entries_of_one_id_do_not_hide_each_other(
    sandbox: ParserSandbox, id: str, first: int
) -> None:
    """Nor does the feed's text count as another one at the next visit."""
    entries = [(id, *rest) for _, *rest in ONE_ID]
    web = _Web({FEED: _feed(*entries[:first])})
    before = _found(web, sandbox)
    assert sum(isinstance(f, Received) for f in before) == first
    web.known = lambda url, old=dict(web.visits): old.get(url, Visit())
    web.answers[FEED] = _feed(*entries)
    after = _found(web, sandbox)
    if id == "g":
        assert sum(isinstance(f, Received) for f in after) == len(entries) - first
    read = [f.document for f in (*before, *after) if isinstance(f, Received)]
    assert len({(d.text, d.published_at) for d in read}) == len(entries)
    assert "http://news.example/g" not in web.asked or first == 1

"""Fetching, against a server of the tests' own."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio import ArchiveIterator

from fogline.documents import Fetcher, SourceDefaults, Unreadable, load
from fogline.documents.connections import is_public
from fogline.documents.sandbox import ParserSandbox
from fogline.ledger import open_ledger
from fogline.model import Received, Visit
from fogline.theatre import load as theatre

UKRAINE = theatre("ukraine")
SANDBOX = ParserSandbox()  # one worker for all tests here
WORDS = (
    "Ukrainian forces entered Kupiansk on Saturday, officials said, "
    "after two days of fighting near the town. "
)
PAGE = (
    "<html><head><title>Front</title></head><body><article>"
    f"<p>{WORDS * 3}</p><p>{WORDS * 2}</p></article></body></html>"
)
LIVE = "".join(
    f"<article id='e{n}'><time datetime='2022-09-1{n}T10:00+03:00'>x</time><p>{WORDS}</p></article>"
    for n in (1, 2)
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><guid>1</guid><title>One</title><link>{base}/page</link>
<pubDate>Sat, 10 Sep 2022 08:00:00 +0300</pubDate></item>
<item><guid>2</guid><title>Two</title><link>{base}/forbidden</link>
<description>Russian troops left Izium.</description>
<pubDate>Sat, 10 Sep 2022 09:00:00 +0300</pubDate></item></channel></rss>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{base}/page</loc><lastmod>2022-09-10</lastmod></url>
<url><loc>{base}/plain</loc><lastmod>2022-09-11</lastmod></url></urlset>"""


class _Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str]]] = []
    busy = 0

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        site = type(self)
        site.asked.append((self.path, dict(self.headers)))
        base = f"http://{self.headers['Host']}"
        if self.path == "/robots.txt":
            self._send(200, "text/plain", "User-agent: *\nDisallow: /forbidden\nCrawl-delay: 0.1\n")
        elif self.path == "/page":
            same = self.headers.get("If-None-Match") == '"v1"'
            self._send(
                304 if same else 200, "text/html; charset=utf-8", "" if same else PAGE, ETag='"v1"'
            )
        elif self.path.startswith(("/live", "/2022/09/11/")):
            self._send(200, "text/html", LIVE if "live" in self.path else PAGE)
        elif self.path == "/plain":
            self._send(200, "text/plain", WORDS)
        elif self.path == "/feed":
            self._send(200, "application/rss+xml", FEED.format(base=base))
        elif self.path == "/sitemap.xml":
            self._send(200, "application/xml", SITEMAP.format(base=base))
        elif self.path == "/packed":
            self._send(
                200, "text/html", gzip.compress(PAGE.encode()), **{"Content-Encoding": "gzip"}
            )
        elif self.path == "/bomb":
            self._send(
                200, "text/plain", gzip.compress(b"a" * 60_000_000), **{"Content-Encoding": "gzip"}
            )
        elif self.path == "/large":
            self.send_response(200)
            self.send_header("Content-Length", "99999999")
            self.end_headers()
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(WORDS.encode())
        elif self.path == "/teaser":
            item = (
                f"<item><guid>1</guid><title>One</title><link>{base}/sometimes</link>"
                "<description>Izium fell.</description></item>"
            )
            self._send(
                200,
                "application/rss+xml",
                f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>',
            )
        elif self.path == "/sometimes":
            site.busy += 1
            self._send(503 if site.busy < 4 else 200, "text/html", PAGE)
        elif self.path == "/undated.xml":
            inner = "".join(f"<url><loc>{base}/text{n}</loc></url>" for n in range(5))
            self._send(200, "application/xml", f"<urlset>{inner}</urlset>")
        elif self.path.startswith("/text"):
            self._send(200, "text/plain", WORDS + self.path, ETag='"t"')
        elif self.path == "/busy" and site.busy < 2:
            site.busy += 1
            self._send(503, "text/plain", "", **{"Retry-After": "7"})
        elif self.path == "/busy":
            self._send(200, "text/html", PAGE)
        elif self.path == "/moved":
            self._send(302, "text/plain", "", Location="/page")
        elif self.path == "/nowhere":
            self._send(302, "text/plain", "", Location="http://[bad/")
        elif self.path == "/304":
            self._send(304, "text/plain", "")
        elif self.path == "/relative":
            self._send(200, "text/plain", "Russian forces left Izium yesterday.", ETag='"r"')
        elif self.path == "/drip":
            self.send_response(200)
            for n in range(40):
                time.sleep(0.1)
                self.send_header(f"X-{n}", "y" * 9)
                self.flush_headers()
        elif self.path == "/many":
            items = "".join(
                f"<item><guid>{n}</guid><title>Izium fell, {n}</title></item>" for n in range(5)
            )
            self._send(
                200,
                "application/rss+xml",
                f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>',
                ETag='"m"',
            )
        elif self.path == "/index.xml":
            inner = "".join(
                f"<sitemap><loc>{base}/{p}</loc></sitemap>" for p in ("gone.xml", "sitemap.xml")
            )
            self._send(200, "application/xml", f"<sitemapindex>{inner}</sitemapindex>")
        elif self.path == "/round":
            self._send(302, "text/plain", "", Location="/round")
        elif self.path == "/inside":
            self._send(302, "text/plain", "", Location="file:///etc/passwd")
        elif self.path == "/nested":
            item = f"<item><guid>1</guid><link>{base}/feed</link></item>"
            self._send(
                200, "application/rss+xml", f'<rss version="2.0"><channel>{item}</channel></rss>'
            )
        elif self.path == "/image":
            self._send(200, "image/png", b"\x89PNG")
        else:
            self._send(404, "text/plain", "")

    def _send(self, status: int, media: str, body: str | bytes, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture
def site() -> Iterator[str]:
    _Site.asked, _Site.busy = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True, scope="module")
def _sandbox() -> Iterator[None]:
    yield
    SANDBOX.close()


@pytest.fixture
def web() -> Iterator[Fetcher]:
    fetcher = Fetcher(private=True, pause=0.0)
    yield fetcher
    fetcher.close()


def _asked(path: str) -> list[dict[str, str]]:
    return [headers for p, headers in _Site.asked if p == path]


def _all(
    url: str,
    web: Fetcher,
    given: SourceDefaults = SourceDefaults(published=date(2022, 9, 10), theatre=UKRAINE),
) -> list[Received | Unreadable]:
    return list(load([url], given, web, SANDBOX))


def _record(found: Received) -> Any:
    """The one record of an answer's evidence, its digests checked by the library of others."""
    archive = ArchiveIterator(io.BytesIO(found.evidence.raw), check_digests="raise")
    return next(iter(archive))


def test_a_page_with_its_bytes_and_headers(site: str, web: Fetcher) -> None:
    (found,) = _all(f"{site}/page", web)
    assert isinstance(found, Received)
    assert WORDS.strip() in found.document.text
    assert (found.document.title, found.document.url, found.document.source) == (
        "Front",
        f"{site}/page",
        "127.0.0.1",
    )
    record = _record(found)
    assert record.rec_headers.get_header("WARC-Target-URI") == f"{site}/page"
    assert record.http_headers.get_header("ETag") == '"v1"'
    assert record.raw_stream.read() == PAGE.encode()
    assert ("ETag", '"v1"') in found.headers
    assert found.at is not None
    assert web.visits[f"{site}/page"].etag == '"v1"'
    assert _asked("/page")[0]["User-Agent"].startswith("fogline/")


def test_a_live_blog_brings_its_entries(site: str, web: Fetcher) -> None:
    found = [f for f in _all(f"{site}/live", web) if isinstance(f, Received)]
    assert [(f.document.id, f.key, f.document.published) for f in found] == [
        (f"{site}/live#e1", "e1", date(2022, 9, 11)),
        (f"{site}/live#e2", "e2", date(2022, 9, 12)),
    ]
    assert all(f.asked == (f"{site}/live",) and f.origin == f"{site}/live" for f in found)


def test_the_address_tells_the_day_where_the_page_does_not(site: str, web: Fetcher) -> None:
    (found,) = _all(f"{site}/2022/09/11/izium", web, SourceDefaults())
    assert isinstance(found, Received)
    assert found.document.published == date(2022, 9, 11)


def test_an_unchanged_page_is_not_sent_again(site: str) -> None:
    web = Fetcher(known=lambda _: Visit(etag='"v1"'), private=True, pause=0.0)
    (found,) = _all(f"{site}/page", web)
    assert isinstance(found, Unreadable)
    assert found.seen
    assert _asked("/page")[0]["If-None-Match"] == '"v1"'
    web.close()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/forbidden", "robots.txt"),
        ("/large", "bytes"),
        ("/bomb", "limit"),
        ("/cut", "no answer|cut short"),
        ("/none", "404"),
        ("/round", "redirections"),
        ("/inside", "http"),
        ("/image", "image/png"),
        ("/nowhere", "no address"),
        ("/304", "304"),
    ],
)
def test_what_cannot_be_had_says_why(site: str, web: Fetcher, path: str, words: str) -> None:
    (found,) = _all(f"{site}{path}", web)
    assert isinstance(found, Unreadable)
    assert not found.seen
    assert any(w in found.why for w in words.split("|")), found.why
    assert not web.visits


def test_redirections_and_packed_pages(site: str, web: Fetcher) -> None:
    for path, url in (("/moved", "/page"), ("/packed", "/packed")):
        (found,) = _all(site + path, web)
        assert isinstance(found, Received)
        assert found.document.url == site + url
        record = _record(found)
        assert record.content_stream().read() == PAGE.encode()
        # As it was sent: still packed, under the header that says so.
        assert (record.http_headers.get_header("Content-Encoding") == "gzip") == (url == "/packed")


def test_a_busy_server_is_waited_for(site: str) -> None:
    waits: list[float] = []
    web = Fetcher(private=True, pause=0.0, sleep=waits.append)
    (found,) = _all(f"{site}/busy", web)
    assert isinstance(found, Received)
    assert [w for w in waits if w > 1] == [7, 7]
    web.close()


def test_one_request_at_a_time_with_a_pause(site: str) -> None:
    web = Fetcher(private=True, pause=0.2)
    start = time.monotonic()
    for _ in range(2):
        _all(f"{site}/page", web)
    assert time.monotonic() - start > 0.4  # robots.txt, page, page
    web.close()


def test_a_feed_brings_pages_and_its_own_words_where_there_is_none(site: str, web: Fetcher) -> None:
    page, words = _all(f"{site}/feed", web, SourceDefaults(theatre=UKRAINE))
    assert isinstance(page, Received)
    assert isinstance(words, Received)
    assert page.document.published_at is not None
    assert page.document.published_at.isoformat() == "2022-09-10T08:00:00+03:00"
    assert words.document.text == "Russian troops left Izium."
    assert set(web.visits) == {f"{site}/feed", f"{site}/page", f"{site}/forbidden"}


def test_a_sitemap_brings_its_newest_pages(site: str, web: Fetcher) -> None:
    plain, page = _all(f"{site}/sitemap.xml", web)
    assert isinstance(plain, Received)
    assert isinstance(page, Received)
    assert (plain.document.url, page.document.url) == (f"{site}/plain", f"{site}/page")
    web.pages = 1
    first, rest = _all(f"{site}/sitemap.xml", web)
    assert isinstance(first, Received)
    assert isinstance(rest, Unreadable)
    assert "--pages" in rest.why


def test_the_next_run_fetches_only_what_is_new(site: str, tmp_path: Path) -> None:
    for expected in ((2, 0), (0, 2)):
        with open_ledger(tmp_path / "war.db", create=True) as book:
            web = Fetcher(known=book.visited, private=True, pause=0.0)
            summary = book.add(_all(f"{site}/feed", web, SourceDefaults(theatre=UKRAINE)), UKRAINE)
            book.remember(web.visits)
            web.close()
            assert (summary.new, summary.seen, summary.unreadable) == (*expected, [])
            assert not book.verify().flaws
    assert len(_asked("/page")) == 1


def test_what_was_not_kept_is_fetched_again(site: str, tmp_path: Path) -> None:
    """A page that can't be read without its day is no page that was seen."""
    with open_ledger(tmp_path / "war.db", create=True) as book:
        for given, expected in (
            (SourceDefaults(theatre=UKRAINE), (0, 0, 1)),
            (SourceDefaults(published=date(2022, 9, 10), theatre=UKRAINE), (1, 0, 0)),
        ):
            web = Fetcher(known=book.visited, private=True, pause=0.0)
            summary = book.add(_all(f"{site}/relative", web, given), UKRAINE)
            book.remember({u: v for u, v in web.visits.items() if u not in summary.unkept})
            web.close()
            assert (summary.new, summary.seen, len(summary.unreadable)) == expected


def test_another_reader_fetches_again(site: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        book.remember({f"{site}/page": Visit(etag='"v1"')}, "setting one")
        assert book.visited(f"{site}/page", "setting one").etag == '"v1"'
        assert book.visited(f"{site}/page", "setting two") == Visit()


def test_what_one_run_leaves_the_next_takes(site: str) -> None:
    visits: dict[str, Visit] = {}
    taken: list[str] = []
    for left in (True, True, False):
        web = Fetcher(
            known=lambda u, earlier=visits: earlier.get(u, Visit()),
            private=True,
            pause=0.0,
            pages=2,
        )
        found = _all(f"{site}/many", web)
        taken += [f.document.text for f in found if isinstance(f, Received)]
        assert any(isinstance(f, Unreadable) and "--pages" in f.why for f in found) == left
        visits |= web.visits
        web.close()
    assert sorted(taken) == [f"Izium fell, {n}" for n in range(5)]


def test_a_page_that_is_down_once_is_fetched_the_next_time(site: str) -> None:
    visits: dict[str, Visit] = {}
    for words in ("503", "entered Kupiansk"):
        web = Fetcher(
            known=lambda u: visits.get(u, Visit()), private=True, pause=0.0, sleep=lambda _: None
        )
        (found,) = _all(f"{site}/teaser", web)
        assert words in (found.why if isinstance(found, Unreadable) else found.document.text)
        visits |= web.visits
        web.close()


def test_a_long_list_without_dates_is_got_through(site: str) -> None:
    visits: dict[str, Visit] = {}
    taken: set[str] = set()
    for _ in range(3):
        web = Fetcher(known=lambda u: visits.get(u, Visit()), private=True, pause=0.0, pages=2)
        taken |= {
            f.document.url for f in _all(f"{site}/undated.xml", web) if isinstance(f, Received)
        }
        visits |= web.visits
        web.close()
    assert taken == {f"{site}/text{n}" for n in range(5)}


def test_a_list_that_is_gone_does_not_stop_the_others(site: str, web: Fetcher) -> None:
    gone, *pages = _all(f"{site}/index.xml", web)
    assert isinstance(gone, Unreadable)
    assert "404" in gone.why
    assert len([p for p in pages if isinstance(p, Received)]) == 2
    assert f"{site}/index.xml" not in web.visits


def test_a_feed_in_a_feed_is_no_page(site: str, web: Fetcher) -> None:
    (found,) = _all(f"{site}/nested", web)
    assert isinstance(found, Unreadable)
    assert "give its address itself" in found.why


def test_an_answer_that_drips_is_cut(
    site: str, web: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fogline.documents.fetcher.TOTAL_SECONDS", 0.5)
    start = time.monotonic()
    (found,) = _all(f"{site}/drip", web)
    assert isinstance(found, Unreadable)
    assert "not all there" in found.why
    assert time.monotonic() - start < 3


def test_rules_that_can_not_be_unpacked_are_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    web = Fetcher(private=True, pause=0.0, sleep=lambda _: None)
    packed = gzip.compress(b"User-agent: *")[:-12] + b"\x00"
    told = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
    asked: list[str] = []

    def request(url: str, *_: object) -> tuple[int, dict[str, str], bytes]:
        asked.append(url)
        return 200, told, packed

    monkeypatch.setattr(web, "request", request)
    for path in ("/a", "/b"):
        (found,) = _all(f"http://127.0.0.1:9{path}", web)
        assert isinstance(found, Unreadable)
        assert "its robots.txt can't be had: its gzip packing is damaged" in found.why
    assert asked == ["http://127.0.0.1:9/robots.txt"]
    web.close()


def test_a_dead_host_is_asked_once(site: str) -> None:
    waits: list[float] = []
    web = Fetcher(private=True, pause=0.0, sleep=waits.append)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{probe.getsockname()[1]}"
    for path in ("/a", "/b"):
        (found,) = _all(dead + path, web)
        assert isinstance(found, Unreadable)
        assert "no answer" in found.why
    assert list(web._robots) == [dead]
    web.close()


def test_private_addresses_are_refused(site: str) -> None:
    web = Fetcher(pause=0.0)
    (found,) = _all(f"{site}/page", web)
    assert isinstance(found, Unreadable)
    assert (
        "127.0.0.1 is an address of a private network; allow it with --allow-private" in found.why
    )
    assert not _Site.asked
    web.close()


@pytest.mark.parametrize("url", ["http://", "http://:80/", "http://x:99999/", "https://user@:1/"])
def test_addresses_that_are_none(url: str, web: Fetcher) -> None:
    (found,) = _all(url, web)
    assert isinstance(found, Unreadable)


@given(st.ip_addresses(v=4))
def test_an_address_that_carries_another_is_as_private(address: Any) -> None:
    public = address.is_global and not address.is_multicast
    assert is_public(str(address)) == public
    number = int(address)
    for carrier in (
        f"::ffff:{address}",
        str(IPv6Address((0x2002 << 112) | (number << 80))),
        str(IPv6Address((0x64FF9B << 96) | number)),
    ):
        assert public or not is_public(carrier)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "fe80::1%eth0",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "::7f00:1",
        "64:ff9b:1::7f00:1",
        "64:ff9b:1:fffe::1",
        "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "fec0::1",
        "feff::1",
        "3fff::1",
        "4000::1",
        "ff02::1",
        "::1",
    ],
)
def test_private_in_disguise(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["2a00:1450::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)

"""Fetches pages politely.

It asks robots.txt (RFC 9309), sends one request at a time with a pause for each host, sends
validators back, waits for busy servers, and keeps limits of time and size.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from protego import Protego
from urllib3.exceptions import HTTPError

from fogline.documents.connections import Connections, pool_manager, private_address, shut_down
from fogline.documents.errors import DocumentError, TemporaryError
from fogline.documents.fetched_page import FetchedPage, page_of, unpacked
from fogline.documents.format import MAX_BYTES
from fogline.model import Visit
from fogline.version import VERSION

AGENT = f"fogline/{VERSION} (reads public reports; one request at a time)"
# RFC 9309 asks for at least 500 kibibytes of a robots.txt.
MAX_ROBOTS = 512_000
# Seconds: for one answer to begin, for all of it, between requests to a host, and the longest wait
# that a server may ask for.
ANSWER_SECONDS, TOTAL_SECONDS, PAUSE_SECONDS, LONGEST_WAIT = 20.0, 60.0, 1.0, 120.0
# Requests to a busy server, and redirections followed (RFC 9309 asks for five of a robots.txt).
TRIES, REDIRECTIONS = 3, 5
# Seconds for which a robots.txt may be kept: RFC 9309, 2.4, asks for no more than a day.
ROBOTS_SECONDS = 86_400.0
# Bytes taken from a connection at once.
_CHUNK = 65_536
# A number of seconds with this many digits is years, and read as no number.
_LONG_WAIT_DIGITS = 9
_BUSY = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass
class Fetcher:
    """Fetches the pages of one run, or of one after the other, each begun with :meth:`begin`.

    ``known`` gives earlier visits; ``visits`` collects those of this run, to be kept when its
    documents are. ``waits`` says which pages of a list are not to be asked for yet. ``private``
    allows addresses of private networks; ``pages`` limits how many pages one feed or sitemap may
    bring. ``sleep`` and ``clock`` count seconds.
    """

    known: Callable[[str], Visit] = lambda _: Visit()
    private: bool = False
    pages: int = 500
    pause: float = PAUSE_SECONDS
    visits: dict[str, Visit] = field(default_factory=dict)
    sleep: Callable[[float], None] = time.sleep
    waits: Callable[[str], bool] = lambda _: False
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        timeout = urllib3.Timeout(connect=ANSWER_SECONDS, read=ANSWER_SECONDS)
        self._live: Connections = Connections()
        self._pools = pool_manager(
            self._live,
            private=self.private,
            timeout=timeout,
            retries=False,
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
        )
        self._robots: dict[str, Protego | str] = {}
        self._robots_asked: dict[str, float] = {}
        self._next: dict[str, float] = {}

    def begin(self) -> None:
        """Begin another run: forget the visits of the last one, and what robots.txt said where
        that is a day old or was no answer.
        """
        self.visits.clear()
        fresh = self.clock() - ROBOTS_SECONDS
        for site, rules in list(self._robots.items()):
            if isinstance(rules, str) or self._robots_asked[site] <= fresh:
                del self._robots[site], self._robots_asked[site]

    def close(self) -> None:
        """Close the connections."""
        self._pools.clear()

    def get(self, url: str, *, anew: bool = False) -> FetchedPage:
        """Fetch an address.

        A page that has not changed since the known visit comes without its body, unless ``anew``.

        Raises:
            DocumentError: refused by robots.txt or by the server, a private address, too large,
                too slow, or no answer.
        """
        visit = Visit() if anew else self.known(url)
        asked = {
            k: v
            for k, v in (("If-None-Match", visit.etag), ("If-Modified-Since", visit.modified))
            if v
        }
        at = url
        for _ in range(REDIRECTIONS + 1):
            _allowed_url(at)
            self._heed_robots(at)
            status, headers, raw = self._patiently(at, asked, MAX_BYTES)
            if status in _MOVED and headers.get("Location"):
                at = _joined(at, headers["Location"])
                continue
            if status != 200 and not (status == 304 and asked):
                passing = status >= 500 or status in _BUSY or status == 304
                kind = TemporaryError if passing else DocumentError
                raise kind(f"the server answers {status}", where=at)
            return page_of(at, headers, raw, unchanged=status == 304)
        raise DocumentError(f"more than {REDIRECTIONS} redirections", where=url)

    def remember(self, url: str, page: FetchedPage, stamp: str = "") -> None:
        """Note the validators of an answer under the address that was asked for."""
        self.visits[url] = Visit(page.header("ETag"), page.header("Last-Modified"), stamp)

    def _heed_robots(self, url: str) -> None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(site)
            self._robots_asked[site] = self.clock()
        rules = self._robots[site]
        if isinstance(rules, str):
            raise TemporaryError(rules, where=url)
        if not rules.can_fetch(url, "fogline"):
            why = "its robots.txt asks programs not to read it"
            advice = "save the page from a browser and add the file"
            raise DocumentError(f"{why}; {advice}", where=url)

    def _rules(self, site: str) -> Protego | str:
        """A site's robots.txt, or why nothing of the site can be read.

        Without an answer everything is forbidden (RFC 9309, 2.3.1.4).
        """
        url = f"{site}/robots.txt"
        try:
            for _ in range(REDIRECTIONS + 1):
                status, headers, raw = self._patiently(url, {}, MAX_ROBOTS)
                if status in _MOVED and headers.get("Location"):
                    url = _joined(url, headers["Location"])
                    _allowed_url(url)
                    continue
                break
            text = unpacked(headers, raw).decode("utf-8", "replace") if status == 200 else ""
        except DocumentError as error:
            return f"its robots.txt can't be had: {error.beside(url)}"
        if status in _BUSY:
            return f"the server answers {status} for its robots.txt, so nothing may be read"
        rules = Protego.parse(text)
        self._next[f"{urlsplit(site).hostname} pause"] = min(
            float(rules.crawl_delay("fogline") or 0), LONGEST_WAIT
        )
        return rules

    def _patiently(
        self, url: str, asked: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request, repeated with growing pauses while the server is busy."""
        for n in range(TRIES):
            status, headers, raw = self._once(url, asked, limit)
            if status not in _BUSY or n == TRIES - 1:
                break
            self.sleep(
                min(_retry_after(headers.get("Retry-After", "")) or 2.0 ** (n + 1), LONGEST_WAIT)
            )
        return status, headers, raw

    def _once(
        self, url: str, asked: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        host = urlsplit(url).hostname or ""
        wait = self._next.get(host, 0.0) - self.clock()
        if wait > 0:
            self.sleep(wait)
        try:
            return self.request(url, asked, limit)
        finally:
            self._next[host] = self.clock() + max(self.pause, self._next.get(f"{host} pause", 0.0))

    def request(
        self, url: str, asked: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request and its answer: status, headers and the body, packed as it was sent.

        Raises:
            TemporaryError: no answer, or not all of it in time.
            DocumentError: a private address, or a body of more than ``limit`` bytes.
        """
        late = threading.Event()
        timer = threading.Timer(TOTAL_SECONDS, shut_down, [self._live, late])
        timer.start()
        try:
            answer = self._pools.request(
                "GET",
                url,
                headers={**self._pools.headers, **asked},
                preload_content=False,
                redirect=False,
                retries=False,
            )
            try:
                body = _body(answer, url, limit)
            finally:
                answer.drain_conn() if answer.status == 304 else answer.close()
            if late.is_set():
                raise OSError("cut")  # a cut in the middle of the headers passes for their end
            return answer.status, answer.headers, body
        except (HTTPError, OSError, ValueError) as error:
            inside = private_address(error)
            if inside:
                why = f"{inside} is an address of a private network; allow it with --allow-private"
                raise DocumentError(why, where=url) from error
            late_why = f"not all there after {TOTAL_SECONDS:.0f} s"
            why = late_why if late.is_set() else _reason(error)
            raise TemporaryError(f"no answer ({why})", where=url) from error
        finally:
            timer.cancel()


def _body(answer: Any, url: str, limit: int) -> bytes:
    if answer.status != 200:
        return b""
    length = str(answer.headers.get("Content-Length", ""))
    if length.isdecimal() and int(length) > limit:
        raise DocumentError(f"{int(length):,} bytes; one document may have {limit:,}", where=url)
    parts, size = [], 0
    while chunk := answer.read1(_CHUNK, decode_content=False):
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            why = f"more than {limit:,} bytes, the limit of one document"
            raise DocumentError(why, where=url)
    if length.isdecimal() and size < int(length):
        raise TemporaryError(f"cut short, {size:,} of {int(length):,} bytes", where=url)
    return b"".join(parts)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        why = f"it leads to {location!r}, which is no address"
        raise DocumentError(why, where=url) from error


def _allowed_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        fit = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fit = False
    if not fit:
        advice = "give http://... or https://..."
        raise DocumentError("not an address that can be fetched", advice, where=url)


def _retry_after(value: str) -> float:
    if value.isdecimal() and len(value) < _LONG_WAIT_DIGITS:
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _reason(error: Exception) -> str:
    text = str(error.__cause__ or error).split("object at")[-1]
    return text.split(": ", 1)[-1][:120] or type(error).__name__

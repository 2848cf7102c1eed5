"""A watch in simulated time, over a web of a few lines, for the tests of this room."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from fogline.documents import Fetcher
from fogline.documents.errors import TemporaryError
from fogline.ledger import Ledger
from fogline.model import Document, Reading
from fogline.reading import Reader, ReadingError
from fogline.theatre import load
from fogline.watch import Watcher, read_sources

UKRAINE = load("ukraine")
FEED = "http://news.example/feed"
Answer = tuple[int, Mapping[str, str], bytes]


class Stand(Reader):
    """Finds nothing, and refuses what says that it must."""

    name, version, fingerprint, languages = "stand", "stand 1", "stand-1", ("en",)

    def __init__(self, refused: str = "") -> None:
        self.refused, self.texts = refused, list[str]()

    def read(self, document: Document) -> Reading:
        if self.refused and self.refused in document.text:
            raise ReadingError(document.id, "refused", "change it")
        self.texts.append(document.text)
        return Reading(document, (), (), (), (), self.version)


@dataclass
class SimulatedClock:
    """Time passes when somebody waits; ``ahead`` is how far the clock on the wall is off."""

    passed: float = 0.0
    ahead: float = 0.0
    each: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return datetime(2022, 9, 10, tzinfo=UTC) + timedelta(seconds=self.passed + self.ahead)

    def seconds(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += seconds
        self.each()


@dataclass
class Site:
    """Answers by address; a callable makes one anew each time."""

    answers: dict[str, str | bytes | int | Exception | Callable[[], str | int | Exception]]
    clock: SimulatedClock
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)

    def fetcher(self) -> Fetcher:
        site = self

        class Simulated(Fetcher):
            def request(self, url: str, asked: Mapping[str, str], limit: int) -> Answer:
                return site.answer(url, dict(asked))

        return Simulated()

    def answer(self, url: str, asked: dict[str, str]) -> Answer:
        if urlsplit(url).path == "/robots.txt":
            return 404, {}, b""
        self.asked.append((url, self.clock.passed, asked))
        found = self.answers.get(url, 404)
        found = found() if callable(found) else found
        if isinstance(found, Exception):
            raise found
        if isinstance(found, int):
            return found, {}, b""
        tag = str(hash(found))
        if asked.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        if isinstance(found, bytes):
            return 200, {"ETag": tag, "Content-Type": "application/pdf"}, found
        page = "text/html" if found.startswith("<html") else "text/plain"
        media = "application/xml" if found.startswith(("<rss", "<urlset")) else page
        return 200, {"ETag": tag, "Content-Type": media}, found.encode()

    def times(self, url: str) -> list[float]:
        """When an address was asked for."""
        return [at for asked, at, _ in self.asked if asked == url]


def feed(*numbers: int, host: str = "news.example", words: bool = False) -> str:
    """A feed of items, each with a page, or with words of its own."""
    items = "".join(
        f'<item><guid isPermaLink="false">g{n}</guid><title>Item {n}</title>'
        + (
            f"<description>Words of item {n}.</description>"
            if words
            else f"<link>http://{host}/{n}</link>"
        )
        + f"<pubDate>Sat, 10 Sep 2022 08:{n:02d}:00 +0300</pubDate></item>"
        for n in reversed(numbers)
    )
    return f"<rss><channel><title>News</title>{items}</channel></rss>"


def pages(*numbers: int, host: str = "news.example") -> dict[str, str]:
    """Pages by their addresses."""
    return {f"http://{host}/{n}": f"Page {n}: Russian forces shelled Izium." for n in numbers}


def timed_out() -> Exception:
    return TemporaryError("no answer (timed out)")


@dataclass
class Bench:
    """Makes watchers of one ledger, one after the other."""

    folder: Path
    ledger: Ledger
    clock: SimulatedClock
    reader: Stand = field(default_factory=Stand)
    site: Site = field(init=False)

    def __post_init__(self) -> None:
        self.site = Site({}, self.clock)

    def watcher(self, file: str) -> Watcher:
        path = self.folder / "sources.toml"
        path.write_text(file, encoding="utf-8")
        return Watcher(
            self.ledger, read_sources(path), UKRAINE, self.reader, UKRAINE, self.site.fetcher(),
            self.clock, random.Random(1),
        )  # fmt: skip

    def texts(self) -> list[str]:
        """The texts of all documents, in order; one that is there twice is there twice."""
        with self.ledger._engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT text FROM documents ORDER BY text").all()
        return [str(row[0]) for row in rows]

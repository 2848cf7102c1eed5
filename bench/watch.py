"""A day of `fogline watch` in simulated time: nothing lost, nothing twice, flat memory.

Feeds, a sitemap, a folder and a re-exported channel bring items all day. Servers time out, answer
500, send broken XML, half feeds and pages in place of feeds; they are down for half an hour now and
then; the clock is put forward and back; the watch is killed and started again. The reader is a
stand-in that finds nothing: it is the watch that is tried here.

python bench/watch.py --items 10000 --hours 24
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import heapq
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from fogline.documents import Fetcher
from fogline.documents.errors import TemporaryError
from fogline.ledger import open_ledger
from fogline.model import Document, Reading
from fogline.reading import Reader
from fogline.reading.limits import Limits
from fogline.theatre import load
from fogline.watch import Watcher, read_sources
from fogline.watch.cycle import Cycle

THEATRE = load("ukraine")
START = datetime(2022, 9, 1, tzinfo=UTC)
# Sites that publish, and how many of the items each kind of source brings.
FEEDS_OF_PAGES, FEEDS_OF_TEXTS = 3, 2
SHARES = {"pages": 0.35, "texts": 0.25, "map": 0.1, "files": 0.15, "export": 0.15}
# What a feed lists, how often an answer is a fault, and how long a server is down, in seconds.
LISTED, FAULTY, DOWN_SECONDS = 200, 0.06, 1_800.0
REEXPORT_SECONDS, HALF_SECONDS = 7_200.0, 12.0
# When the clock is put forward or back, in hours since the start, and by how many seconds.
JUMPS = {5.0: 3 * 3_600.0, 11.0: -5 * 3_600.0, 16.5: 40.0, 19.0: 2 * 86_400.0}
KILLS_A_DAY, DEADLY, QUIET_HOURS = 24, 0.3, 6.0
HOUR = 3_600.0
# From the first hour to the last: SQLite keeps up to 64 MB of the database at hand, which grows.
GROWN_MB, GROWN_BLOCKS = 64.0, 1.1


class Killed(BaseException):
    """The end of a process without any clearing up."""


class Stand(Reader):
    """A reader that finds nothing."""

    name, version, fingerprint, languages = "stand", "stand 1", "stand-1", ("en",)
    limits = Limits(near_copies=False)

    def __init__(self) -> None:
        self.world: World | None = None

    def read(self, document: Document) -> Reading:
        if self.world and self.world.kill and self.world.chance.random() < DEADLY:
            self.world.kill = False
            raise Killed
        return Reading(document, (), (), (), (), self.version)


@dataclass
class SimulatedClock:
    """Time that passes only when somebody waits; ``events`` happen meanwhile, in their order."""

    passed: float = 0.0
    ahead: float = 0.0
    events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed + self.ahead)

    def seconds(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        end = self.passed + seconds
        while self.events and self.events[0][0] <= end:
            at, _, happen = heapq.heappop(self.events)
            self.passed = max(self.passed, at)
            happen()
        self.passed = max(self.passed, end)

    def at(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self.events, (seconds, next(self.numbers), happen))


@dataclass
class World:
    """What is published when, and how it is served; ``expected`` are all texts by their mark."""

    items: int
    hours: float
    folder: Path
    chance: random.Random
    clock: SimulatedClock
    expected: set[str] = field(default_factory=set)
    lists: dict[str, list[tuple[float, int, str]]] = field(default_factory=dict)
    messages: list[dict[str, object]] = field(default_factory=list)
    down: dict[str, float] = field(default_factory=dict)
    kill: bool = False
    faults: Counter[str] = field(default_factory=Counter)

    def plan(self) -> None:
        """Lay out the day: items, exports, outages, jumps of the clock and kills."""
        day = self.hours * HOUR
        for kind, share in SHARES.items():
            for n in range(round(self.items * share)):
                self.clock.at(self.chance.uniform(0, day), partial(self.publish, kind, n))
        for k in range(1, int(day / REEXPORT_SECONDS) + 1):
            self.clock.at(k * REEXPORT_SECONDS, self.export)
        self.clock.at(day + HOUR, self.export)
        for hours, seconds in JUMPS.items():
            self.clock.at(hours / 24 * day, partial(self.jump, seconds))
        for _ in range(round(KILLS_A_DAY * self.hours / 24)):
            self.clock.at(self.chance.uniform(0, day), self.doom)
        for host in self.hosts():
            for _ in range(3):
                self.clock.at(self.chance.uniform(0, day), partial(self.fail, host))

    def hosts(self) -> list[str]:
        pages = [f"pages{k}.example" for k in range(FEEDS_OF_PAGES)]
        return [*pages, *(f"texts{k}.example" for k in range(FEEDS_OF_TEXTS)), "map.example"]

    def jump(self, seconds: float) -> None:
        self.clock.ahead += seconds

    def doom(self) -> None:
        self.kill = True

    def fail(self, host: str) -> None:
        self.down[host] = self.clock.passed + DOWN_SECONDS

    def publish(self, kind: str, n: int) -> None:
        """One item comes out."""
        text = f"item-{kind}-{n}: Russian forces shelled Izium, and the river rose by {n} cm."
        at = self.clock.passed
        if kind != "export":  # a message that is edited before it is exported is not seen as it was
            self.expected.add(text)
        if kind == "files":
            line = json.dumps({"id": f"f{n}", "text": text, "published": _stamp(at)}) + "\n"
            self.write(self.folder / "files" / f"{n // 100}" / f"f{n}.jsonl", line)
        elif kind == "export":
            moment = START + timedelta(seconds=at)
            stamp = str(int(moment.timestamp()))
            self.messages.append({"id": n, "type": "message", "date_unixtime": stamp, "text": text})
        else:
            count = {"pages": FEEDS_OF_PAGES, "texts": FEEDS_OF_TEXTS}.get(kind)
            host = f"{kind}{n % count if count else ''}.example"
            self.lists.setdefault(host, []).append((at, n, text))

    def export(self) -> None:
        """The channel is exported again, with one message edited."""
        if self.messages:
            one = self.chance.choice(self.messages)
            one["text"] = f"{one['text']} (edited at {self.clock.passed:.0f})"
            self.expected.update(str(m["text"]) for m in self.messages)
        whole = json.dumps({"name": "channel", "type": "public_channel", "messages": self.messages})
        self.write(self.folder / "export" / "result.json", whole)

    def write(self, path: Path, words: str) -> None:
        """A file comes in two parts, some seconds apart."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.put(path, words[: len(words) // 2])
        self.clock.at(self.clock.passed + HALF_SECONDS, partial(self.put, path, words))

    def put(self, path: Path, words: str) -> None:
        path.write_text(words, encoding="utf-8")
        moment = self.clock.now().timestamp()
        os.utime(path, (moment, moment))

    def list_of(self, host: str) -> bytes:
        """What a feed or the sitemap says now."""
        newest = sorted(self.lists.get(host, ()), reverse=True)[:LISTED]
        if host == "map.example":
            rows = (
                f"<url><loc>http://{host}/{n}</loc><lastmod>{_stamp(at)}</lastmod></url>"
                for at, n, _ in newest
            )
            return f"<urlset>{''.join(rows)}</urlset>".encode()
        rows = (_entry(host, at, n, text) for at, n, text in newest)
        return f"<rss><channel><title>{host}</title>{''.join(rows)}</channel></rss>".encode()


def _entry(host: str, at: float, n: int, text: str) -> str:
    moment = format_datetime(START + timedelta(seconds=at))
    body = (
        f"<link>http://{host}/{n}</link>"
        if host.startswith("pages")
        else f"<description>{text}</description>"
    )
    guid = f'<guid isPermaLink="false">{host}:{n}</guid>'
    return f"<item>{guid}<title>Item {n}</title>{body}<pubDate>{moment}</pubDate></item>"


def _stamp(at: float) -> str:
    return (START + timedelta(seconds=at)).isoformat()


class SimulatedWeb(Fetcher):
    """Answers requests from the world, with its faults."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.asked: dict[str, list[float]] = defaultdict(list)

    def request(
        self, url: str, asked: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        world, parts = self.world, urlsplit(url)
        host, path = parts.hostname or "", parts.path
        self.asked[host].append(world.clock.passed)
        world.clock.sleep(0.2)
        if world.kill:
            world.kill = False
            raise Killed
        if path == "/robots.txt":
            return 404, {}, b""
        if world.down.get(host, 0.0) > world.clock.passed:
            return self.fault(url, world.chance.choice(("time-out", "500", "503")), b"")
        raw = world.list_of(host) if path == "/list" else self.page(host, path)
        if world.chance.random() < FAULTY and world.clock.passed < world.hours * HOUR:
            kinds = ("time-out", "500") + ("cut", "garbled", "page") * (path == "/list")
            return self.fault(url, world.chance.choice(kinds), raw)
        tag = hashlib.sha256(raw).hexdigest()[:12]
        if asked.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        media = "application/xml" if path == "/list" else "text/plain"
        return 200, {"Content-Type": media, "ETag": tag}, raw

    def page(self, host: str, path: str) -> bytes:
        number = int(path.strip("/"))
        return next(t for _, n, t in self.world.lists[host] if n == number).encode()

    def fault(self, url: str, kind: str, raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
        self.world.faults[kind] += 1
        if kind == "time-out":
            self.world.clock.sleep(20.0)
            raise TemporaryError("no answer (timed out)", where=url)
        if kind in {"500", "503"}:
            return int(kind), {}, b""
        if kind == "page":
            return 200, {"Content-Type": "text/html"}, b"<html><p>We are at work here.</p></html>"
        if kind == "cut":
            return 200, {"ETag": "cut"}, raw[: len(raw) * 2 // 3]
        return 200, {"ETag": "odd"}, raw.replace(b"</description>", b"", 1).replace(b"</", b"<", 1)


SOURCES = """
[watch]
every = "30 min"
folders_every = "10 min"
[[publisher]]
name = "Pages"
feeds = [{pages}]
[[publisher]]
name = "Texts"
feeds = [{texts}]
sitemaps = ["http://map.example/list"]
[[publisher]]
name = "Files"
folders = ["files"]
exports = ["export"]
"""


def sources_file(world: World) -> Path:
    for name in ("files", "export"):
        (world.folder / name).mkdir()
    hosts = [f'"http://{h}/list"' for h in world.hosts()]
    pages, texts = hosts[:FEEDS_OF_PAGES], hosts[FEEDS_OF_PAGES:-1]
    path = world.folder / "sources.toml"
    path.write_text(SOURCES.format(pages=", ".join(pages), texts=", ".join(texts)))
    return path


def memory() -> tuple[float, int]:
    """Resident memory in MB, and the blocks that Python holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, sys.getallocatedblocks()


def soak(world: World) -> tuple[list[tuple[float, float, int]], SimulatedWeb, int, int]:
    """Watch until the day and some quiet hours are over; gives the memory by hour."""
    ledger, reader = str(world.folder / "war.db"), Stand()
    samples: list[tuple[float, float, int]] = []
    web, cycles, kills = SimulatedWeb(world), 0, 0
    end = (world.hours + QUIET_HOURS) * HOUR
    for hour in range(1, int(world.hours) + 1):
        sample = partial(lambda h: samples.append((h, *memory())), float(hour))
        world.clock.at(hour * HOUR, sample)
    while world.clock.passed < end:
        with open_ledger(ledger, create=True) as book:
            found = read_sources(world.folder / "sources.toml")
            watcher = Watcher(book, found, THEATRE, reader, None, web, world.clock, world.chance)

            def say(cycle: Cycle, watcher: Watcher = watcher) -> None:
                nonlocal cycles
                cycles += 1
                if world.clock.passed >= end:
                    watcher.stop()

            reader.world = world
            try:
                with watcher:
                    watcher.run(say)
            except Killed:
                kills += 1
    return samples, web, cycles, kills


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--items", type=int, default=10_000)
    options.add_argument("--hours", type=float, default=24.0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(given.seed)
        world = World(given.items, given.hours, Path(folder), chance, SimulatedClock())
        world.plan()
        sources_file(world)
        samples, web, cycles, kills = soak(world)
        with open_ledger(str(Path(folder) / "war.db")) as book:
            flaws = book.verify().flaws
            with book._engine.connect() as connection:
                rows = connection.exec_driver_sql("SELECT text FROM documents").all()
    kept = Counter(str(r[0]) for r in rows)
    lost, foreign = world.expected - kept.keys(), kept.keys() - world.expected
    twice = [t for t, n in kept.items() if n > 1]
    least = min((b - a for times in web.asked.values() for a, b in pairwise(times)), default=0.0)
    print(
        f"{len(world.expected):,} items in {given.hours:g} simulated hours, {cycles:,} cycles, "
        f"{kills} kills, {time.perf_counter() - begun:.0f} s"
    )
    print(f"faults: {', '.join(f'{n} {k}' for k, n in sorted(world.faults.items()))}")
    requests = sum(len(times) for times in web.asked.values())
    print(f"requests {requests:,}, the closest two to one host {least:.2f} s apart")
    print(f"lost {len(lost)}, twice {len(twice)}, foreign {len(foreign)}, {flaws or 'verifies'}")
    for text in [*sorted(lost)[:5], *sorted(foreign)[:5], *twice[:5]]:
        print(f"  {text[:150]}")
    for hour, resident, blocks in (samples[0], samples[len(samples) // 2], samples[-1]):
        print(f"hour {hour:.0f}: {resident:.0f} MB resident, {blocks:,} blocks")
    grown = samples[-1][1] - samples[0][1], samples[-1][2] / samples[0][2]
    flat = grown[0] < GROWN_MB and grown[1] < GROWN_BLOCKS
    print(
        f"memory {'flat' if flat else 'grows'}: {grown[0]:+.0f} MB from the first hour to the last"
    )
    return int(bool(lost or twice or foreign or flaws or not flat))


if __name__ == "__main__":
    sys.exit(main())

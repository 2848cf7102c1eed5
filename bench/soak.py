"""Watch, serve and readers beside each other through bad days: nothing lost, and all flat.

`fogline watch` takes in what comes into a folder and a feed while `fogline serve` answers two
clients. Meanwhile the watch and now and then the server are killed, the feed's host fails, and the
disk that holds the ledger, a small tmpfs where this user may mount one, is filled for some seconds.
In the end every text is kept once, the ledger verifies, and from the second third to the last
neither memory nor open files nor threads of the server have grown. (The clock put forward and back,
and a whole day: `watch.py`, in simulated time.)

python bench/soak.py --minutes 20
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from fogline.ledger import open_ledger

# Seconds between texts, samples, and the events of the day; how long the disk stays full, and the
# feed's host silent; what may grow.
TEXT, SAMPLE, KILL, KILL_SERVER, FILL, DOWN = 2.0, 5.0, 60.0, 240.0, 150.0, 100.0
FULL, SILENT, SETTLED = 8, 15, 300.0
DISK_MB, GROWN_MB, GROWN = 256, 24.0, 2
TOWNS = ("Izium", "Kupiansk", "Balakliia", "Lyman", "Bakhmut", "Lysychansk", "Kherson", "Vuhledar")
ASKED = (
    "/api/v1/war",
    "/api/v1/claims?limit=50",
    "/api/v1/front?day=2022-06-01",
    "/api/v1/places",
    "/",
)


@dataclass
class World:
    """What has come out so far, and what went wrong on purpose."""

    folder: Path
    chance: random.Random
    texts: list[tuple[datetime, str]] = field(default_factory=list)
    feed: list[tuple[datetime, int, str]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)
    ended: Event = field(default_factory=Event)
    silent: float = 0.0

    def publish(self) -> None:
        """One text comes out: into the folder, or every fourth time into the feed."""
        n, now = len(self.texts), datetime.now(UTC)
        town, day = self.chance.choice(TOWNS), date(2022, 3, 1) + timedelta(n % 180)
        text = f"Item {n}: Russian forces shelled {town} on {day:%B} {day.day}, officials said."
        with self.lock:
            self.texts.append((now, text))
            if n % 4 == 0:
                self.feed.append((now, n, text))
                return
        line = {"id": f"soak-{n}", "text": text, "source": "Soak", "published": str(day)}
        part = self.folder / "in" / f".{n}.jsonl"
        part.write_text(json.dumps(line) + "\n")
        part.rename(self.folder / "in" / f"{n}.jsonl")

    def rss(self) -> bytes:
        """The feed as it is now."""
        with self.lock:
            items = "".join(
                f'<item><guid isPermaLink="false">{n}</guid><title>Item {n}</title>'
                f"<description>{text}</description><pubDate>{format_datetime(at)}</pubDate></item>"
                for at, n, text in self.feed
            )
        return f"<rss><channel><title>Soak</title>{items}</channel></rss>".encode()


@contextmanager
def small_disk(path: Path) -> Iterator[bool]:
    """A disk of its own for the ledger, where this user may mount one."""
    path.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "fogline-soak", str(path)]
    mounted = os.getuid() == 0 and subprocess.run(words, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(path)], check=False)


@contextmanager
def web(world: World) -> Iterator[int]:
    """The feed's host; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            silent = time.monotonic() < world.silent
            body = b"" if silent or self.path != "/feed.xml" else world.rss()
            self.send_response(503 if silent else 200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


class Process:
    """A command that is started again when it ends."""

    def __init__(self, world: World, name: str, *words: str) -> None:
        self.world, self.name, self.words = world, name, words
        self.log = (world.folder / f"{name}.log").open("ab")
        self.samples: list[tuple[float, int, int]] = []
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "fogline", *self.words]
        self.now = subprocess.Popen(command, stdout=self.log, stderr=self.log)

    def keep_up(self) -> None:
        if self.now.poll() is not None:
            self.world.told[f"{self.name} ended ({self.now.returncode})"] += 1
            self.start()

    def kill(self) -> None:
        self.now.kill()
        self.now.wait()
        self.world.told[f"{self.name} killed"] += 1
        self.start()

    def stop(self) -> int:
        self.now.send_signal(signal.SIGTERM)
        return self.now.wait(SETTLED)

    def sample(self) -> None:
        """Resident memory in MB, open files, threads."""
        at = Path(f"/proc/{self.now.pid}")
        with suppress(OSError, IndexError, StopIteration):
            pages = int((at / "statm").read_text().split()[1])
            status = (at / "status").read_text().splitlines()
            threads = int(next(s for s in status if s.startswith("Threads")).split()[1])
            files = len(list((at / "fd").iterdir()))
            self.samples.append((pages * os.sysconf("SC_PAGE_SIZE") / 1e6, files, threads))


def ask(world: World, port: int) -> None:
    """A client that asks all the time, and counts what it is told."""
    while not world.ended.is_set():
        path = world.chance.choice(ASKED)
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                answer.read()
                world.told[f"answers {answer.status}"] += 1
        except HTTPError as error:
            world.told[f"answers {error.code}"] += 1
        except (URLError, OSError):
            world.told["no answer"] += 1
            world.ended.wait(1)
        world.ended.wait(0.1)


def fill(world: World, disk: Path) -> None:
    """Leave no room on the disk for some seconds."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(bytes(1 << 20))
            file.flush()
    world.told["disk full"] += 1
    world.ended.wait(FULL)
    ballast.unlink()


def day(world: World, minutes: float, port: int, disk: Path, mounted: bool) -> Process:
    """The day's events, one after the other; gives the server."""
    ledger = str(disk / "war.db")
    watch = Process(world, "watch", "watch", str(world.folder / "sources.toml"), "--ledger", ledger,
                    "--reader", "linear", "--workers", "1", "--allow-private")  # fmt: skip
    while not Path(ledger).exists():
        time.sleep(1)
    serve = Process(world, "serve", "serve", "--ledger", ledger, "--port", str(port), "--theatre",
                    "ukraine", "--cache", str(world.folder / "cache"))  # fmt: skip
    for _ in range(2):
        Thread(target=ask, args=(world, port), daemon=True).start()

    def silence() -> None:
        world.silent = time.monotonic() + SILENT
        world.told["feed silent"] += 1

    def sample() -> None:
        for process in (watch, serve):
            process.keep_up()
            process.sample()

    events: list[tuple[float, Callable[[], None]]] = [
        (TEXT, world.publish), (SAMPLE, sample), (KILL, watch.kill), (DOWN, silence),
        (KILL_SERVER, serve.kill),
    ]  # fmt: skip
    if mounted:
        events.append((FILL, lambda: fill(world, disk)))
    begun, due = time.monotonic(), {k: every for k, (every, _) in enumerate(events)}
    while (passed := time.monotonic() - begun) < minutes * 60:
        for k, (every, happen) in enumerate(events):
            if passed >= due[k]:
                due[k] += every
                happen()
        time.sleep(0.2)
    settle(world, ledger)
    world.ended.set()
    for process in (watch, serve):
        world.told[f"{process.name} stopped with {process.stop()}"] += 1
    return serve


def settle(world: World, ledger: str) -> None:
    """Wait until all is read, or for some minutes."""
    end = time.monotonic() + SETTLED
    while time.monotonic() < end and len(kept(ledger)) < len(world.texts):
        time.sleep(2)


def kept(ledger: str) -> Counter[str]:
    """The texts that the ledger has, and how often."""
    with open_ledger(ledger) as book, book._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT text FROM documents").all()
    return Counter(str(r[0]).split("\n")[-1] for r in rows)


def flat(samples: list[tuple[float, int, int]]) -> bool:
    """Print what was held, and tell whether the last third is as the one before."""
    third = len(samples) // 3
    good = True
    for k, (name, most) in enumerate((("MB", GROWN_MB), ("files", GROWN), ("threads", GROWN))):
        first, last = (
            statistics.median(s[k] for s in part)
            for part in (samples[third : 2 * third], samples[2 * third :])
        )
        good &= last - first <= most
        print(f"server: {name} {first:.0f} in the second third, {last:.0f} in the last")
    return good


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=20.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--port", type=int, default=8765)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = World(folder, random.Random(given.seed))
        (folder / "in").mkdir()
        with small_disk(folder / "disk") as mounted, web(world) as port:
            (folder / "sources.toml").write_text(
                '[watch]\nevery = "1 min"\nfolders_every = "5 s"\nsettle = "1 s"\n'
                f'[[publisher]]\nname = "Soak"\nfolders = ["in"]\n'
                f'feeds = ["http://127.0.0.1:{port}/feed.xml"]\n'
            )
            serve = day(world, given.minutes, given.port, folder / "disk", mounted)
            found = kept(str(folder / "disk" / "war.db"))
            with open_ledger(str(folder / "disk" / "war.db")) as book:
                flaws = book.verify().flaws
        for log in ("serve.log", "watch.log"):
            print((folder / log).read_text()[-1500:])
    lost = {t for _, t in world.texts} - found.keys()
    twice = sum(n > 1 for n in found.values())
    print(f"{len(world.texts)} texts; lost {len(lost)}, twice {twice}, {flaws or 'verifies'}")
    print(", ".join(f"{n} {k}" for k, n in sorted(world.told.items())))
    if not mounted:
        print("the disk was never full: mounting a small one needs root")
    bad = sum(n for k, n in world.told.items() if k.startswith("answers 5") and k != "answers 503")
    return int(bool(lost or twice or flaws or bad) or not flat(serve.samples))


if __name__ == "__main__":
    sys.exit(main())

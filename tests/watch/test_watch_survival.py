"""Killed while it reads and notes, and a day in simulated time: the long one is in bench/."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from fogline.ledger import open_ledger

ROOT = Path(__file__).parents[2]
PAGES, FILES, LINES = 60, 12, 10
SOURCES = """
[watch]
folders_every = "5 s"
settle = "0 s"
[[publisher]]
name = "News"
feeds = ["{site}/feed"]
folders = ["files"]
"""


class _Site(BaseHTTPRequestHandler):
    """A feed whose pages say something else each time: one that is read again is there twice."""

    numbers = count()

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        if self.path == "/feed":
            items = "".join(
                f"<item><link>{base}/{n}</link><pubDate>Sat, 10 Sep 2022 08:{n:02d}:00 +0300"
                "</pubDate></item>"
                for n in range(PAGES)
            )
            body, media = f"<rss><channel>{items}</channel></rss>", "application/xml"
        else:
            body = (
                f"Page {self.path}: Russian forces shelled Izium. Read {next(self.numbers)} times."
            )
            media = "text/plain"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def _watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A watch in a process of its own, killed at the end."""
    command = [sys.executable, str(Path(__file__).with_name("killed.py")), str(folder)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def _texts(path: Path) -> list[str]:
    with open_ledger(path) as book, book._engine.connect() as connection:
        return [str(r[0]) for r in connection.exec_driver_sql("SELECT text FROM documents")]


def _grown(path: Path, before: int, child: subprocess.Popen[str]) -> int:
    """The number of documents once there are more than before, or nothing is left to read."""
    while child.poll() is None:
        count = len(_texts(path))
        if count > before or count == PAGES + FILES * LINES:
            return count
        time.sleep(0.05)
    raise AssertionError("the watch ended by itself")


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_or_twice(site: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(SOURCES.format(site=site))
    (tmp_path / "files").mkdir()
    for n in range(FILES):
        rows = [
            {"id": f"f{n}-{k}", "text": f"File {n}, line {k}.", "published": "2022-09-10"}
            for k in range(LINES)
        ]
        words = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "files" / f"{n}.jsonl").write_text(words)
    ledger, chance, counts = tmp_path / "war.db", random.Random(3), [0]
    open_ledger(ledger, create=True).close()
    for _ in range(4):
        with _watching(tmp_path) as child:
            counts.append(_grown(ledger, counts[-1], child))
            time.sleep(chance.uniform(0.0, 0.5))
    assert 0 < counts[1] < counts[2] < PAGES + FILES * LINES
    with _watching(tmp_path) as child:
        assert child.stdout is not None
        while "0 new documents, 0 claims; next" not in child.stdout.readline():
            assert child.poll() is None
    with open_ledger(ledger) as book:
        assert not book.verify().flaws
    texts = _texts(ledger)
    pages = sorted(t.split(":")[0] for t in texts if t.startswith("Page"))
    assert pages == sorted(f"Page /{n}" for n in range(PAGES))
    assert len(texts) == PAGES + FILES * LINES


@pytest.mark.slow
def test_three_hours_with_faults_and_kills_loses_nothing() -> None:
    command = [sys.executable, "bench/watch.py", "--items", "150", "--hours", "3"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "lost 0, twice 0, foreign 0, verifies" in done.stdout
    assert "flat" in done.stdout

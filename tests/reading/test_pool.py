"""Several processes read as one does, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from plugin import install

from fogline.model import Document
from fogline.reading import Reader, ReaderPool, ReadingError, pool
from fogline.theatre import load

UKRAINE = load("ukraine")
DAY = date(2022, 9, 10)


def reports(count: int, **fields: str) -> list[Document]:
    return [
        Document(f"The flag number {n} flies.", f"d{n}", "ISW", DAY, **fields) for n in range(count)
    ]


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReaderPool]:
    """A pool whose two processes read from the first document on."""
    install(tmp_path, monkeypatch)
    monkeypatch.setattr(pool, "ALONE_SECONDS", 0.0)
    with ReaderPool.open("flags", UKRAINE, workers=2) as opened:
        yield opened


def claimed(reader: Reader, document: Document) -> tuple[int, str]:
    """What was read, and by which process."""
    return os.getpid(), reader.read(document).claims[0].id


def fatal(reader: Reader, document: Document) -> str:
    """Reads, but the process dies of one document: once, or, without a file to note it, always."""
    note = Path(document.url) if document.url else None
    if document.id == "d3" and (note is None or not note.exists()):
        if note:
            note.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return document.id


def refuses(reader: Reader, document: Document) -> str:
    """Can't read one, and meets a fault in another."""
    if document.id == "d1":
        raise ReadingError("the text", "no prose", "split it", where=document.id)
    if document.id == "d5":
        raise KeyError(document.id)
    return document.id


def test_results_come_in_the_order_of_the_documents(two: ReaderPool) -> None:
    documents = reports(150)
    items = [*((d.id, d) for d in documents), ("nothing to read", None)]
    made = list(two.map(claimed, items))
    assert [context for context, _ in made] == [context for context, _ in items]
    assert [one[1] for _, one in made[:-1]] == [d.id for d in documents]
    assert made[-1][1] is None
    processes = {one[0] for _, one in made[:-1]}
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert two.fingerprint == "flags-1"


def test_a_little_is_read_here(two: ReaderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ALONE_SECONDS", 60.0)
    made = dict(two.map(claimed, ((d.id, d) for d in reports(3))))
    assert {process for process, _ in made.values()} == {os.getpid()}


def test_a_document_whose_process_was_killed_is_read_again(two: ReaderPool, tmp_path: Path) -> None:
    documents = reports(8, url=str(tmp_path / "killed"))
    made = [one for _, one in two.map(fatal, ((None, d) for d in documents))]
    assert made == [d.id for d in documents]


def test_a_document_that_always_kills_is_refused_and_no_other(two: ReaderPool) -> None:
    made = [one for _, one in two.map(fatal, ((None, d) for d in reports(8)))]
    assert [one for one in made if isinstance(one, str)] == [f"d{n}" for n in range(8) if n != 3]
    assert str(made[3]).startswith("d3: the process that read it ended 2 times (signal 9); split")


def test_errors_come_back(two: ReaderPool) -> None:
    made: list[object] = []
    with pytest.raises(KeyError, match="d5") as raised:
        made.extend(one for _, one in two.map(refuses, ((d.id, d) for d in reports(6))))
    refused = made[1]
    assert isinstance(refused, ReadingError)
    assert (refused.where, refused.advice) == ("d1", "split it")
    assert "refuses" in raised.value.__notes__[0]  # the lines that led to it, in the other process


def test_a_process_that_can_not_start_is_told(
    two: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ReadingError, match=r"end while they start \(exit code 1\); give fewer"):
        list(two.map(claimed, ((d.id, d) for d in reports(1))))


# A shell lets what it starts in the background ignore SIGINT, and so these tests.
_SLOW = """
import signal
import test_pool as t
signal.signal(signal.SIGINT, signal.default_int_handler)
t.pool.ALONE_SECONDS = 0.0
with t.ReaderPool.open("flags", t.UKRAINE, workers=2) as two:
    for _, process in two.map(t.slow, ((None, d) for d in t.reports(40))):
        print(process, flush=True)
"""


def slow(reader: Reader, document: Document) -> int:
    """Tells its process, and then takes long."""
    time.sleep(0.0 if document.id in {"d0", "d1"} else 30.0)
    return os.getpid()


def _is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are seen in /proc")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_who_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: signal.Signals
) -> None:
    install(tmp_path, monkeypatch)
    path = os.pathsep.join(p for p in sys.path if p)
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    ) as parent:
        assert parent.stdout is not None
        processes = {int(parent.stdout.readline()), int(parent.stdout.readline())}
        parent.send_signal(kind)
        assert parent.wait(timeout=180) != 0
    deadline = time.monotonic() + 180
    while any(map(_is_running, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_running, processes))

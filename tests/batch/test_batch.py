"""A batch with Daft's own runner: a worker that dies, a bad line, and a batch that goes on."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fogline.batch import Batch, PieceReader, record_files, records
from fogline.batch.errors import BatchError
from fogline.batch.pieces import Piece
from fogline.batch.records import SCHEMA
from fogline.ledger import ReadRecord, open_ledger

pytestmark = pytest.mark.filterwarnings("default")  # the engine's own warnings


@pytest.mark.slow
def test_a_worker_that_dies_is_done_again_and_a_bad_line_is_a_row(tmp_path: Path) -> None:
    once = tmp_path / "once"

    @dataclass(frozen=True)
    class Dying(PieceReader):
        """Dies the first time that it reads."""

        def read(self, piece: Piece, content: bytes | None = None) -> Iterator[ReadRecord]:
            if not once.exists():
                once.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield from super().read(piece, content)

    lines = [
        json.dumps({"id": f"a{n}", "text": f"Ukrainian forces captured Kupiansk. {n}.",
                    "source": "A", "published": f"2022-09-1{n % 3}"})
        for n in range(6)
    ]  # fmt: skip
    (tmp_path / "news.jsonl").write_text("\n".join([*lines, "not JSON"]), encoding="utf-8")
    inputs, out = [str(tmp_path / "news.jsonl")], tmp_path / "out"
    made = Batch(Dying("linear", "ukraine"), out, 1)
    made.run(inputs)
    s = made.summary
    assert (s.documents, s.claims, s.unread, s.again, s.before) == (7, 6, 1, 1, 0)
    days = {folder.name for folder in out.glob("day=*")}
    assert days == {"day=2022-09-10", "day=2022-09-11", "day=2022-09-12", "day=undated"}
    again = Batch(Dying("linear", "ukraine"), out, 1)
    again.run(inputs)
    assert (again.summary.before, again.summary.documents) == (1, 7)
    with pytest.raises(BatchError, match="another batch"):
        Batch(PieceReader("linear", "ukraine"), out, 2).run(inputs)
    with open_ledger(tmp_path / "war.db", create=True) as book:
        bulk = book.bulk(made.reader.opened)
        for file in record_files([str(out / "*" / "*.parquet")]):
            for some in records(file):
                bulk.add(some)
        assert (bulk.summary.new, len(bulk.summary.unreadable)) == (6, 1)
        assert not book.verify().flaws


LOST = RuntimeError("closed the connection unexpectedly")
FULL = OSError(28, "No space left on device")
Fault = Callable[[Sequence[Piece], int], Exception | None]


@dataclass
class Engine(Batch):
    """A batch whose engine fails as it is told, by the pieces and how often it was asked."""

    fault: Fault = lambda *_: None
    asked: int = 0

    def _query(self, daft: Any, pieces: Sequence[Piece]) -> Any:
        self.pieces, self.asked = pieces, self.asked + 1
        return self

    def write_parquet(self, part: str, **_: object) -> None:
        """Write a document a piece, or fail."""
        if error := self.fault(self.pieces, self.asked):
            raise error
        found = [{"document": p.path, "claims": 1, "why": ""} for p in self.pieces]
        folder = Path(part) / "day=2022-09-10"
        folder.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(found, SCHEMA).drop_columns("day"), folder / "a")
        (folder / "a").rename(folder / "a.parquet")


def _engine(tmp_path: Path, fault: Fault) -> Engine:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Kupiansk.", encoding="utf-8")
    return Engine(PieceReader("linear", "ukraine"), tmp_path / "out", 1, fault=fault)


def _whys(out: Path) -> list[str]:
    files = record_files([str(out / "*" / "*.parquet")])
    return [r.why for file in files for some in records(file) for r in some if r.why]


def test_pieces_of_a_lost_worker_are_read_again(tmp_path: Path) -> None:
    made = _engine(tmp_path, lambda _, n: LOST if n == 1 else None)
    made.run([str(tmp_path)])
    s = made.summary
    assert (s.documents, s.unread, s.again, made.asked) == (2, 0, 2, 2)
    assert s.why_again == f"a process that reads ended (Daft: {LOST})"


def test_a_piece_that_loses_its_worker_says_so(tmp_path: Path) -> None:
    made = _engine(tmp_path, lambda pieces, _: LOST if "b.txt" in pieces[-1].path else None)
    made.run([str(tmp_path)])
    s = made.summary
    assert (s.documents, s.unread, s.again, made.asked) == (2, 1, 2, 4)
    assert _whys(made.out) == [f"{s.why_again}, again when it was read alone"]


def test_an_error_of_the_engine_is_told_in_its_words_and_tried_no_more(tmp_path: Path) -> None:
    made = _engine(tmp_path, lambda *_: FULL)
    with pytest.raises(BatchError, match=r"the engine failed .*No space left.* run the same again"):
        made.run([str(tmp_path)])
    assert (made.asked, made.summary.again) == (1, 0)
    made.fault = lambda *_: None
    made.run([str(tmp_path)])
    assert made.summary.documents == 2


def test_of_what_is_elsewhere_one_piece_may_be_at_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["s3://bucket/a.txt", "s3://bucket/b.txt"]
    monkeypatch.setattr(Engine, "_remote", lambda *_: iter(map(Piece, names)))
    refused = ValueError("Unable to open `b.txt`\n\nCaused by:\n  1: 403 Forbidden")
    made = _engine(tmp_path, lambda pieces, _: refused if pieces[-1].path == names[1] else None)
    made.run(names)
    assert (made.summary.documents, made.summary.unread) == (2, 1)
    assert "(Daft: Unable to open `b.txt` ... 1: 403 Forbidden)" in _whys(made.out)[0]
    other = Engine(made.reader, tmp_path / "other", 1, fault=lambda *_: refused)
    with pytest.raises(BatchError, match="403 Forbidden"):
        other.run(names)


def test_a_fault_of_the_program_is_a_row_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fogline.batch.piece_reader.load", None)
    (record,) = PieceReader("linear", "ukraine").read(Piece("a.txt"))
    assert (record.origin, record.why) == ("a.txt", "TypeError: 'NoneType' object is not callable")


@pytest.mark.slow
def test_what_is_elsewhere_is_fetched(tmp_path: Path) -> None:
    there, out = tmp_path / "there", tmp_path / "out"
    there.mkdir()
    line = {"id": "a", "text": "Ukrainian forces captured Kupiansk.", "published": "2022-09-10"}
    (there / "news.jsonl").write_text(json.dumps(line), encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(there))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        made = Batch(PieceReader("linear", "ukraine", "A"), out, 1)
        with pytest.raises(BatchError, match="no such file in object storage"):
            made.run([f"{address}/none.jsonl"])
        made.run([f"{address}/news.jsonl"])
        server.shutdown()
    assert (made.summary.claims, made.summary.unread) == (1, 0), _whys(out)

"""Runs a batch with Daft: its own runner here, or Ray on a cluster."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fogline.batch.errors import BatchError, EngineError, WorkerLostError
from fogline.batch.piece_reader import PieceReader
from fogline.batch.pieces import Piece, cut, is_remote
from fogline.batch.records import SCHEMA
from fogline.ledger import ReadRecord
from fogline.require import require

# Pieces a worker reads between two times that work is made safe.
PIECES = 8
UNDATED = "undated"
_MARK = "_batch"
# What the engine's own runner raises when a worker gives no answer; Ray has errors of its own.
_LOST = (RuntimeError, ConnectionError, EOFError)
# Characters that are told of a line of the engine's words: its first says what, its last why.
_WORDS = 160


@dataclass(slots=True)
class BatchSummary:
    """Documents and claims of a batch, those that could not be read, pieces done again and why the
    last ones were, and steps that were done before.
    """

    documents: int = 0
    claims: int = 0
    unread: int = 0
    again: int = 0
    why_again: str = ""
    before: int = 0


@dataclass
class Batch:
    """Reads inputs into ``out``, a folder of Parquet files by day of publication.

    Work is made safe step by step: what a worker that dies was reading is read again, and a batch
    that was stopped goes on where it was.
    """

    reader: PieceReader
    out: Path
    workers: int
    summary: BatchSummary = field(default_factory=BatchSummary)

    def run(self, inputs: Sequence[str], progress: Callable[[int], None] | None = None) -> None:
        """Read everything; ``progress`` is told how many pieces are done.

        Raises:
            BatchError: inputs that name nothing, a folder with another batch in it, or an engine
                that can't go on.
        """
        daft = require("daft", "daft")
        here = list(cut([i for i in inputs if not is_remote(i)]))
        there = list(self._remote(daft, inputs))
        self._claim_folder([*here, *there])
        size, done = PIECES * self.workers, 0
        steps = [some[n : n + size] for some in (here, there) for n in range(0, len(some), size)]
        for number, step in enumerate(steps):
            mark = self.out / _MARK / f"{number:06}"
            if mark.exists():
                self.summary.before += 1
            else:
                self._step(daft, mark, step)
            self._count(mark.name)
            done += len(step)
            if progress:
                progress(done)

    def _remote(self, daft: Any, inputs: Sequence[str]) -> Iterator[Piece]:
        for name in filter(is_remote, inputs):
            try:
                found = [row["path"] for row in daft.from_glob_path(name).iter_rows()]
            except Exception as error:  # an engine may raise anything
                raise _told(error, name) from error
            if not found:
                raise BatchError(name, "no such file in object storage")
            yield from (Piece(path) for path in sorted(found))

    def _claim_folder(self, pieces: Sequence[Piece]) -> None:
        """One folder is for one batch: the same inputs, read in the same way."""
        words = f"{self.reader.opened.fingerprint} {self.workers} {pieces!r}"
        own = hashlib.sha256(words.encode()).hexdigest()
        mark = self.out / _MARK / "inputs"
        if mark.exists():
            if mark.read_text(encoding="utf-8") != own:
                why = "it has another batch: other inputs, another reader or number of workers"
                raise BatchError(str(self.out), why, "name a new folder")
            return
        if self.out.exists() and any(self.out.iterdir()):
            raise BatchError(str(self.out), "there already, and not empty", "name a new folder")
        mark.parent.mkdir(parents=True)
        mark.write_text(own, encoding="utf-8")

    def _step(self, daft: Any, mark: Path, pieces: Sequence[Piece]) -> None:
        for left in self.out.glob(f"day=*/{mark.name}-*"):
            left.unlink()  # of a step that was stopped before it was marked
        part = self.out / _MARK / "part"
        try:
            self._read(daft, pieces, part)
        except _again(pieces) as error:  # a lost worker takes the whole query with it
            self.summary.again += len(pieces)
            self.summary.why_again = error.why
            try:
                self._read(daft, pieces, part)
            except _again(pieces):
                self._alone(daft, pieces, part)
        _move(part, self.out, mark.name)
        shutil.rmtree(part, ignore_errors=True)
        mark.touch()

    def _alone(self, daft: Any, pieces: Sequence[Piece], part: Path) -> None:
        """Read pieces one by one; one that fails again is told as unread, unless the engine fails
        at all of them.
        """
        failed = 0
        for number, piece in enumerate(pieces):
            own = part / f"{number}"
            try:
                self._read(daft, [piece], own)
            except _again(pieces) as error:
                failed += isinstance(error, EngineError)
                if failed == len(pieces):
                    raise
                why = f"{error.why}, again when it was read alone"
                _write_unread(ReadRecord(UNDATED, piece.path, why=why), own)
            _move(own, part, str(number))

    def _read(self, daft: Any, pieces: Sequence[Piece], part: Path) -> None:
        """Read pieces into ``part``; of a failure nothing stays.

        Raises:
            WorkerLostError: a worker gave no answer.
            EngineError: all else that the engine says.
        """
        shutil.rmtree(part, ignore_errors=True)
        try:
            self._query(daft, pieces).write_parquet(str(part), partition_cols=["day"])
        except Exception as error:  # an engine may raise anything
            shutil.rmtree(part, ignore_errors=True)
            raise _told(error, str(self.out)) from error

    def _query(self, daft: Any, pieces: Sequence[Piece]) -> Any:
        columns = {name: [getattr(p, name) for p in pieces] for name in Piece.__slots__}
        frame = daft.from_pydict(columns).into_batches(1)
        if is_remote(pieces[0].path):
            frame = frame.with_column("content", daft.col("path").download())
        else:
            frame = frame.with_column("content", daft.lit(None).cast(daft.DataType.binary()))
        kind = daft.DataType.from_arrow_type(pa.struct(list(SCHEMA)))
        worker = daft.cls(use_process=True, max_concurrency=self.workers)(_worker(daft, kind))
        read = worker(self.reader).read
        found = frame.select(read(*(daft.col(n) for n in (*columns, "content"))).alias("record"))
        record = daft.col("record")
        fields = [record.get(name).alias(name) for name in SCHEMA.names]
        return found.explode(record).where(record.not_null()).select(*fields)

    def _count(self, step: str) -> None:
        for file in self.out.glob(f"day=*/{step}-*.parquet"):
            table = pq.ParquetFile(file).read(columns=["claims", "why"])
            whys = table["why"].to_pylist()
            self.summary.documents += len(whys)
            self.summary.claims += sum(table["claims"].to_pylist())
            self.summary.unread += sum(bool(why) for why in whys)


def _again(pieces: Sequence[Piece]) -> type[BatchError]:
    """The errors after which pieces are read again: also the engine's own where it fetches them,
    since that may be about one of them.
    """
    return BatchError if is_remote(pieces[0].path) else WorkerLostError


def _told(error: Exception, where: str) -> BatchError:
    """What the engine says, in short: a worker that was lost, or an error of its own."""
    lines = [line.strip()[:_WORDS] for line in str(error).splitlines() if line.strip()]
    words = " ... ".join([*lines[:1], *lines[1:][-1:]]) or type(error).__name__
    if isinstance(error, _LOST) or type(error).__module__.startswith("ray."):
        return WorkerLostError(where, f"a process that reads ended (Daft: {words})")
    advice = "mend that and run the same again: what was done before stays"
    return EngineError(where, f"the engine failed (Daft: {words})", advice)


def _worker(daft: Any, kind: Any) -> type:
    class Worker:
        def __init__(self, reader: PieceReader) -> None:
            self.reader = reader

        @daft.method(return_dtype=daft.DataType.list(kind))  # type: ignore[untyped-decorator]
        def read(
            self, path: str, start: int, end: int, first: int, why: str, content: bytes | None
        ) -> list[dict[str, Any]]:
            found = self.reader.read(Piece(path, start, end, first, why), content)
            return [{**asdict(r), "day": r.day or UNDATED} for r in found]

    return Worker


def _move(files: Path, folder: Path, name: str) -> None:
    """Move files by day into another folder, with a name before their own."""
    for file in files.glob("day=*/*.parquet"):
        target = folder / file.parent.name / f"{name}-{file.name}"
        target.parent.mkdir(exist_ok=True)
        file.replace(target)


def _write_unread(record: ReadRecord, folder: Path) -> None:
    target = folder / f"day={record.day}" / "unread.parquet"
    target.parent.mkdir(parents=True)
    table = pa.Table.from_pylist([asdict(record)], schema=SCHEMA)
    pq.write_table(table.drop_columns("day"), target)

"""Reads a piece, in the process of a worker."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fogline.batch.pieces import Piece
from fogline.documents import ParserSandbox, SourceDefaults, Unreadable, load
from fogline.ledger import ReadRecord, read_record
from fogline.model import Received
from fogline.reading import Reader, open_reader
from fogline.theatre import Theatre
from fogline.theatre import load as load_theatre

_LINE = re.compile(r"^line (\d+)")


@dataclass(frozen=True)
class PieceReader:
    """What a worker needs to read pieces; it opens its reader once."""

    reader: str
    theatre: str
    source: str = ""
    published: date | None = None
    zone: str = ""
    undated: bool = False

    @cached_property
    def sides(self) -> Theatre:
        """The theatre."""
        return load_theatre(self.theatre)

    @cached_property
    def opened(self) -> Reader:
        """The reader."""
        return open_reader(self.reader, self.sides, undated=self.undated)

    @cached_property
    def _sandbox(self) -> ParserSandbox:
        return ParserSandbox()

    def read(self, piece: Piece, content: bytes | None = None) -> Iterator[ReadRecord]:
        """The records of a piece; ``content`` are the bytes of one that is elsewhere."""
        if piece.why:
            yield ReadRecord("", piece.path, why=piece.why)
            return
        try:
            with tempfile.TemporaryDirectory(prefix=".fogline-") as folder:
                for found in self._found(piece, content, Path(folder)):
                    yield read_record(found, self.opened, self.sides)
        except OSError as error:
            yield ReadRecord("", piece.path, why=error.strerror or str(error))
        except pa.ArrowException:
            yield ReadRecord("", piece.path, why="no Parquet file, or a damaged one")
        except Exception as error:  # noqa: BLE001 - a fault at one document is no end of a batch
            yield ReadRecord("", piece.path, why=f"{type(error).__name__}: {error}")

    def _found(
        self, piece: Piece, content: bytes | None, folder: Path
    ) -> Iterator[Received | Unreadable]:
        given = SourceDefaults(self.source, self.published, zone=self.zone, theatre=self.sides)
        path, raw = Path(piece.path), _bytes(piece, content)
        if raw is not None:
            name = f"{path.stem}.jsonl" if path.suffix.lower() == ".parquet" else path.name
            path = folder / name
            path.write_bytes(raw)
        for found in load([str(path)], given, sandbox=self._sandbox):
            yield found if raw is None else _placed(found, piece, str(path))


def _bytes(piece: Piece, content: bytes | None) -> bytes | None:
    """The lines of a piece, or the bytes of one that is elsewhere; none of a whole file."""
    if piece.path.lower().endswith(".parquet"):
        return _lines(piece, content)
    if content is not None or piece.end < 0:
        return content
    with Path(piece.path).open("rb") as file:
        file.seek(piece.start)
        return file.read(piece.end - piece.start)


def _lines(piece: Piece, content: bytes | None) -> bytes:
    """Rows of Parquet as lines of JSON: a row group, or all rows of a file that is elsewhere."""
    if content is None:
        table = pq.ParquetFile(piece.path).read_row_group(piece.first)
    else:
        table = pq.ParquetFile(io.BytesIO(content)).read()
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _placed(found: Received | Unreadable, piece: Piece, copy: str) -> Received | Unreadable:
    """What was found in a piece's copy, under the piece's own name and the file's own lines."""
    first = 0 if piece.path.lower().endswith(".parquet") else piece.first
    if isinstance(found, Unreadable):
        where = re.sub(
            rf"^{re.escape(copy)}(:(\d+))?",
            lambda m: piece.path + (f":{int(m[2]) + first}" if m[1] else ""),
            found.where,
        )
        return replace(found, where=where)
    part = _LINE.sub(lambda m: f"line {int(m[1]) + first}", found.part)
    return replace(found, part=part, origin=Path(piece.path).name)

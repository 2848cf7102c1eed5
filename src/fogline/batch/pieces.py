"""What one worker reads at a time: a file, or some lines or rows of a large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from fogline.batch.errors import BatchError
from fogline.documents import input_files, input_formats

# Lines of a JSONL file a piece: some seconds of work.
LINES = 500
_REMOTE = ("s3://", "gs://", "az://", "abfs://", "abfss://", "https://", "http://")
_LINES, _ROWS = (".jsonl", ".ndjson"), ".parquet"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file; of one of lines, ``first`` counts the lines before it, and ``start`` to ``end`` are
    its bytes; of one of rows, ``first`` is the row group. ``why`` it is not to be read.
    """

    path: str
    start: int = 0
    end: int = -1
    first: int = 0
    why: str = ""


def is_remote(name: str) -> bool:
    """Whether an input is in object storage, which the engine lists and fetches."""
    return name.startswith(_REMOTE)


def cut(inputs: Sequence[str]) -> Iterator[Piece]:
    """The pieces of files, folders and globs, in the order of their names.

    Raises:
        BatchError: an input that names no file.
    """
    endings = (*(e for f in input_formats() for e in f.endings), _ROWS)
    for name in inputs:
        found = input_files(name, endings)
        if not found:
            raise BatchError(name, "no file that fogline reads", "give files, folders or globs")
        for path, why in found:
            yield from [Piece(str(path), why=why)] if why else _pieces(path)


def _pieces(path: Path) -> Iterator[Piece]:
    if path.suffix.lower() == _ROWS:
        groups = pq.ParquetFile(path).num_row_groups
        yield from (Piece(str(path), first=n) for n in range(groups))
    elif path.suffix.lower() in _LINES:
        yield from _of_lines(path)
    else:
        yield Piece(str(path))


def _of_lines(path: Path) -> Iterator[Piece]:
    start = end = first = lines = 0
    with path.open("rb") as file:
        for line in file:
            end, lines = end + len(line), lines + 1
            if lines == LINES:
                yield Piece(str(path), start, end, first)
                start, first, lines = end, first + lines, 0
    if lines:
        yield Piece(str(path), start, end, first)

"""Records in Parquet files: written by workers, read by ``fogline add``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fogline.batch.errors import BatchError
from fogline.documents import input_files
from fogline.ledger import ReadRecord

# Records read from a file at once.
_ROWS = 256
_TYPES = {"str": pa.string(), "int": pa.int64(), "bytes": pa.large_binary()}
SCHEMA = pa.schema([(f.name, _TYPES[str(f.type)]) for f in fields(ReadRecord)])
# The day stands in the names of folders.
_COLUMNS = [name for name in SCHEMA.names if name != "day"]


def record_files(inputs: Iterable[str]) -> list[Path]:
    """The files of inputs, which may be globs, in the order of their names.

    Raises:
        BatchError: no such file.
    """
    found: list[Path] = []
    for name in inputs:
        files = [] if Path(name).is_dir() else [file for file, _ in input_files(name, ())]
        if not files:
            raise BatchError(name, "no such file")
        found += files
    return found


def records(path: Path) -> Iterator[list[ReadRecord]]:
    """The records of a file, some at a time.

    Raises:
        BatchError: no such file, or one that `fogline batch` did not make.
    """
    try:
        with pq.ParquetFile(path) as file:
            if not set(_COLUMNS) <= set(file.schema_arrow.names):
                raise BatchError(
                    str(path), "no file of `fogline batch`: it has other columns",
                    "read documents in Parquet with `fogline batch` first",
                )  # fmt: skip
            for batch in file.iter_batches(_ROWS, columns=_COLUMNS):
                yield [ReadRecord("", **row) for row in batch.to_pylist()]
    except (OSError, pa.ArrowException) as error:
        why = getattr(error, "strerror", "") or "no Parquet file, or a damaged one"
        raise BatchError(str(path), why) from error

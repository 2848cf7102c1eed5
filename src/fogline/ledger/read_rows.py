"""What a process that reads hands to the one that writes: rows, and no reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fogline.ledger.records import ReadBy, Rows, reading_rows
from fogline.model import Document, LeftOut
from fogline.reading import Reader


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What a reading gives to the ledger: its rows, the language of the text, why it was refused,
    and what of it gave no claim.
    """

    rows: Rows
    language: str
    refused: str
    left_out: tuple[LeftOut, ...]


def read_rows(reader: Reader, document: Document, by: ReadBy) -> ReadRows:
    """Read a document; when that was, the writer says.

    Raises:
        ReadingError: the document can't be read.
    """
    reading = reader.read(document)
    rows = reading_rows(reading, replace(by, name=reading.reader), "")
    return ReadRows(rows, reading.language, reading.refused, reading.left_out)

"""What a process that reads hands to the one that writes: rows, and no reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fogline.ledger import timestamps
from fogline.ledger.records import ReadBy, Rows, document_rows, reading_rows
from fogline.model import Document, LeftOut, Received
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

    def with_document(self, received: Received, document: str) -> Rows:
        """Also the rows of the document, by its id, and of its bytes, all of one moment: now. Of
        what was refused the reader knows the language best.
        """
        at = timestamps.now()
        self.rows[0][1]["at"] = at
        if self.refused:
            received = replace(received, document=replace(received.document, lang=self.language))
        return [*document_rows(received, document, at), *self.rows]


def read_rows(reader: Reader, document: Document, by: ReadBy) -> ReadRows:
    """Read a document; when that was, the writer says.

    Raises:
        ReadingError: the document can't be read.
    """
    reading = reader.read(document)
    rows = reading_rows(reading, replace(by, name=reading.reader), "")
    return ReadRows(rows, reading.language, reading.refused, reading.left_out)

"""Reading: a document becomes its places and claims, each bound to the words it was read from."""

from fogline.reading.how import How
from fogline.reading.model import ModelError
from fogline.reading.reader import ReadingError, read_document
from fogline.reading.teach import teach

__all__ = ["How", "ModelError", "ReadingError", "read_document", "teach"]

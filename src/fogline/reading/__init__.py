"""Reading: a document becomes its places and claims, each bound to the words it was read from."""

from fogline.reading.model import ModelError
from fogline.reading.reader import ReadingError, read_document, setting_of
from fogline.reading.teach import teach

__all__ = ["ModelError", "ReadingError", "read_document", "setting_of", "teach"]

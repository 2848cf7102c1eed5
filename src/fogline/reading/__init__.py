"""Reading: a document becomes its places and claims, each bound to the words it was read from."""

from fogline.reading.errors import ReadingError
from fogline.reading.llm.large_model import LargeModel
from fogline.reading.llm.settings import open_model
from fogline.reading.measure import Agreement, measure
from fogline.reading.pool import ReaderPool
from fogline.reading.reader import Reader, open_reader, reader_names
from fogline.reading.train_model import train_model

__all__ = [
    "Agreement",
    "LargeModel",
    "Reader",
    "ReaderPool",
    "ReadingError",
    "measure",
    "open_model",
    "open_reader",
    "reader_names",
    "train_model",
]

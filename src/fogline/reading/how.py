"""How documents are read: as texts, or as maps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fogline.model import Document, Reading
from fogline.reading.maps import read_map, setting_of_map
from fogline.reading.reader import read_document, setting_of
from fogline.theatre import Theatre

# One text is read in memory and in seconds; longer ones are books or archives. A map is mostly coordinates.
MAX_TEXT, MAX_MAP = 300_000, 50_000_000


@dataclass(frozen=True)
class How:
    """A way to read: the reader, the hash of all that its readings depend on but the document, and the longest document.

    ``alike`` says whether documents are compared with each other: copies of texts are, maps of two days are always alike.
    """

    read: Callable[[Document], Reading]
    setting: str
    longest: int
    theatre: Theatre
    alike: bool = True

    @classmethod
    def text(cls, theatre: Theatre, *, undated: bool = False, model: str = "") -> How:
        """The reader of texts; see :func:`read_document`.

        Raises:
            ModelError: the model file can't be used.
        """

        def read(document: Document) -> Reading:
            return read_document(document, theatre, undated=undated, model=model)

        return cls(read, setting_of(theatre, model), MAX_TEXT, theatre)

    @classmethod
    def map(cls, theatre: Theatre, holder: str) -> How:
        """The reader of GeoJSON maps, whose polygons' side ``holder`` names: a label, or a property."""

        def read(document: Document) -> Reading:
            return read_map(document, theatre, holder)

        return cls(read, setting_of_map(theatre, holder), MAX_MAP, theatre, alike=False)

"""The reader of GeoJSON maps."""

from __future__ import annotations

from fogline.model import Document, Reading
from fogline.reading import maps
from fogline.reading.limits import Limits
from fogline.theatre import Theatre

# A map is mostly coordinates.
MAX_MAP = 50_000_000


class MapReader:
    """Reads maps; ``holder`` is the side of all polygons, or the property that names it."""

    name = "maps"
    version = maps.READER
    languages: tuple[str, ...] = ()
    limits = Limits(MAX_MAP, near_copies=False)

    def __init__(self, theatre: Theatre, holder: str) -> None:
        self.theatre, self.holder = theatre, holder

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the map."""
        return maps.setting_of_map(self.theatre, self.holder)

    def read(self, document: Document) -> Reading:
        """A ``hold`` for each polygon.

        Raises:
            ReadingError: no GeoJSON, no polygon, no day, or a holder that is no side.
        """
        return maps.read_map(document, self.theatre, self.holder)

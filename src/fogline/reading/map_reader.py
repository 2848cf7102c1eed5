"""The reader of GeoJSON maps."""

from __future__ import annotations

from fogline.limits import MAX_MAP
from fogline.model import Document, Reading
from fogline.reading import maps
from fogline.reading.limits import Limits
from fogline.reading.map_legend import Legend
from fogline.theatre import Theatre


class MapReader:
    """Reads maps; the legend says who holds what."""

    name = "maps"
    version = maps.READER
    languages: tuple[str, ...] = ()
    limits = Limits(MAX_MAP, near_copies=False)

    def __init__(self, theatre: Theatre, legend: Legend) -> None:
        legend.check(theatre)
        self.theatre, self.legend = theatre, legend

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the map."""
        return maps.setting_of_map(self.theatre, self.legend)

    def read(self, document: Document) -> Reading:
        """A ``hold`` for each polygon.

        Raises:
            ReadingError: no GeoJSON, no polygon whose side is known, or no day.
        """
        return maps.read_map(document, self.theatre, self.legend)

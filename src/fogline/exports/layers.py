"""What an export for maps holds: layers of one day, each a table with a geometry in degrees (WGS
84).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from fogline.exports.errors import ExportError

GEOMETRY = "geometry"
LAYERS = ("claims", "places", "areas", "lines", "doubt", "turns")


@dataclass(frozen=True, eq=False)
class Layers:
    """``tables`` by name: claims (a point, or none where the place is not known), places (who holds
    them), areas, lines, doubt (the front), and turns (places that changed hands since a day, if one
    was given). ``day`` is the day of the front; ``claims`` are the view that it was made of.
    """

    day: date
    since: date | None
    tables: Mapping[str, pa.Table]
    claims: pa.Table
    credits: tuple[str, ...]
    colours: Mapping[str, str]
    title: str
    rests_on: str

    def table(self, name: str) -> pa.Table:
        """A layer.

        Raises:
            ExportError: nothing can have changed hands yet.
        """
        if name == "turns" and name not in self.tables:
            raise ExportError(
                f"day {self.day}",
                "it is the first of the estimate, so nothing changed hands before it",
                "give a later day",
            )
        return self.tables[name]


def geometries(rows: pa.Table) -> Any:
    """The shapes of a layer, ``None`` where a row has none."""
    import shapely  # for geometries alone: the claims' exports start without it

    return shapely.from_wkb(rows[GEOMETRY].to_numpy(zero_copy_only=False))

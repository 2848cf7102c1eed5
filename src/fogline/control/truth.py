"""Tables of who held what, to compare an estimate with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import scipy

from fogline.control.claims import ordinal
from fogline.control.control import CONTESTED
from fogline.control.options import ControlError
from fogline.control.places import KM, Mask, Numbers, Settlements

# A place of the table is the nearest settlement of the gazetteer within so many kilometres.
JOINED_KM = 3.0
_COLUMNS = ("id", "name", "lat", "lon", "date", "state")


@dataclass(frozen=True)
class Truth:
    """A table's places: names, coordinates, and the days (as numbers) from which each has a
    state.
    """

    names: tuple[str, ...]
    lat: np.ndarray
    lon: np.ndarray
    rows: tuple[tuple[tuple[int, str], ...], ...]

    @property
    def states(self) -> frozenset[str]:
        """All states that the table names."""
        return frozenset(state for rows in self.rows for _, state in rows)

    def holders(
        self, labels: tuple[str, ...], first: int, days: int, before: str | None
    ) -> Numbers:
        """Holder by day and place as a position among the labels, -1 where it is not scored,
        shape (days, places).

        Before a place's first row it is held by ``before``, or not scored. Contested days are not
        scored.
        """
        out = np.full(
            (days, len(self.names)), labels.index(before) if before else -1, dtype=np.int32
        )
        for k, rows in enumerate(self.rows):
            for day, state in rows:
                out[max(0, day - first) :, k] = labels.index(state) if state in labels else -1
        return out

    def join(self, settlements: Settlements) -> Numbers:
        """Position of each place among the settlements, -1 if none is near."""
        scale = np.cos(np.radians(self.lat.mean())) * KM
        tree = scipy.spatial.cKDTree(
            np.column_stack([settlements.lat * KM, settlements.lon * scale])
        )
        distance, at = tree.query(np.column_stack([self.lat * KM, self.lon * scale]))
        out: Numbers = np.where(distance <= JOINED_KM, at, -1).astype(np.int32)
        return out


def read_truth(path: Path, labels: tuple[str, ...]) -> Truth:
    """Read a CSV with the columns id, name, lat, lon, date, state: a place has a state from that
    day on, until its next row.

    Raises:
        ControlError: no such file, a column is missing, or a cell can't be read; it names the line.
    """
    source = f"truth {str(path)!r}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ControlError(str(error), where=source) from error
    reader = csv.DictReader(text.splitlines())
    missing = [c for c in _COLUMNS if c not in (reader.fieldnames or ())]
    if missing:
        raise ControlError(
            "columns missing",
            ", ".join(missing),
            f"it needs {', '.join(_COLUMNS)}",
            where=source,
        )
    places: dict[str, tuple[str, float, float, list[tuple[int, str]]]] = {}
    for row in reader:
        line = f"{source}, line {reader.line_num}"
        try:
            lat, lon = float(row["lat"]), float(row["lon"])
            entry = places.setdefault(row["id"], (row["name"], lat, lon, []))
            entry[3].append((ordinal(date.fromisoformat(row["date"])), row["state"]))
        except (TypeError, ValueError) as error:
            raise ControlError(str(error), where=line) from error
        if row["state"] not in (*labels, CONTESTED):
            allowed = f"give one of {', '.join(labels)}, {CONTESTED}"
            raise ControlError(f"state {row['state']!r}", advice=allowed, where=line)
    if not places:
        raise ControlError("no rows", where=source)
    found = list(places.values())
    north, east = (np.array([p[k] for p in found], dtype=np.float64) for k in (1, 2))
    rows = tuple(tuple(sorted(p[3])) for p in found)
    return Truth(tuple(p[0] for p in found), north, east, rows)


def moving(holders: Numbers) -> Mask:
    """The places that more than one side held within the days that are scored."""
    low = np.where(holders < 0, 99, holders).min(axis=0)
    out: Mask = (holders.max(axis=0) >= 0) & (low != holders.max(axis=0))
    return out


def still(holders: Numbers) -> Mask:
    """The places that one side held throughout."""
    out: Mask = (holders.max(axis=0) >= 0) & ~moving(holders)
    return out

"""Finding settlements by name or area, and telling which claims an estimate used."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control.claims import UNKNOWN
from fogline.control.evidence import Items
from fogline.control.inputs import EstimateInputs
from fogline.control.options import ControlError
from fogline.control.places import Floats, Numbers, Settlements
from fogline.gazetteer import open_gazetteer

# Names whose likeness (0 to 1) differs less are alike; a namesake of a weight so much larger wins.
# A gazetteer's weight is about the logarithm to base 10 of the population: 0.5 is three times it.
_ALIKE, _BY_FAR = 0.02, 0.5
_LISTED = 8  # namesakes that a message lists
_FEW = 3  # publishers that are named rather than counted


def find(settlements: Settlements, spoken: Numbers, name: str) -> int:
    """Position of a place by its id or its name; see ``Control.find``.

    Raises:
        ControlError: no such place, or several alike.
    """
    position, places = settlements.position, settlements.places
    if name in position:
        return position[name]
    matches = [
        (m.likeness, position[m.place.id])
        for m in open_gazetteer(settlements.theatre).find(name)
        if m.place.id in position
    ]
    if not matches:
        raise ControlError(
            f"place {name!r}",
            "no settlement of the gazetteer",
            "`fogline gazetteer find` lists names that are alike",
        )
    alike = sorted({k for likeness, k in matches if likeness >= matches[0][0] - _ALIKE})
    ranked = sorted(alike, key=lambda k: (-int(spoken[k]), -places[k].weight, places[k].id))
    if len(ranked) > 1 and _tied(settlements, spoken, ranked[0], ranked[1]):
        some = (f"{places[k].id} ({places[k].region or 'no region'})" for k in ranked[:_LISTED])
        raise ControlError(
            f"place {name!r}",
            f"{len(ranked)} settlements of this name",
            f"give an id: {', '.join(some)}",
        )
    return ranked[0]


def _tied(settlements: Settlements, spoken: Numbers, first: int, second: int) -> bool:
    """Whether neither claims nor sizes tell which of two namesakes is meant."""
    one, two = settlements.places[first], settlements.places[second]
    return bool(spoken[first] == spoken[second]) and one.weight - two.weight < _BY_FAR


def in_area(settlements: Settlements, area: tuple[float, float, float, float]) -> Numbers:
    """Positions of the places in an area: south, west, north, east in degrees.

    Raises:
        ControlError: no settlement lies in it.
    """
    south, west, north, east = area
    lat, lon = settlements.lat, settlements.lon
    out = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
    if not len(out):
        raise ControlError(
            f"area {south:g},{west:g},{north:g},{east:g}",
            "it has no settlement",
            "give south,west,north,east in degrees",
        )
    return out.astype(np.int32)


def rests_on(rows: pa.Table) -> str:
    """How many claims of whom a view has, and when the last of them was published."""
    if not rows.num_rows:
        return "no claim, only what was held at the start"
    sources = sorted(s for s in pc.unique(rows["source"]).to_pylist() if s)
    names = sources if len(sources) <= 1 else [", ".join(sources[:-1]), sources[-1]]
    whose = " and ".join(names) if len(sources) <= _FEW else f"{len(sources)} publishers"
    last = pc.max(rows["published_utc"]).as_py()
    until = f", published to {last:%Y-%m-%d}" if last else ""
    return f"{rows.num_rows:,} claims of {whose or 'no named publisher'}{until}"


def used(inputs: EstimateInputs) -> dict[str, int]:
    """How many claims of a view were used, and why the others were not."""
    claims, days = inputs.claims, inputs.days
    day = claims.day - inputs.first_day
    counted = [*inputs.items.claim.tolist(), *(z.claim for z in inputs.zones)]
    reasons = {
        "used": np.isin(np.arange(len(claims)), counted),
        "no day": claims.day == UNKNOWN,
        "outside the days": (day < 0) | (day >= days),
        "no belligerent acts": claims.label < 0,
        "says nothing about control": claims.kind < 0,
        "no settlement of the gazetteer": claims.place < 0,
    }
    left = np.ones(len(claims), dtype=np.bool_)
    out = {}
    for reason, rows in reasons.items():
        out[reason] = int((rows & left).sum())
        left &= ~rows
    return {**out, "repeats its speaker or a source": int(left.sum())}


def named_by(items: Items, shape: tuple[int, int, int], place: Numbers, day: Numbers) -> Floats:
    """1 for each place and day if a claim has named the place by then, else 0."""
    days, _, places = shape
    first = np.full(places, days)
    np.minimum.at(first, items.place, items.day)
    out: Floats = (first[place] <= day).astype(np.float32)
    return out

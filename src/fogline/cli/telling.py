"""What the commands about the front print for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

import pyarrow as pa
import shapely

from fogline.cli.held import voice, words
from fogline.exports import view_as
from fogline.front import Front

_SAMPLES = (
    "km2 is the map's; expected, low and high (80 %) are of samples, in which small chances count too and contested ground goes to the "
    "likelier side"
)
_SURE = 0.7


def front_told(drawn: Front) -> str:
    """Areas, line and doubt."""
    metres = drawn.mesh.plane.metres
    lines = [
        f"line   {' and '.join(sides)} meet along {shapely.length(metres(line)) / 1000:,.0f} km, in {len(line.geoms)} parts"
        for sides, line in drawn.lines.items()
    ] or ["line   none: no two sides meet"]
    lines.append(
        f"doubt  {shapely.area(metres(drawn.doubt)) / 1e6:,.0f} km2 are held with a chance below {drawn.sure:g}"
    )
    lines.append(f"note   {_SAMPLES} (docs/front.md)")
    outside = [state for state, extent in drawn.extents.items() if extent.doubtful]
    if outside:
        lines.append(
            f"note   the map's figure for {' and '.join(outside)} lies outside its interval: many places are in doubt, trust the interval"
        )
    head = f"{drawn.day}, estimated from {drawn.rests_on}"
    return f"{head}\n{view_as('table', drawn.table()).decode()}" + "\n".join(lines) + "\n"


def changes_told(found: Any, limit: int) -> str:
    """Ground, pace, and the places with what is said of them."""
    told = [
        f"{found.first} to {found.last}, estimated from {found.control.rests_on}",
        f"Ground that changed hands; {_SAMPLES}",
    ]
    told += [view_as("table", found.table()).decode()]
    if found.advances:
        told += [
            "km a day by sector; negative is a retreat",
            _table([asdict(a) for a in found.advances]),
        ]
    more = (
        f"; {found.wavering:,} more wavered, their chance grew by less than .1"
        if found.wavering
        else ""
    )
    told += [
        f"{min(limit, len(found.turns)):,} of {len(found.turns):,} places that changed hands{more}; --format json has all"
    ]
    return "\n".join([*told, *turns_told(found.turns[:limit])]) + "\n"


def turns_told(turns: Sequence[Any]) -> list[str]:
    """Places that changed hands; those with the same claims behind them together."""
    out = []
    for ids, group in groupby(turns, key=lambda t: tuple(c["id"] for c in t.claims or ())):
        several = list(group)
        out += [_turn_told(t) for t in several]
        if several[0].claims is None:
            out.append("    claims not looked up: raise --limit")
        elif not ids:
            out.append("    no claim names it: it follows its neighbours")
        out += [
            f"    {c['nats']:+.1f}  {voice(c)}, {str(c['published'] or 'undated')[:10]}: {words(c)}"
            for c in several[0].claims or ()
        ]
    return out


def _turn_told(turn: Any) -> str:
    where = f"{turn.place.name}, {turn.place.region}" if turn.place.region else turn.place.name
    return f"{turn.day}  {where}: {turn.lost_by} to {turn.gained_by}, chance {turn.before:.2f} to {turn.after:.2f}, {turn.km2:g} km2"


def pockets_told(found: Any, window: int) -> str:
    """Pockets with their necks through time and what changed them, then salients."""
    told = [f"{found.day}: {len(found.pockets)} pockets, {len(found.salients)} salients"]
    for pocket in found.pockets:
        kind = f"by a neck of {pocket.neck_km:g} km" if pocket.neck_km else "cut off"
        told += ["", f"{pocket.side}, {kind}: {_ground(pocket)}"]
        told += [f"  its neck: {pocket.course()}"] if window else []
        told += [f"  {line}" for line in turns_told(pocket.turns)]
    told += ["", "Salients"] if found.salients else []
    for salient in found.salients:
        told.append(
            f"{salient.side}, {salient.depth_km:g} km deep and {salient.width_km:g} wide: {_ground(salient)}"
        )
    return "\n".join(told) + "\n"


def _ground(found: Any) -> str:
    names = ", ".join(p.name for p in found.places[:4])
    more = f" and {len(found.places) - 4} more" if len(found.places) > 4 else ""
    doubt = (
        "; doubtful, it may be a misread claim (`fogline explain`)" if found.chance < _SURE else ""
    )
    return (
        f"{names}{more}; {found.km2:,.0f} km2, held with a mean chance of {found.chance:.2f}{doubt}"
    )


def _table(rows: list[dict[str, Any]]) -> str:
    return view_as("table", pa.Table.from_pylist(rows)).decode()

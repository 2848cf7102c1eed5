"""``fogline front``, ``changes`` and ``pockets``."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely

from fogline import front as room
from fogline.cli.ask import save
from fogline.cli.held import Request, estimated_to, look, voice, words
from fogline.control import ControlError
from fogline.exports import KINDS, view_as
from fogline.exports import export as export_as
from fogline.front import Front
from fogline.theatre import load

Box = tuple[float, float, float, float]
_CHARTS = (".svg", ".png", ".html")


def front(request: Request, day: date | None, sure: float, box: Box | None, form: str, out: Path | None) -> int:
    """Print or write the front of a day."""
    if form == "png" and out is None:
        raise ControlError("png is no text for a screen: name a file with --out")
    if box and form not in {"svg", "png"}:
        raise ControlError("--area says what a picture shows: give --format svg or png with it")
    drawn = room.draw(estimated_to(request, day), day, sure)
    if form == "table":
        save(_told(drawn).encode(), out)
    elif form == "svg":
        save(drawn.picture(box=box).encode(), out)
    elif form == "png":
        save(drawn.picture_png(box=box), out)
    else:
        save(view_as(form, drawn.features() if form == "geojson" else drawn.table()), out)
    return 0


def _told(drawn: Front) -> str:
    """Areas, line and doubt, for the terminal."""
    metres = drawn.mesh.plane.metres
    lines = [
        f"line   {' and '.join(sides)} meet along {shapely.length(metres(line)) / 1000:,.0f} km, in {len(line.geoms)} parts"
        for sides, line in drawn.lines.items()
    ] or ["line   none: no two sides meet"]
    lines.append(f"doubt  {shapely.area(metres(drawn.doubt)) / 1e6:,.0f} km2 are held with a chance below {drawn.sure:g}")
    lines.append("km2 is the map's; expected, low and high (80 %) are of samples, in which small chances count too (docs/front.md)")
    return f"{drawn.day}\n{view_as('table', drawn.table()).decode()}" + "\n".join(lines) + "\n"


def changes(request: Request, days: tuple[date, date], limit: int, chart: Path | None, form: str, out: Path | None) -> int:
    """Print or write what changed hands."""
    if chart is not None and (chart.suffix not in _CHARTS or not chart.absolute().parent.is_dir()):
        raise ControlError(f"chart {str(chart)!r}: give a file in a folder that is there, with one of the endings {', '.join(_CHARTS)}")
    found = room.changes(estimated_to(request, *days), *days, explained=limit)
    if chart is not None:
        save(_drawn(found.chart(), chart.suffix[1:]), chart)
    if form == "csv":
        save(view_as("csv", found.table()), out)
    elif form == "json":
        parts = {n: [asdict(f) for f in getattr(found, n)] for n in ("flows", "advances", "turns")}
        save(_json({"from": days[0], "to": days[1], **parts}), out)
    else:
        save(_changes_told(found, limit).encode(), out)
    return 0


def _changes_told(found: Any, limit: int) -> str:
    """Ground, pace, and the places with what is said of them, for the terminal."""
    ground = found.table()
    seen = [k for k, row in enumerate(ground.to_pylist()) if row["places"] or row["km2_low"] >= 1]
    told = [
        "km2 that changed hands: on the map, and in the samples (80 %)",
        view_as("table", ground.take(pa.array(seen, pa.int64()))).decode(),
    ]
    if found.advances:
        told += [
            "km a day by sector; negative is a retreat",
            view_as("table", pa.Table.from_pylist([asdict(a) for a in found.advances])).decode(),
        ]
    told += [f"{min(limit, len(found.turns)):,} of {len(found.turns):,} places; --format json has all"]
    return "\n".join([*told, *(_turn_told(turn) for turn in found.turns[:limit])]) + "\n"


def _turn_told(turn: Any) -> str:
    """A place that changed hands, with the claims behind it."""
    where = f"{turn.place.name}, {turn.place.region}" if turn.place.region else turn.place.name
    head = f"{turn.day}  {where}: {turn.lost_by} to {turn.gained_by}, chance {turn.before:.2f} to {turn.after:.2f}, {turn.km2:g} km2"
    said = [f"    {c['nats']:+.1f}  {voice(c)}: {words(c)}" for c in turn.claims]
    return "\n".join([head, *(said or ["    no claim of its own: it follows its neighbours"])])


def _drawn(chart: Any, form: str) -> bytes:
    if form == "png":
        pixels = io.BytesIO()
        chart.save(pixels, format=form, scale_factor=2)
        return pixels.getvalue()
    text = io.StringIO()
    chart.save(text, format=form, **({"inline": True} if form == "html" else {}))
    return text.getvalue().encode()


def pockets(request: Request, day: date | None, sizes: tuple[float, float, int], form: str, out: Path | None) -> int:
    """Print or write pockets and salients."""
    found = room.pockets(estimated_to(request, day), day, *sizes)
    if form in {"csv", "geojson"}:
        save(view_as(form, found.features() if form == "geojson" else found.table()), out)
        return 0
    if form == "json":
        kinds = {n: [_plain(f) for f in getattr(found, n)] for n in ("pockets", "salients")}
        save(_json({"day": found.day, **kinds}), out)
        return 0
    told = [f"{found.day}: {len(found.pockets)} pockets, {len(found.salients)} salients", view_as("table", found.table()).decode()]
    told += [_followed(pocket, sizes[2]) for pocket in found.pockets]
    save("\n".join(told).encode(), out)
    return 0


def _plain(found: Any) -> dict[str, Any]:
    values = {n: getattr(found, n) for n in found.__dataclass_fields__}
    return {n: v.wkt if hasattr(v, "wkt") else [asdict(t) for t in v] if n in {"turns", "places"} else v for n, v in values.items()}


def _followed(pocket: Any, window: int) -> str:
    """A pocket's neck through time, and what narrowed or widened it."""
    names = ", ".join(p.name for p in pocket.places[:4])
    lines = [f"{pocket.side} at {names}: {pocket.course()}" if window else f"{pocket.side} at {names}"]
    return "\n".join([*lines, *(_turn_told(turn) for turn in pocket.turns)]) + "\n"


def export(request: Request, kind: str, days: tuple[date | None, date | None], layer: str, out: Path | None) -> int:
    """Write an export: one file, or a folder for a package."""
    if kind == "package" and (out is None or out.is_file()):
        raise ControlError("package is a folder of files: name it with --out")
    if out is None and kind in {"gpkg", "geoparquet", "pmtiles"}:
        raise ControlError(f"{kind} is no text for a screen: name a file with --out")
    if kind != "package" and out is not None and out.is_dir():
        raise ControlError(f"out {str(out)!r}: it is a folder; name a file in it")
    view, options = look(request)
    about = estimated_to(request, *days) if KINDS[kind] else load(options.theatre)
    files = export_as(kind, view, about, day=days[0], since=days[1], layer=layer)
    if kind == "package" and out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, written in files.items():
            save(written, out / name)
    else:
        save(next(iter(files.values())), out)
    return 0


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, default=str) + "\n").encode()

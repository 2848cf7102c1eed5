"""``fogline front``, ``changes`` and ``pockets``."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from fogline import front as room
from fogline.cli.ask import needs_place, save
from fogline.cli.held import Request, estimated_to, look
from fogline.cli.telling import changes_told, front_told, pockets_told
from fogline.control import ControlError
from fogline.exports import KINDS, view_as
from fogline.exports import export as export_as
from fogline.theatre import load

Box = tuple[float, float, float, float]
_CHARTS = (".svg", ".png", ".html")


def front(
    request: Request, day: date | None, sure: float, box: Box | None, form: str, out: Path | None
) -> int:
    """Print or write the front of a day."""
    needs_place(out)
    if form == "png" and out is None:
        raise ControlError("png is no text for a screen: name a file with --out")
    if box and form not in {"svg", "png"}:
        raise ControlError("--area says what a picture shows: give --format svg or png with it")
    drawn = room.draw(estimated_to(request, day), day, sure)
    if form == "table":
        save(front_told(drawn).encode(), out)
    elif form == "svg":
        save(drawn.picture(box=box).encode(), out)
    elif form == "png":
        save(drawn.picture_png(box=box), out)
    else:
        save(view_as(form, drawn.features() if form == "geojson" else drawn.table()), out)
    return 0


def changes(
    request: Request,
    days: tuple[date, date],
    limit: int,
    chart: Path | None,
    form: str,
    out: Path | None,
) -> int:
    """Print or write what changed hands."""
    needs_place(out)
    if chart is not None and (chart.suffix not in _CHARTS or not chart.absolute().parent.is_dir()):
        raise ControlError(
            f"chart {str(chart)!r}: give a file in a folder that is there, with one of the endings {', '.join(_CHARTS)}"
        )
    found = room.changes(estimated_to(request, *days), *days, explained=limit)
    if chart is not None:
        save(_drawn(found.chart(), chart.suffix[1:]), chart)
    if form == "csv":
        save(view_as("csv", found.table()), out)
    elif form == "json":
        parts = {n: [asdict(f) for f in getattr(found, n)] for n in ("flows", "advances", "turns")}
        save(_json({"from": days[0], "to": days[1], **parts}), out)
    else:
        save(changes_told(found, limit).encode(), out)
    return 0


def _drawn(chart: Any, form: str) -> bytes:
    if form == "png":
        pixels = io.BytesIO()
        chart.save(pixels, format=form, scale_factor=2)
        return pixels.getvalue()
    text = io.StringIO()
    chart.save(text, format=form, **({"inline": True} if form == "html" else {}))
    return text.getvalue().encode()


def pockets(
    request: Request, day: date | None, sizes: tuple[float, float, int], form: str, out: Path | None
) -> int:
    """Print or write pockets and salients."""
    needs_place(out)
    found = room.pockets(estimated_to(request, day), day, *sizes)
    if form in {"csv", "geojson"}:
        save(view_as(form, found.features() if form == "geojson" else found.table()), out)
        return 0
    if form == "json":
        kinds = {n: [_plain(f) for f in getattr(found, n)] for n in ("pockets", "salients")}
        save(_json({"day": found.day, **kinds}), out)
        return 0
    save(pockets_told(found, sizes[2]).encode(), out)
    return 0


def _plain(found: Any) -> dict[str, Any]:
    values = {n: getattr(found, n) for n in found.__dataclass_fields__}
    return {
        n: v.wkt if hasattr(v, "wkt") else [asdict(t) for t in v] if n in {"turns", "places"} else v
        for n, v in values.items()
    }


def export(
    request: Request,
    kind: str,
    days: tuple[date | None, date | None],
    layer: str | None,
    out: Path | None,
) -> int:
    """Write an export: one file, or a folder for a package."""
    needs_place(out)
    if kind == "package" and out is None:
        raise ControlError("package is a folder of files: name it with --out")
    if (
        kind == "package"
        and out is not None
        and out.exists()
        and (out.is_file() or any(out.iterdir()))
    ):
        raise ControlError(f"out {str(out)!r}: there is something there already; name a new folder")
    if layer and kind not in {"geojson", "geoparquet"}:
        raise ControlError(
            f"--layer is for geojson and geoparquet: {kind} has all layers, or no layer"
        )
    if out is None and kind in {"gpkg", "geoparquet", "pmtiles"}:
        raise ControlError(f"{kind} is no text for a screen: name a file with --out")
    if kind != "package" and out is not None and out.is_dir():
        raise ControlError(f"out {str(out)!r}: it is a folder; name a file in it")
    view, options = look(request)
    about = estimated_to(request, *days) if KINDS[kind] else load(options.theatre)
    files = export_as(kind, view, about, day=days[0], since=days[1], layer=layer or "areas")
    if kind == "package" and out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, written in files.items():
            save(written, out / name)
    else:
        save(next(iter(files.values())), out)
    return 0


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, default=str) + "\n").encode()

"""From packaged dispatches to a folder with a ledger, maps, a chart, tables and exports."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from fogline import control as control_room
from fogline import front as front_room
from fogline.control import Control, Options
from fogline.documents import SourceDefaults, load
from fogline.errors import FoglineError
from fogline.exports import export, kinds, view_as
from fogline.front import Front
from fogline.ledger import Ledger, open_ledger
from fogline.require import MissingError
from fogline.sources import score
from fogline.theatre import load as load_theatre

Say = Callable[[str], None]
FIRST, BEFORE, AFTER, LAST = (
    date(2022, 8, 31),
    date(2022, 9, 5),
    date(2022, 9, 12),
    date(2022, 9, 15),
)
_BOX = (47.2, 34.5, 50.7, 40.3)
# What juts out around Izium and Lyman: the day, how wide a way counts as narrow, and the least
# ground. Among towns ways are wider than among villages.
_POCKETS = (
    (date(2022, 9, 7), 60.0, 1_000.0),
    (date(2022, 9, 9), 80.0, 1_000.0),
    (AFTER, 80.0, 1_000.0),
)
_KINDS = ("package", "gpkg", "kml", "rss", "acled", "hxl", "plover")
# Places that changed hands: how many are printed, and for how many claims are looked up.
_TURNS, _EXPLAINED = 10, 40
# Days before a pocket over which its neck is followed.
_NECK_DAYS = 5
_FILES = ("dispatches.jsonl", "september.toml", "README.md")


def run(folder: Path, say: Say) -> list[str]:
    """Read the dispatches into a ledger in a new folder, estimate, draw and export; ``say`` gets
    what there is to tell.

    Gives what was left out because an extra is not installed.

    Raises:
        FoglineError: the folder has something in it already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FoglineError(
            f"folder {str(folder)!r}", "it has something in it", "name a new one with --out"
        )
    began = time.perf_counter()
    theatre = _unpacked(folder)
    with open_ledger(str(folder / "war.db"), create=True) as book:
        view = _read(book, folder, theatre, say)
    control = control_room.estimate(view, Options(theatre=theatre, start=FIRST, end=LAST))
    left: list[str] = []
    _fronts(control, folder, left, say)
    _changes(control, folder, left, say)
    _pockets(control, folder, say)
    _scores(control, folder, say)
    _exports(view, control, folder, left)
    say(
        f"\n{sum(1 for f in folder.rglob('*') if f.is_file())} files in {folder} after"
        f" {time.perf_counter() - began:.0f} s"
    )
    return left


def ledger(folder: Path) -> Path:
    """The ledger of the dispatches in an empty folder, and nothing else; gives its file."""
    theatre = _unpacked(folder)
    with open_ledger(str(folder / "war.db"), create=True) as book:
        _add(book, folder, theatre)
    return folder / "war.db"


def _add(book: Ledger, folder: Path, name: str) -> int:
    """Take the dispatches in; gives how many were new."""
    theatre = load_theatre(name)
    return book.add(
        load([str(folder / "dispatches.jsonl")], SourceDefaults(theatre=theatre)), theatre
    ).new


def _unpacked(folder: Path) -> str:
    """The packaged files in a folder; gives the theatre's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        (folder / name).write_bytes((resources.files("fogline.demo") / "data" / name).read_bytes())
    return str((folder / "september.toml").resolve())


def _read(book: Ledger, folder: Path, name: str, say: Say) -> pa.Table:
    new = _add(book, folder, name)
    view = book.view()
    say(f"{new} dispatches of six sources, written for this demo: {view.num_rows} claims")
    denied = sum(p == "negative" for p in view["polarity"].to_pylist())
    ahead = sum(s != "actual" for s in view["status"].to_pylist())
    lost = sum(s not in {"located", None} for s in view["place_status"].to_pylist())
    say(
        f"{denied} of them denials, {ahead} forecasts or conditions, {lost} about places that can't"
        " be told; all are kept"
    )
    return view


def _fronts(control: Control, folder: Path, left: list[str], say: Say) -> None:
    for day in (BEFORE, AFTER):
        drawn = front_room.draw(control, day)
        picture = folder / f"front-{day}.svg"
        picture.write_text(drawn.picture(box=_BOX), encoding="utf-8")
        _unless_missing(partial(_png, drawn, picture.with_suffix(".png")), left)
        say(f"\nThe front on {day}\n{view_as('table', drawn.table()).decode().rstrip()}")


def _png(drawn: Front, file: Path) -> None:
    file.write_bytes(drawn.picture_png(box=_BOX))


def _changes(control: Control, folder: Path, left: list[str], say: Say) -> None:
    found = front_room.changes(control, BEFORE, AFTER, explained=_EXPLAINED)
    (folder / "changes.csv").write_bytes(view_as("csv", found.table()))
    (folder / "turns.csv").write_bytes(view_as("csv", found.handover_table()))
    _unless_missing(partial(_chart, found, folder / "area.svg"), left)
    for flow in found.flows:
        if flow.region == "all" and flow.places:
            told = (
                f"{flow.km2:,.0f} km2 went from {flow.lost_by} to {flow.gained_by}, contested"
                " ground counted with the likelier side"
            )
            say(f"\n{told} ({flow.low:,.0f} sure, {flow.high:,.0f} possible)")
    say(
        f"{min(_TURNS, len(found.handovers))} of {len(found.handovers)} places that changed hands,"
        " with a claim behind each:"
    )
    for turn in found.handovers[:_TURNS]:
        said = [f'{r.claim.source}: "{r.claim.sentence}"' for r in turn.claims or ()]
        say(
            f"  {turn.day}  {turn.place.name}: {turn.lost_by} to {turn.gained_by}."
            f" {(said or ['It follows its neighbours.'])[0]}"
        )


def _chart(found: Any, file: Path) -> None:
    found.chart().save(str(file))


def _pockets(control: Control, folder: Path, say: Say) -> None:
    for day, neck_km, least_km2 in _POCKETS:
        found = front_room.pockets(control, day, neck_km, least_km2, window=_NECK_DAYS)
        (folder / f"pockets-{day}.geojson").write_bytes(view_as("geojson", found.features()))
        shown = found.table().select(
            ["kind", "side", "km2", "chance_held", "neck_km", "depth_km", "width_km", "largest"]
        )
        say(f"\nPockets and salients on {day}\n{view_as('table', shown).decode().rstrip()}")
        for pocket in found.pockets:
            say(f"  the neck of {pocket.places[0].name}: {pocket.course()}")


def _scores(control: Control, folder: Path, say: Say) -> None:
    board = score(control, by="publisher", least=1)
    (folder / "sources.csv").write_bytes(view_as("csv", board.table()))
    shown = {
        "source": [row.name for row in board.rows],
        "claims": [row.claims for row in board.rows],
        "came true": [str(row.confirmed) for row in board.rows],
    }
    say(
        "\nThe sources, each judged by the"
        f" others\n{view_as('table', pa.table(shown)).decode().rstrip()}"
    )


def _exports(view: pa.Table, control: Control, folder: Path, left: list[str]) -> None:
    for kind in _KINDS:
        _unless_missing(partial(_export, kind, view, control, folder / "exports"), left)


def _export(kind: str, view: pa.Table, control: Control, folder: Path) -> None:
    where = folder / kind if kinds()[kind].folder else folder
    files = export(kind, view, control, day=AFTER, since=BEFORE)
    where.mkdir(parents=True, exist_ok=True)
    for name, written in files.items():
        (where / name).write_bytes(written)


def _unless_missing(make: Callable[[], object], left: list[str]) -> None:
    """Do it, or note which extra it would need."""
    try:
        make()
    except MissingError as error:
        if str(error) not in left:
            left.append(str(error))

"""``fogline export``: what other programs open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import PATH, NamesOf, day_option, estimate_of_day_options
from fogline.cli.output import check_output, needs_file, save
from fogline.cli.registries import ListsExports, export_kinds
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.control import Control
    from fogline.exports import Exporter
    from fogline.theatre import Theatre


@click.command("export", cls=ListsExports)
@click.argument("kind", type=NamesOf(export_kinds))
@estimate_of_day_options
@day_option("--day", help="The day; otherwise the last day of the estimate.")
@day_option(
    "--since", help="Count what changed hands from this day on; otherwise from a week before."
)
@click.option(
    "--layer",
    type=click.Choice(["claims", "places", "areas", "lines", "doubt", "turns"]),
    metavar="claims|places|areas|lines|doubt|turns",
    help="What a geojson or geoparquet file holds; areas otherwise.",
)
@click.option("--out", type=PATH, help="The file to write; a folder for a package.")
def command(
    kind: str,
    day: date | None,
    since: date | None,
    layer: str | None,
    out: Path | None,
    **given: Any,
) -> None:
    """Write what other programs open; KIND says in which form."""
    from fogline.cli.estimates import EstimateRequest
    from fogline.exports import export
    from fogline.theatre import load

    chosen = export_kinds()[kind]
    _check(chosen, layer, out)
    request = EstimateRequest(**given)
    view, options = request.view(whole=True)
    if chosen.needs_estimate:
        about: Control | Theatre = request.estimate_to(view, options, day, since)
    else:
        about = load(options.theatre)
    files = export(kind, view, about, day=day, since=since, layer=layer or "areas")
    if chosen.folder and out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, written in files.items():
            save(written, out / name)
    else:
        save(next(iter(files.values())), out)


def _check(kind: Exporter, layer: str | None, out: Path | None) -> None:
    """Refuse what can't be written, before any work.

    Raises:
        UsageError: an output or a layer that this kind can't have.
    """
    check_output(out)
    if layer and not kind.one_layer:
        able = " and ".join(name for name, k in export_kinds().items() if k.one_layer)
        raise UsageError(f"--layer is for {able}", f"{kind.name} has all layers, or no layer")
    if out is None:
        if kind.folder:
            raise UsageError(f"{kind.name} is a folder of files", "name it with --out")
        if not kind.text:
            raise UsageError(needs_file(kind.name))
        return
    if not kind.folder and out.is_dir():
        raise UsageError(f"out {str(out)!r}", "it is a folder", "name a file in it")
    if kind.folder and out.exists() and (out.is_file() or any(out.iterdir())):
        raise UsageError(
            f"out {str(out)!r}", "there is something there already", "name a new folder"
        )

"""Publishing a ledger: the pages and answers of the server, asked one by one and written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from fogline.errors import UsageError
from fogline.web.app import create_app
from fogline.web.estimate_cache import EVERYTHING
from fogline.web.server import Server
from fogline.web.settings import Settings
from fogline.web.site.asking import Client
from fogline.web.site.day_files import write_days
from fogline.web.site.evidence_files import write_claims, write_places, write_sources
from fogline.web.site.folder import check_folder, new_site
from fogline.web.site.page_files import months_of, write_files, write_pages
from fogline.web.site.site import Site

# Seconds that the application may work out an answer: nobody waits for it.
_PATIENCE = 3_600.0


@dataclass(frozen=True)
class Published:
    """What a site has: its files, their bytes, and days and places on its map."""

    files: int
    size: int
    days: int
    places: int


def publish(
    settings: Settings, out: Path, *, title: str = "", say: Callable[[str], None]
) -> Published:
    """Write a ledger as a folder of plain files that any web host serves.

    ``settings`` say which ledger, theatre and days, and whether texts are shown; what only a server
    can do with them is left out. ``title`` is the site's name. ``say`` is told what is being done.

    Raises:
        UsageError: a folder that has other things in it, or an estimate of one day.
        FoglineError: the ledger can't be read or estimated, or the folder can't be written.
    """
    check_folder(out)
    given = replace(settings, review="", rate=0, tiles=None, style="", patience=_PATIENCE)
    app = create_app(given)
    server: Server = app.state.server
    server.estimates.freeze()
    try:
        say("estimating who held what")
        snapshot = server.estimates.snapshot()
        control = server.estimates.control(snapshot, EVERYTHING)
        if control.first_shown == control.last:
            days, why = f"day {control.last}", "the map has no other, so nothing can change"
            raise UsageError(days, why, "give an earlier first day or a later last one")
        with new_site(out) as folder:
            months = months_of(control)
            site = Site(server, Client(app), folder, snapshot, control, months, title, say)
            _run(site)
            return Published(folder.files, folder.size, len(site.dates), len(control.places))
    finally:
        server.close()


def _run(site: Site) -> None:
    """Write a site; in a thread of its own where this one has a loop already, as a notebook's."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_write(site))
    else:
        with ThreadPoolExecutor(1) as writer:
            writer.submit(asyncio.run, _write(site)).result()


async def _write(site: Site) -> None:
    for write in (write_files, write_places, write_days, write_claims, write_sources, write_pages):
        await write(site)

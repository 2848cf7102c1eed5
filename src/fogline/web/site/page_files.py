"""The pages of a site that are files of their own, and the files that all pages need."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from importlib import resources
from itertools import groupby
from typing import Any

from fogline.control import Control
from fogline.web.encoding import to_json
from fogline.web.place_names import LANGUAGES
from fogline.web.site.addresses import VIEW
from fogline.web.site.chances import GROUP, STEPS, chance_files
from fogline.web.site.folder import MARK
from fogline.web.site.names import names
from fogline.web.site.pages import PageWriter
from fogline.web.site.shelves import compressed, packed
from fogline.web.site.site import Month, Site
from fogline.web.template_rendering import render
from fogline.web.texts import script_texts, text

# Answers of the server that are files as they are.
_PLAIN = ("/api/v1/war", "/api/v1/timeline", "/basemap.geojson", "/water.geojson", "/sides.css")
_VENDOR = ("/vendor/maplibre-gl.js", "/vendor/maplibre-gl.css")
# Pages that are the server's.
_PAGES = ("/", "/changes", "/pockets", "/sources", "/sources?by=speaker")


def months_of(control: Control) -> list[Month]:
    """The months of an estimate; the first day of all is no change from a day before."""
    first = control.first_shown
    days = [first + timedelta(k) for k in range((control.last - first).days + 1)]
    found = [[*some] for _, some in groupby(days, key=lambda d: (d.year, d.month))]
    return [Month(some[0], some[-1]) for some in found if len(some) > 1]


async def write_files(site: Site) -> None:
    """Write the scripts and styles, the war, and the places with their chances and names."""
    for name, written in _static():
        site.folder.write(f"static/{name}", written)
    for address in (*_PLAIN, *_VENDOR):
        site.folder.write(site.file(address), await site.client.ask(address))
    for language in LANGUAGES:
        address = f"/api/v1/places?lang={language}"
        found = await site.client.ask(address)
        site.folder.write(site.file(address), compressed(found))
    ids = json.loads(found)["id"]
    for k, written in chance_files(site.control, ids):
        site.folder.write(f"data/chances/{k}.bin.gz", written)
    told = names(site.snapshot.gazetteer, site.control, ids)
    site.folder.write("data/names.json.gz", packed(told))
    site.folder.write(MARK, _read_me(site))


def _static() -> Iterator[tuple[str, bytes]]:
    folder = resources.files("fogline.web") / "static"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.is_file():
            yield file.name, file.read_bytes()


def _read_me(site: Site) -> bytes:
    return (
        text("publish", "read_me").format(title=site.title or site.snapshot.theatre.title).encode()
    )


async def write_pages(site: Site) -> None:
    """Write the pages that stand in files of their own."""
    facts: dict[str, object] = {"view": VIEW, "steps": STEPS, "group": GROUP}
    writer = PageWriter(site.addresses, site.title, facts)
    for address in _PAGES:
        note = render("site_months", months=site.months) if address == "/changes" else b""
        await _write_page(site, writer, address, note)
    for month in site.months:
        await _write_page(site, writer, month.address)
    note = render("site_about", texts=site.server.settings.texts)
    await _write_page(site, writer, "/about", note)
    own: dict[str, Any] = {"script_texts": json.loads(to_json(script_texts()))}
    for template, file in (("site_claims", "claims.html"), ("site_view", VIEW)):
        site.folder.write(file, writer.page(render(template, **own), file))


async def _write_page(site: Site, writer: PageWriter, address: str, note: bytes = b"") -> None:
    served, file = await site.client.ask(address), site.file(address)
    site.folder.write(file, writer.page(served, file, note=note))
    site.say(f"page {file}")

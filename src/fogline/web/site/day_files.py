"""The days of a site: fronts, signs, and what changed hands in the week before."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta

from fogline.web.site.fronts import FrontShelf
from fogline.web.site.shelves import Shelves, compressed, packed
from fogline.web.site.site import Site

# Days over which the map's panel tells what changed, as static/state.js has them.
BEFORE = 7


async def write_days(site: Site) -> None:
    """Write what the map shows of each day."""
    fronts: dict[str, FrontShelf] = defaultdict(FrontShelf)
    texts = Shelves()
    dates, first = site.dates, site.control.first_shown
    for k, day in enumerate(dates, 1):
        shapes = [f"/api/v1/front?day={day}", f"/api/v1/layers?day={day}"]
        await site.shelve(texts, f"/api/v1/symbols?day={day}")
        if day > first:
            between = f"since={max(first, day - timedelta(BEFORE))}&day={day}"
            await site.shelve(texts, f"/panel/changes?{between}")
            shapes.append(f"/api/v1/changed?{between}")
        for address in shapes:
            answer = json.loads(await site.client.ask(address))
            fronts[site.file(address)].put(site.addresses.key(address), answer)
        holders = f"/api/v1/holders?day={day}"
        site.folder.write(site.file(holders), compressed(await site.client.ask(holders)))
        site.progress("days", k, len(dates))
    for name, shelf in sorted(fronts.items()):
        site.folder.write(name, packed(shelf.record()))
    site.put(texts)

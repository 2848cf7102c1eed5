"""The days of a site: fronts, signs, and what changed hands in the week before."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta

from fogline.web.site.fronts import FrontShelf
from fogline.web.site.shelves import Shelves, packed
from fogline.web.site.site import Site

# Days over which the map's panel tells what changed, as static/state.js has them.
BEFORE = 7


async def write_days(site: Site) -> None:
    """Write what the map shows of each day."""
    fronts: dict[str, FrontShelf] = defaultdict(FrontShelf)
    texts = Shelves()
    dates, first = site.dates, site.control.first
    for k, day in enumerate(dates, 1):
        address = f"/api/v1/front?day={day}"
        answer = json.loads(await site.client.ask(address))
        fronts[site.file(address)].put(site.addresses.key(address), answer)
        await site.shelve(texts, f"/api/v1/symbols?day={day}")
        if day > first:
            since = max(first, day - timedelta(BEFORE))
            await site.shelve(texts, f"/panel/changes?since={since}&day={day}")
        site.progress("days", k, len(dates))
    for name, shelf in sorted(fronts.items()):
        site.folder.write(name, packed(shelf.record()))
    site.put(texts)

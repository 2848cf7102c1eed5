"""Places, claims, documents and sources of a site, each text by its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import quote

import numpy as np

from fogline.control import weigh
from fogline.model import ClaimRow
from fogline.web import sources_view
from fogline.web.ledger_snapshot import UNKNOWN
from fogline.web.serializers import ClaimRecord, claim_record
from fogline.web.site.pages import main_of
from fogline.web.site.shelves import Shelves, packed
from fogline.web.site.site import Site

# Panels of a place, at most. A place that claims name on more days has its evidence of so many of
# them, the last among them.
_PANELS = 48
_EPOCH = date(1970, 1, 1)


async def write_places(site: Site) -> None:
    """Write, of each place that claims name, its panels of the days with new claims about it."""
    shelves, named = Shelves(), _days_by_place(site)
    for k, (place, days) in enumerate(sorted(named.items()), 1):
        weigh(site.control, place)
        for day in days:
            await site.shelve(shelves, f"/panel/places/{quote(place)}?day={day}")
        site.progress("places that claims name", k, len(named))
    site.put(shelves)
    site.folder.write("data/panels.json.gz", packed(named))


def _days_by_place(site: Site) -> dict[str, list[date]]:
    """The days of the panels of each named place."""
    control, snapshot = site.control, site.snapshot
    first, last = ((d - _EPOCH).days for d in (control.first, control.last))
    out: dict[str, list[date]] = {}
    for at, ids in enumerate(control.settlements.ids):
        rows = [snapshot.rows_of_place[id] for id in ids if id in snapshot.rows_of_place]
        if not rows:
            continue
        start = snapshot.start[np.concatenate(rows)]
        news = {int(d) for d in start if d > UNKNOWN and first <= d <= last} | {last}
        out[control.places[at].id] = [_EPOCH + timedelta(d) for d in _some(sorted(news))]
    return out


def _some(days: list[int]) -> list[int]:
    """Days, thinned evenly to the most that a place has."""
    chosen = np.linspace(0, len(days) - 1, min(len(days), _PANELS)).round().astype(int)
    return [days[k] for k in chosen]


async def write_claims(site: Site) -> None:
    """Write each claim, each document, and the index by which claims are found."""
    shelves = Shelves()
    snapshot = site.snapshot
    every = snapshot.with_earlier_texts
    claims = sorted({*snapshot.row_of, *every.row_of})
    documents = sorted(set(every.rows["document"].to_pylist()))
    addresses = [f"/claims/{c}" for c in claims] + [f"/documents/{d}" for d in documents]
    for k, address in enumerate(addresses, 1):
        page = main_of(await site.client.ask(address))
        shelves.put(site.file(address), site.addresses.key(address), page)
        if k % 2_000 == 0 or k == len(addresses):
            site.say(f"claims and documents: {k:,} of {len(addresses):,}")
    site.put(shelves)
    rows = snapshot.claims(np.arange(snapshot.rows.num_rows))
    site.folder.write("data/claims.json.gz", packed(_index(site, rows)))


def _index(site: Site, rows: Iterable[ClaimRow]) -> dict[str, list[object]]:
    """What the list of claims shows and what it can be asked for, by column."""
    columns: dict[str, list[object]] = {}
    for row in rows:
        for name, value in _line(claim_record(row, site.snapshot.theatre)).items():
            columns.setdefault(name, []).append(value)
    return columns


def _line(claim: ClaimRecord) -> dict[str, object]:
    place = claim["place"]
    return {
        "id": claim["id"],
        "says": claim["says"],
        "speaker": " › ".join(claim["said_by"]),
        "published": (claim["published"] or "")[:10],
        "since": claim["start"],
        "until": claim["end"],
        "place": (place and place["id"]) or "",
        "name": (place and place["name"]) or "",
        **{n: claim[n] or "" for n in ("event", "actor", "source", "certainty", "status")},
        "polarity": claim["polarity"],
    }


async def write_sources(site: Site) -> None:
    """Write what is behind the figures of each source."""
    shelves = Shelves()
    for by in ("publisher", "speaker"):
        for row in sources_view.scores(site.control, by)["rows"]:
            name = quote(str(row["name"] or "-"), safe="")
            address = f"/sources/{name}?by={by}"
            page = main_of(await site.client.ask(address))
            shelves.put(site.file(address), site.addresses.key(address), page)
    site.say("sources")
    site.put(shelves)

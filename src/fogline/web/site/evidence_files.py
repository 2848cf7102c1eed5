"""Places, claims, documents and sources of a site, each text by its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import numpy as np
from lxml import html

from fogline.control import weigh
from fogline.web.ledger_snapshot import UNKNOWN, calendar_day, day_number
from fogline.web.serializers import ClaimRecord, claim_record
from fogline.web.site.pages import main_of
from fogline.web.site.shelves import Shelves, packed
from fogline.web.site.site import Site

# Panels of a place, at most. A place that claims name on more days has its evidence of so many of
# them, the last among them.
_PANELS = 48
# Claims between two words about how far it is.
_CLAIMS = 2_000


async def write_places(site: Site) -> None:
    """Write, of each place that claims name, its panels of the days with new claims about it."""
    shelves, named = Shelves(), _days_by_place(site)
    for k, (place, days) in enumerate(sorted(named.items()), 1):
        weigh(site.control, place)
        for day in days:
            await site.shelve(shelves, f"/panel/places/{quote(place)}?day={day}")
        site.progress("places that claims name", k, len(named))
    site.put(shelves)
    told = {"days": named, "twins": _twins(site)}
    site.folder.write("data/panels.json.gz", packed(told))


def _twins(site: Site) -> dict[str, str]:
    """The other ids by which claims name a place, with the place's own."""
    control = site.control
    own = {id: control.places[at].id for id, at in control.position.items()}
    return {id: own[id] for id in site.snapshot.rows_of_place if own.get(id, id) != id}


def _days_by_place(site: Site) -> dict[str, list[date]]:
    """The days of the panels of each named place."""
    control, snapshot = site.control, site.snapshot
    first, last = day_number(control.first_shown), day_number(control.last)
    out: dict[str, list[date]] = {}
    for at, ids in enumerate(control.settlements.ids):
        rows = [snapshot.rows_of_place[id] for id in ids if id in snapshot.rows_of_place]
        if not rows:
            continue
        start = snapshot.start[np.concatenate(rows)]
        news = {int(d) for d in start if d > UNKNOWN and first <= d <= last} | {last}
        out[control.places[at].id] = [calendar_day(d) for d in _some(sorted(news))]
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
        site.progress("claims and documents", k, len(addresses), _CLAIMS)
    site.put(shelves)
    site.folder.write("data/claims.json.gz", packed(_index(site)))


def _index(site: Site) -> dict[str, list[object]]:
    """What the list of claims shows and what it can be asked for, by column."""
    snapshot, twins = site.snapshot, _twins(site)
    columns: dict[str, list[object]] = {}
    for row in snapshot.claims(np.arange(snapshot.rows.num_rows)):
        for name, value in _line(claim_record(row, snapshot.theatre), twins).items():
            columns.setdefault(name, []).append(value)
    return columns


def _line(claim: ClaimRecord, twins: Mapping[str, str]) -> dict[str, object]:
    place = claim["place"]
    id = (place and place["id"]) or ""
    return {
        "id": claim["id"],
        "says": claim["says"],
        "speaker": " › ".join(claim["said_by"]),
        "published": (claim["published"] or "")[:10],
        "since": claim["start"],
        "until": claim["end"],
        "place": twins.get(id, id),
        "name": (place and place["name"]) or "",
        **{n: claim[n] or "" for n in ("event", "actor", "source", "certainty", "status")},
        "polarity": claim["polarity"],
    }


async def write_sources(site: Site) -> None:
    """Write what is behind the figures of each source that the scoreboards name."""
    shelves = Shelves()
    for by in ("publisher", "speaker"):
        board = html.document_fromstring(await site.client.text(f"/sources?by={by}"))
        for address in sorted(set(board.xpath("//main//a/@href"))):
            if address.startswith("/sources/") and site.addresses.file(address):
                page = main_of(await site.client.ask(address))
                shelves.put(site.file(address), site.addresses.key(address), page)
    site.say("sources")
    site.put(shelves)

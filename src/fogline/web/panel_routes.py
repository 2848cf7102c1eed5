"""The parts of pages that the map's panel shows."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.claim_text import side_name
from fogline.control import Control
from fogline.web import changes_view, claims_view, sources_view, watch_view
from fogline.web.api_routes import AsOf, Day, Id, Name, Source
from fogline.web.encoding import HTML, to_json
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.place_band import place_band
from fogline.web.place_chapters import days_told, turns_of
from fogline.web.server import server_of
from fogline.web.template_rendering import render
from fogline.web.timeline_chart import timeline_chart

router = APIRouter(include_in_schema=False)


@router.get("/panel/places/{place}")
async def place_panel(
    request: Request, place: Id, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """Who held a place and why."""
    server = server_of(request)
    lens = (await server.lens(as_of, source)).words()

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        found = claims_view.place(s, c, place, day, source)
        at = c.find(place)
        told = days_told(s, claims_view.rows_about(s, c, at))
        return render(
            "place_panel",
            p=found,
            why=found["why"],
            chart=timeline_chart(found, day),
            band=place_band(c, at, told),
            turns=turns_of(c, at),
            sides={b.label: side_name(s.theatre, b.label) for b in s.theatre.belligerents},
            lens=lens,
            seen=urlencode({k: v for k, v in (("as_of", as_of), ("source", source)) if v}),
        )

    key = ("panel", "place", place, day)
    return await server.from_lens(request, key, as_of, source, make, HTML)


@router.get("/panel/changes")
async def changes_panel(
    request: Request, since: Day, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """What changed hands."""
    return await server_of(request).from_lens(
        request,
        ("panel", "changes", since, day),
        as_of,
        source,
        lambda s, c: render("changes_panel", found=changes_view.changes(s, c, since, day)),
        HTML,
        slow=True,
    )


@router.get("/panel/compare")
async def compare_panel(request: Request, one: Name, two: Name) -> Response:
    """Where two publishers differ."""
    return await server_of(request).from_estimate(
        request,
        ("panel", "compare", one, two),
        lambda s, c: render("differences_panel", found=sources_view.differences(c, one, two)),
        HTML,
        what="where they differ",
        slow=True,
    )


@router.get("/panel/watch")
async def watch_panel(request: Request) -> Response:
    """What came of watching the sources, which the ledger notes beside its claims."""
    server = server_of(request)
    found = await run_in_threadpool(watch_view.watched, server.estimates.ledger)
    key = ("panel", "watch", to_json(found))
    return await server.from_claims(
        request, key, lambda s: render("watch_panel", found=found), HTML
    )

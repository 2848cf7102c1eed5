"""The pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fogline.claim_text import side_name
from fogline.control import Control, ControlError
from fogline.web import (
    basemap,
    changes_view,
    claims_view,
    map_view,
    place_story,
    sources_view,
)
from fogline.web.api_routes import LEAST_KM2, NECK_KM, AsOf, By, Id, LeastKm2, NeckKm, Source
from fogline.web.claim_filter import ClaimPageQuery
from fogline.web.claims_page import claims_page
from fogline.web.encoding import CSS, GEOJSON, HTML
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.place_band import place_band
from fogline.web.security_headers import EMBED
from fogline.web.server import server_of
from fogline.web.template_rendering import render, sides_css
from fogline.web.texts import script_texts

# Days before the last that the page of changes begins with.
_WEEK = 7
# The columns of the scoreboard that stand behind the leading ones, in this order.
FIGURES = (
    "losses_passed_over",
    "copied_share",
    "confirmed_certain",
    "confirmed_probable",
    "confirmed_possible",
    "forecast_brier_7d",
    "forecast_brier_30d",
)
# A field of a form.
FormField = Annotated[str, Query(max_length=200)]
router = APIRouter(include_in_schema=False)


@router.get("/")
async def map_page(request: Request) -> Response:
    """The map."""
    return await _page_of_map(request, "map")


@router.get(EMBED)
async def embed(request: Request) -> Response:
    """The map alone, for a frame in a page of another site."""
    return await _page_of_map(request, "embed")


async def _page_of_map(request: Request, template: str) -> Response:
    server = server_of(request)
    tiles, style = server.tiles.record() if server.tiles else None, server.settings.style

    def make(s: LedgerSnapshot) -> bytes:
        packaged = "" if style else "; ".join(basemap.credits_of(s.theatre))
        credit = tiles["credit"] if tiles else packaged
        can_embed = bool(server.settings.embed_on)
        base = {"tiles": tiles, "style": style, "credit": credit, "embed": can_embed}
        return render(template, base=base, script_texts=script_texts())

    return await server.from_claims(request, ("page", template), make, HTML)


@router.get("/basemap.geojson")
async def base(request: Request) -> Response:
    """Land and borders around the theatre."""
    server = server_of(request)
    return await server.from_claims(
        request, ("basemap",), lambda s: server.basemap.around(s.theatre), GEOJSON
    )


@router.get("/water.geojson")
async def water(request: Request) -> Response:
    """Seas, lakes and wide rivers of the theatre's area."""
    server = server_of(request)
    return await server.from_claims(
        request, ("water",), lambda s: server.basemap.water(s.theatre), GEOJSON
    )


@router.get("/sides.css")
async def sides(request: Request) -> Response:
    """The sides' colours."""
    return await server_of(request).from_claims(
        request, ("sides",), lambda s: sides_css(s.theatre), CSS
    )


@router.get("/claims")
async def claims(request: Request, asked: Annotated[ClaimPageQuery, Query()]) -> Response:
    """The claims that meet the conditions in the address."""
    server = server_of(request)
    review = bool(server.settings.review)
    return await server.from_claims(
        request,
        ("page", "claims", asked),
        lambda s: claims_page(s, asked, review=review),
        HTML,
        asked.as_of,
    )


@router.get("/claims/{claim}")
async def claim(request: Request, claim: Id) -> Response:
    """One claim."""
    server = server_of(request)
    review = bool(server.settings.review)

    def make(s: LedgerSnapshot) -> bytes:
        found = claims_view.claim(s, claim)
        said = server.estimates.ledger.review.of(claim)
        return render("claim", c=found, said=said, review=review)

    return await server.from_claims(request, ("page", "claim", claim), make, HTML)


@router.get("/places/{place}")
async def place(request: Request, place: Id, as_of: AsOf = None, source: Source = "") -> Response:
    """A place's story."""
    server = server_of(request)
    lens = (await server.lens(as_of, source)).words()

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        found = place_story.story(s, c, place, server.document, source)
        band = place_band(c, c.find(place), found["told"])
        sides = {b.label: side_name(s.theatre, b.label) for b in s.theatre.belligerents}
        return render("place", p=found, band=band, sides=sides, lens=lens)

    key = ("page", "place", place)
    return await server.from_lens(request, key, as_of, source, make, HTML, slow=True)


@router.get("/documents/{document}")
async def document(request: Request, document: Id) -> Response:
    """A document with its claims marked."""
    server = server_of(request)
    review = bool(server.settings.review)

    def make(s: LedgerSnapshot) -> bytes:
        found = claims_view.document(s, server.document(document))
        rejected = claims_view.rejected_of(s, found["id"])
        return render("document", d=found, rejected=rejected, review=review)

    return await server.from_claims(request, ("page", "document", document), make, HTML)


@router.get("/sources")
async def sources(request: Request, by: By = "publisher") -> Response:
    """The scoreboard."""
    return await server_of(request).from_estimate(
        request,
        ("page", "sources", by),
        lambda s, c: render("sources", found=sources_view.scores(c, by), figures=FIGURES),
        HTML,
        what="the scoreboard of sources",
        slow=True,
    )


@router.get("/sources/{name:path}")
async def source(request: Request, name: str, by: By = "publisher") -> Response:
    """What is behind a source's figures."""
    return await server_of(request).from_estimate(
        request,
        ("page", "source", name, by),
        lambda s, c: render("source", found=sources_view.cases(s, c, name, by), figures=FIGURES),
        HTML,
        what="what came of its claims",
        slow=True,
    )


def _form_day(name: str, value: str) -> date | None:
    """A day of a form, whose fields may be empty."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Problem(422, f"{name} {value!r}", "no day", "give one as YYYY-MM-DD") from error


def _refuse_others(request: Request, *names: str) -> None:
    """Refuse what a page does not take: it would show other days than those asked for."""
    for name in request.query_params:
        if name not in names:
            advice = f"it takes {', '.join(names[:-1])} and {names[-1]}"
            raise Problem(422, f"parameter {name!r}", "this page does not take it", advice)


@router.get("/changes")
async def changes(request: Request, since: FormField = "", day: FormField = "") -> Response:
    """What changed hands between two days; in the last week, if none are given."""
    _refuse_others(request, "since", "day")
    asked = _form_day("since", since), _form_day("day", day)

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        last = asked[1] or c.last
        c.day(last)
        first = asked[0] or max(c.first_shown, last - timedelta(_WEEK))
        if last == c.first_shown:
            why = "the map begins on it, so that nothing changed before"
            raise Problem(422, f"day {last}", why, "give a later one")
        found = changes_view.changes(s, c, first, last)
        return render("changes", found=found, first=c.first_shown, last=c.last)

    return await server_of(request).from_estimate(
        request, ("page", "changes", asked), make, HTML, what="what changed hands", slow=True
    )


@router.get("/pockets")
async def pockets(
    request: Request,
    day: FormField = "",
    neck_km: NeckKm = NECK_KM,
    least_km2: LeastKm2 = LEAST_KM2,
) -> Response:
    """Pockets and salients of a day, of the last one if none is given."""
    _refuse_others(request, "day", "neck_km", "least_km2")
    asked = _form_day("day", day)

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        found = changes_view.pockets(s, c, asked or c.last, neck_km, least_km2)
        return render("pockets", found=found, first=c.first_shown, last=c.last)

    key = ("page", "pockets", asked, neck_km, least_km2)
    return await server_of(request).from_estimate(
        request, key, make, HTML, what="the pockets", slow=True
    )


@router.get("/about")
async def about(request: Request) -> Response:
    """Method, limits, credits; without figures where no estimate can be made."""
    server, key = server_of(request), ("page", "about")

    def given(s: LedgerSnapshot) -> dict[str, object]:
        contested = server.basemap.contested_borders
        credits = basemap.credits_of(s.theatre)
        return {"title": s.theatre.title, "contested": contested, "base_credits": credits}

    def with_estimate(s: LedgerSnapshot, c: Control) -> bytes:
        return render("about", war=map_view.war(s, c), **given(s))

    try:
        return await server.from_estimate(request, key, with_estimate, HTML, what="the estimate")
    except ControlError as error:
        why = str(error)
        return await server.from_claims(
            request,
            key,
            lambda s: render("about", war=None, why=why, **given(s)),
            HTML,
        )


@router.get("/api")
async def api(request: Request) -> Response:
    """The calls of the API."""
    paths = request.app.openapi()["paths"]
    calls = [
        (
            path,
            call["summary"],
            call.get("description", ""),
            [p["name"] for p in call.get("parameters", ())],
        )
        for path, methods in sorted(paths.items())
        for call in methods.values()
    ]
    return await server_of(request).from_claims(
        request, ("page", "api"), lambda s: render("api", calls=calls), HTML
    )

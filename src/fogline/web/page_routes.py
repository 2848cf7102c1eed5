"""The pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fogline.control import Control, ControlError
from fogline.web import basemap, changes_view, claims_view, map_view, sources_view
from fogline.web.api_routes import LEAST_KM2, NECK_KM, By, Id, LeastKm2, NeckKm
from fogline.web.claim_filter import ClaimPageQuery
from fogline.web.claims_page import claims_page
from fogline.web.encoding import CSS, GEOJSON, HTML
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.server import server_of
from fogline.web.template_rendering import render, sides_css
from fogline.web.texts import script_texts

# Days before the last that the page of changes begins with.
_WEEK = 7
# The columns of the scoreboard that the page shows, in this order.
FIGURES = (
    "confirmed",
    "false_captures",
    "lag_days",
    "losses_not_admitted",
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
    server = server_of(request)
    tiles, style = server.tiles.record() if server.tiles else None, server.settings.style

    def make(s: LedgerSnapshot) -> bytes:
        packaged = "" if style else "; ".join(basemap.credits_of(s.theatre))
        credit = tiles["credit"] if tiles else packaged
        base = {"tiles": tiles, "style": style, "credit": credit}
        return render("map", base=base, script_texts=script_texts())

    return await server.from_claims(request, ("page", "map"), make, HTML)


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
    return await server_of(request).from_claims(
        request, ("page", "claims", asked), lambda s: claims_page(s, asked), HTML, asked.as_of
    )


@router.get("/claims/{claim}")
async def claim(request: Request, claim: Id) -> Response:
    """One claim."""
    server = server_of(request)
    review = bool(server.settings.review)
    return await server.from_claims(
        request,
        ("page", "claim", claim),
        lambda s: render("claim", c=claims_view.claim(s, claim), review=review),
        HTML,
    )


@router.get("/documents/{document}")
async def document(request: Request, document: Id) -> Response:
    """A document with its claims marked."""
    server = server_of(request)
    return await server.from_claims(
        request,
        ("page", "document", document),
        lambda s: render("document", d=claims_view.document(s, server.document(document))),
        HTML,
    )


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
        lambda s, c: render("source", found=sources_view.cases(s, c, name, by)),
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


@router.get("/changes")
async def changes(request: Request, since: FormField = "", day: FormField = "") -> Response:
    """What changed hands between two days; in the last week, if none are given."""
    asked = _form_day("since", since), _form_day("day", day)

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        last = asked[1] or c.last
        c.day(last)
        first = asked[0] or max(c.first, last - timedelta(_WEEK))
        if last == c.first:
            why = "the estimate begins on it, so that nothing changed before"
            raise Problem(422, f"day {last}", why, "give a later one")
        found = changes_view.changes(s, c, first, last)
        return render("changes", found=found, first=c.first, last=c.last)

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
    asked = _form_day("day", day)

    def make(s: LedgerSnapshot, c: Control) -> bytes:
        found = changes_view.pockets(s, c, asked or c.last, neck_km, least_km2)
        return render("pockets", found=found, first=c.first, last=c.last)

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

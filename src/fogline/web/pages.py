"""The pages, and the parts of them that the map's panel shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fogline.control import ControlError
from fogline.web import basemap, views
from fogline.web.answers import GEOJSON, HTML
from fogline.web.api import AsOf, Day, Id, Name, Source
from fogline.web.edition import Edition
from fogline.web.filters import VALUES, Page
from fogline.web.house import house_of
from fogline.web.problem import Problem
from fogline.web.rendering import chart, render, sides_css
from fogline.web.texts import texts

PAGE, _WEEK, _SPEAKERS = 25, 7, 60
FIGURES = (
    "confirmed", "false_captures", "lag_days", "losses_not_admitted", "losses_passed_over", "copied_share", "confirmed_certain",
    "confirmed_probable", "confirmed_possible", "forecast_brier_7d", "forecast_brier_30d",
)  # fmt: skip
Given = Annotated[str, Query(max_length=200)]
By = Annotated[str, Query(pattern="^(publisher|speaker)$")]
router = APIRouter(include_in_schema=False)


@router.get("/")
async def map_page(request: Request) -> Response:
    """The map."""
    house = house_of(request)
    tiles = house.tiles.about() if house.tiles else None
    credit = tiles["credit"] if tiles else "" if house.settings.style else basemap.CREDIT
    base = {"tiles": tiles, "style": house.settings.style, "credit": credit}
    return await house.plain(request, ("page", "map"), lambda e: render("map", base=base), HTML)


@router.get("/basemap.geojson")
async def base(request: Request) -> Response:
    """Land and borders around the theatre."""
    return await house_of(request).plain(
        request, ("basemap",), lambda e: basemap.around(e.theatre), GEOJSON
    )


@router.get("/sides.css")
async def sides(request: Request) -> Response:
    """The sides' colours."""
    return await house_of(request).plain(
        request, ("sides",), lambda e: sides_css(e.theatre), "text/css"
    )


@router.get("/claims")
async def claims_page(request: Request, asked: Annotated[Page, Query()]) -> Response:
    """The claims that meet the conditions in the address."""
    return await house_of(request).plain(
        request, ("page", "claims", asked), lambda e: _claims(e, asked), HTML
    )


def _day(name: str, value: str) -> date | None:
    """A day of a form, whose fields may be empty."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Problem(422, f"{name} {value!r}: no day", "give one as YYYY-MM-DD") from error


def _claims(edition: Edition, asked: Page) -> bytes:
    page = asked.page
    found = views.claims(edition, asked, (page - 1) * PAGE, PAGE)
    if not found["claims"] and page > 1:
        raise Problem(
            404,
            f"page {page}: there are {-(-found['total'] // PAGE)} of these claims",
            "go back to the first",
        )
    words = {**texts()["claim"], **texts()["claims"], **texts()["events"]}
    sides = (
        "actor",
        edition.theatre.labels,
        {b.label: b.name for b in edition.theatre.belligerents},
    )
    event, *others = [(name, values, words) for name, values in VALUES.items()]
    choices = [event, sides, ("source", tuple(edition.publishers), {}), *others]
    pages = -(-found["total"] // PAGE)

    def link(n: int) -> str:
        return f"/claims?{asked.query(page=n if n > 1 else 0)}"

    return render(
        "claims", asked=asked, found=found, choices=choices, speakers=edition.speakers[:_SPEAKERS], query=asked.query(), page=page,
        pages=pages, before=link(page - 1) if page > 1 else None, after=link(page + 1) if page < pages else "",
    )  # fmt: skip


@router.get("/claims/{claim}")
async def claim_page(request: Request, claim: Id) -> Response:
    """One claim."""
    house = house_of(request)
    review = bool(house.settings.review)
    return await house.plain(
        request,
        ("page", "claim", claim),
        lambda e: render("claim", c=views.claim(e, claim), review=review),
        HTML,
    )


@router.get("/documents/{document}")
async def document_page(request: Request, document: Id) -> Response:
    """A document with its claims marked."""
    house = house_of(request)
    question = ("page", "document", document)
    return await house.plain(
        request,
        question,
        lambda e: render("document", d=views.document(e, house.document(document))),
        HTML,
    )


@router.get("/sources")
async def sources_page(request: Request, by: By = "publisher") -> Response:
    """The scoreboard."""
    return await house_of(request).about(
        request, ("page", "sources", by), lambda e, c: render("sources", found=views.scores(c, by), figures=FIGURES), HTML,
        what="the scoreboard of sources", slow=True,
    )  # fmt: skip


@router.get("/sources/{name:path}")
async def source_page(request: Request, name: str, by: By = "publisher") -> Response:
    """What is behind a source's figures."""
    return await house_of(request).about(
        request, ("page", "source", name, by), lambda e, c: render("source", found=views.cases(e, c, name, by)), HTML,
        what="what came of its claims", slow=True,
    )  # fmt: skip


@router.get("/changes")
async def changes_page(request: Request, since: Given = "", day: Given = "") -> Response:
    """What changed hands between two days; in the last week, if none are given."""
    asked = _day("since", since), _day("day", day)

    def make(e: Edition, c: Any) -> bytes:
        last = asked[1] or c.last
        c.day(last)
        since = asked[0] or max(c.first, last - timedelta(_WEEK))
        if last == c.first:
            raise Problem(
                422,
                f"day {last}: the estimate begins on it, so that nothing changed before",
                "give a later one",
            )
        return render("changes", found=views.changes(e, c, since, last), first=c.first, last=c.last)

    return await house_of(request).about(
        request, ("page", "changes", asked), make, HTML, what="what changed hands", slow=True
    )


@router.get("/pockets")
async def pockets_page(
    request: Request,
    day: Given = "",
    neck_km: Annotated[float, Query(ge=0, le=200)] = 15.0,
    least_km2: Annotated[float, Query(ge=1, le=1e6)] = 100.0,
) -> Response:
    """Pockets and salients of a day, of the last one if none is given."""
    asked = _day("day", day)

    def make(e: Edition, c: Any) -> bytes:
        return render(
            "pockets",
            found=views.pockets(e, c, asked or c.last, neck_km, least_km2),
            first=c.first,
            last=c.last,
        )

    return await house_of(request).about(
        request,
        ("page", "pockets", asked, neck_km, least_km2),
        make,
        HTML,
        what="the pockets",
        slow=True,
    )


@router.get("/about")
async def about_page(request: Request) -> Response:
    """Method, limits, credits; without figures where no estimate can be made."""
    house, question, borders = house_of(request), ("page", "about"), basemap.contested()
    try:
        return await house.about(
            request, question, lambda e, c: render("about", war=views.war(e, c), title=e.theatre.title, contested=borders), HTML,
            what="the estimate",
        )  # fmt: skip
    except ControlError as error:
        why = str(error)
        return await house.plain(
            request,
            question,
            lambda e: render("about", war=None, title=e.theatre.title, why=why, contested=borders),
            HTML,
        )


@router.get("/api")
async def api_page(request: Request) -> Response:
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
    return await house_of(request).plain(
        request, ("page", "api"), lambda e: render("api", calls=calls), HTML
    )


@router.get("/panel/places/{place}")
async def place_panel(
    request: Request, place: Id, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """Who held a place and why, for the panel."""
    house = house_of(request)
    lens = views.lens_told(await house.lens(as_of, source))

    def make(e: Edition, c: Any) -> bytes:
        found = views.place(e, c, place, day)
        return render("place", p=found, why=found["why"], chart=chart(found, day), lens=lens)

    return await house.through(request, ("panel", "place", place, day), as_of, source, make, HTML)


@router.get("/panel/changes")
async def changes_panel(
    request: Request, since: Day, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """What changed hands, for the panel."""
    return await house_of(request).through(
        request, ("panel", "changes", since, day), as_of, source,
        lambda e, c: render("changed_panel", found=views.changes(e, c, since, day)), HTML, slow=True,
    )  # fmt: skip


@router.get("/panel/compare")
async def compare_panel(request: Request, one: Name, two: Name) -> Response:
    """Where two publishers differ, for the panel."""
    return await house_of(request).about(
        request, ("panel", "compare", one, two), lambda e, c: render("differences", found=views.differences(c, one, two)), HTML,
        what="where they differ", slow=True,
    )  # fmt: skip

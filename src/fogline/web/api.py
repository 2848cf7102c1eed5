"""The API: questions about the war on the ground, each answered with JSON or GeoJSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from fogline.web import views
from fogline.web.answers import GEOJSON, SVG
from fogline.web.filters import Some
from fogline.web.house import house_of
from fogline.web.problem import dumped

Day = Annotated[date, Query(description="A day, YYYY-MM-DD.")]
AsOf = Annotated[
    date | None,
    Query(description="Only what was published by this day counts; everything without it."),
]
Source = Annotated[
    str,
    Query(
        max_length=200, description="Only what this publisher printed counts; everybody without it."
    ),
]
Name = Annotated[str, Query(max_length=200)]
Id = Annotated[str, Path(max_length=80, description="An id, or a name in any spelling.")]
router = APIRouter(prefix="/api/v1")
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer."},
    202: {
        "description": "It is being worked out: ask again in a second.",
        "content": {"application/json": {}},
    },
    304: {"description": "Nothing new since the answer with the tag of If-None-Match."},
    **{
        s: {"description": d, "content": {"application/problem+json": {}}}
        for s, d in {
            400: "A host that is not served.",
            404: "There is none.",
            414: "Too long.",
            422: "A value that can't be.",
            429: "Too much.",
        }.items()
    },
}


@router.get(
    "/war",
    summary="What is served: sides, days, sources, credits",
    responses=ANSWERS,
    response_class=Response,
)
async def war(request: Request) -> Response:
    """Belligerents with their colours, the first and last day, publishers, what the estimate rests on, and whom to credit."""
    return await house_of(request).about(
        request,
        ("war",),
        lambda e, c: dumped(views.war(e, c)),
        what="the estimate of who held what",
    )


@router.get(
    "/front", summary="The front of a day as GeoJSON", responses=ANSWERS, response_class=Response
)
async def front(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """Areas by state with km2 and their interval, lines, and the band of doubt."""
    return await house_of(request).through(
        request, ("front", day), as_of, source, lambda e, c: dumped(views.front(c, day)), GEOJSON
    )


@router.get(
    "/front.svg",
    summary="The front of a day as a picture for print",
    responses=ANSWERS,
    response_class=Response,
)
async def picture(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """The map with its legend, as SVG."""
    return await house_of(request).through(
        request, ("front.svg", day), as_of, source, lambda e, c: views.picture(c, day), SVG
    )


@router.get(
    "/symbols",
    summary="What is claimed of a day, by place",
    responses=ANSWERS,
    response_class=Response,
)
async def symbols(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """A point for each settlement that claims speak of on that day: the events with the acting sides, the most told first."""
    house = house_of(request)
    await house.lens(as_of, source)
    return await house.plain(
        request,
        ("symbols", day, as_of, source),
        lambda e: dumped(views.symbols(e, day, as_of, source)),
        GEOJSON,
    )


@router.get(
    "/places", summary="All settlements, by column", responses=ANSWERS, response_class=Response
)
async def places(request: Request) -> Response:
    """Ids, names, regions, coordinates, and how many claims name each."""
    return await house_of(request).about(
        request, ("places",), lambda e, c: dumped(views.places(e, c)), what="the places"
    )


@router.get(
    "/search",
    summary="Places of a name in any spelling or script",
    responses=ANSWERS,
    response_class=Response,
)
async def search(
    request: Request, q: Annotated[str, Query(min_length=1, max_length=100)]
) -> Response:
    """The settlements that a name may mean, the likeliest first."""
    return await house_of(request).about(
        request, ("search", q), lambda e, c: dumped(views.search(e, c, q)), what="the places"
    )


@router.get(
    "/places/{place}",
    summary="Who held a place, and why",
    responses=ANSWERS,
    response_class=Response,
)
async def place(
    request: Request, place: Id, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """The chances by day, and for one day the claims for and against with their weight, neighbours, and each publisher alone."""
    return await house_of(request).through(
        request,
        ("place", place, day),
        as_of,
        source,
        lambda e, c: dumped(views.place(e, c, place, day)),
    )


@router.get(
    "/changes",
    summary="What changed hands between two days",
    responses=ANSWERS,
    response_class=Response,
)
async def changes(
    request: Request, since: Day, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """km2 by side and region with their interval, and the places with the claims behind each."""
    return await house_of(request).through(
        request,
        ("changes", since, day),
        as_of,
        source,
        lambda e, c: dumped(views.changes(e, c, since, day)),
        slow=True,
    )


@router.get(
    "/pockets", summary="Pockets and salients of a day", responses=ANSWERS, response_class=Response
)
async def pockets(
    request: Request,
    day: Day,
    neck_km: Annotated[float, Query(ge=0, le=200)] = 15.0,
    least_km2: Annotated[float, Query(ge=1, le=1e6)] = 100.0,
    as_of: AsOf = None,
    source: Source = "",
) -> Response:
    """Parts of a side's ground that are cut off or hang by a neck, and ground that juts out."""
    question = ("pockets", day, neck_km, least_km2)
    return await house_of(request).through(
        request,
        question,
        as_of,
        source,
        lambda e, c: dumped(views.pockets(e, c, day, neck_km, least_km2)),
        slow=True,
    )


@router.get(
    "/sources", summary="The scoreboard of sources", responses=ANSWERS, response_class=Response
)
async def sources(
    request: Request, by: Annotated[str, Query(pattern="^(publisher|speaker)$")] = "publisher"
) -> Response:
    """Each source by the estimate without it; each figure with its interval and the number of cases behind it."""
    return await house_of(request).about(
        request,
        ("sources", by),
        lambda e, c: dumped(views.scores(c, by)),
        what="the scoreboard",
        slow=True,
    )


@router.get(
    "/sources/{name}",
    summary="What is behind a source's figures",
    responses=ANSWERS,
    response_class=Response,
)
async def source(
    request: Request,
    name: Id,
    by: Annotated[str, Query(pattern="^(publisher|speaker)$")] = "publisher",
) -> Response:
    """Each of its claims about control: what came of it by the estimate without the source."""
    return await house_of(request).about(
        request,
        ("source", name, by),
        lambda e, c: dumped(views.cases(e, c, name, by)),
        what="what came of its claims",
        slow=True,
    )


@router.get(
    "/compare", summary="Where two publishers differ", responses=ANSWERS, response_class=Response
)
async def compare(request: Request, one: Name, two: Name) -> Response:
    """Places and days about which two publishers differ, the longest first, and how it ended."""
    return await house_of(request).about(
        request,
        ("compare", one, two),
        lambda e, c: dumped(views.differences(c, one, two)),
        what="where they differ",
        slow=True,
    )


@router.get(
    "/claims",
    summary="Claims by conditions that all must hold",
    responses=ANSWERS,
    response_class=Response,
)
async def claims(request: Request, asked: Annotated[Some, Query()]) -> Response:
    """The newest publications first; total is how many there are in all."""
    question = ("claims", asked)
    return await house_of(request).plain(
        request, question, lambda e: dumped(views.claims(e, asked, asked.offset, asked.limit))
    )


@router.get("/claims/{claim}", summary="One claim", responses=ANSWERS, response_class=Response)
async def claim(request: Request, claim: Id) -> Response:
    """A claim with its sentence in pieces."""
    return await house_of(request).plain(
        request, ("claim", claim), lambda e: dumped(views.claim(e, claim))
    )


@router.get(
    "/documents/{document}",
    summary="A document with its claims",
    responses=ANSWERS,
    response_class=Response,
)
async def document(request: Request, document: Id) -> Response:
    """The text in pieces, each with the claims that it belongs to, and the claims."""
    house = house_of(request)
    return await house.plain(
        request,
        ("document", document),
        lambda e: dumped(views.document(e, house.document(document))),
    )

"""The calls of the API: questions about the war on the ground, answered in JSON or GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.web import changes_view, claims_view, map_view, sources_view, watch_view
from fogline.web.claim_filter import ClaimListQuery
from fogline.web.encoding import GEOJSON, JSON, PROBLEM_JSON, SVG, to_json
from fogline.web.error_responses import Problem
from fogline.web.serializers import unknown_text_records
from fogline.web.server import server_of

# What a call may be given. The lengths are far above any real name; the width of a neck and the
# size of a pocket are bounded by a theatre's.
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
_DEGREES = r"-?\d{1,3}(\.\d{1,6})?"
Bounds = Annotated[
    str,
    Query(
        max_length=60,
        pattern=rf"^({_DEGREES}(,{_DEGREES}){{3}})?$",
        description="west,south,east,north in degrees; what lies around the front without it.",
    ),
]
By = Annotated[str, Query(pattern="^(publisher|speaker)$")]
Words = Annotated[str, Query(min_length=1, max_length=100)]
Language = Annotated[
    Literal["en", "uk", "ru", "ar"], Query(description="The language of names on the map.")
]
NeckKm = Annotated[float, Query(ge=0, le=200)]
LeastKm2 = Annotated[float, Query(ge=1, le=1e6)]
# A neck and a pocket's size, as in ``fogline.front.pockets``.
NECK_KM, LEAST_KM2 = 15.0, 100.0

_ERRORS = {
    400: "A host that is not served.",
    404: "There is none.",
    414: "Too long.",
    422: "A value that can't be.",
    429: "Too many requests.",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer."},
    202: {
        "description": "It is being worked out: ask again in a second.",
        "content": {JSON: {}},
    },
    304: {"description": "Nothing new since the answer with the tag of If-None-Match."},
    **{
        status: {"description": words, "content": {PROBLEM_JSON: {}}}
        for status, words in _ERRORS.items()
    },
}

router = APIRouter(prefix="/api/v1")
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def call(router: APIRouter, path: str, summary: str) -> Callable[[Endpoint], Endpoint]:
    """A call of the API, with the errors that each may give."""
    return router.get(path, summary=summary, responses=RESPONSES, response_class=Response)


_call = partial(call, router)


@_call("/war", "What is served: sides, days, sources, credits")
async def war(request: Request) -> Response:
    """Belligerents with their colours, the days, the publishers, and whom to credit."""
    return await server_of(request).from_estimate(
        request,
        ("war",),
        lambda s, c: to_json(map_view.war(s, c)),
        what="the estimate of who held what",
    )


@_call("/front", "The front of a day as GeoJSON")
async def front(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """Areas by state and by look (held, believed, unknown), lines, and the states' sizes."""
    return await server_of(request).from_lens(
        request,
        ("front", day),
        as_of,
        source,
        lambda s, c: to_json(map_view.front(c, day, unknown_text_records(s.unknown_texts, source))),
        GEOJSON,
    )


@_call("/front.svg", "The front of a day as a picture for print")
async def picture(
    request: Request, day: Day, as_of: AsOf = None, source: Source = "", bbox: Bounds = ""
) -> Response:
    """The map with its legend, as SVG: what lies around the front, or within some bounds."""
    box = _box(bbox)
    return await server_of(request).from_lens(
        request,
        ("front.svg", day, box),
        as_of,
        source,
        lambda s, c: map_view.picture(c, day, box),
        SVG,
    )


def _box(bounds: str) -> map_view.Box | None:
    """South, west, north, east of bounds that are given as west,south,east,north."""
    if not bounds:
        return None
    west, south, east, north = map(float, bounds.split(","))
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        advice = "give west,south,east,north in degrees, the smaller ones first"
        raise Problem(422, f"bbox {bounds!r}", "it bounds no area", advice)
    return south, west, north, east


@_call("/symbols", "The claims about a day, by place")
async def symbols(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """A point for each settlement that claims about that day name.

    Each has the events with the acting sides, and the event that most claims tell.
    """
    server = server_of(request)
    await server.lens(as_of, source)
    return await server.from_claims(
        request,
        ("symbols", day, as_of, source),
        lambda s: to_json(map_view.symbols(s, day, as_of, source)),
        GEOJSON,
        as_of,
    )


@_call("/changes", "What changed hands between two days")
async def changes(
    request: Request, since: Day, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """km2 by side and region with their interval, and the places with the claims behind each."""
    return await server_of(request).from_lens(
        request,
        ("changes", since, day),
        as_of,
        source,
        lambda s, c: to_json(changes_view.changes(s, c, since, day)),
        slow=True,
    )


@_call("/pockets", "Pockets and salients of a day")
async def pockets(
    request: Request,
    day: Day,
    neck_km: NeckKm = NECK_KM,
    least_km2: LeastKm2 = LEAST_KM2,
    as_of: AsOf = None,
    source: Source = "",
) -> Response:
    """Parts of a side's ground that are cut off or hang by a neck, and ground that juts out."""
    return await server_of(request).from_lens(
        request,
        ("pockets", day, neck_km, least_km2),
        as_of,
        source,
        lambda s, c: to_json(changes_view.pockets(s, c, day, neck_km, least_km2)),
        slow=True,
    )


@_call("/sources", "The scoreboard of sources")
async def sources(request: Request, by: By = "publisher") -> Response:
    """Each source, judged by the estimate without it.

    Each figure has its interval and the number of cases behind it.
    """
    return await server_of(request).from_estimate(
        request,
        ("sources", by),
        lambda s, c: to_json(sources_view.scores(c, by)),
        what="the scoreboard",
        slow=True,
    )


@_call("/sources/{name}", "What is behind a source's figures")
async def source(request: Request, name: Id, by: By = "publisher") -> Response:
    """Each of its claims about control, and what came of it by the estimate without the source."""
    return await server_of(request).from_estimate(
        request,
        ("source", name, by),
        lambda s, c: to_json(sources_view.cases(s, c, name, by)),
        what="what came of its claims",
        slow=True,
    )


@_call("/watch", "What came of watching the sources")
async def watch(request: Request) -> Response:
    """Each watched feed, sitemap and folder with its last success, failures and next visit."""
    server = server_of(request)
    found = to_json(await run_in_threadpool(watch_view.watched, server.estimates.ledger))
    return await server.from_claims(request, ("watch", found), lambda s: found)


@_call("/compare", "Where two publishers differ")
async def compare(request: Request, one: Name, two: Name) -> Response:
    """Places and days about which two publishers differ, the longest first, and how it ended."""
    return await server_of(request).from_estimate(
        request,
        ("compare", one, two),
        lambda s, c: to_json(sources_view.differences(c, one, two)),
        what="where they differ",
        slow=True,
    )


@_call("/claims", "Claims by conditions that all must hold")
async def claims(request: Request, asked: Annotated[ClaimListQuery, Query()]) -> Response:
    """The newest publications first; total is how many there are in all."""
    return await server_of(request).from_claims(
        request,
        ("claims", asked),
        lambda s: to_json(claims_view.claims(s, asked, asked.offset, asked.limit)),
        as_of=asked.as_of,
    )


@_call("/claims/{claim}", "One claim")
async def claim(request: Request, claim: Id) -> Response:
    """A claim, its sentence in segments (pieces)."""
    return await server_of(request).from_claims(
        request, ("claim", claim), lambda s: to_json(claims_view.claim(s, claim))
    )


@_call("/documents/{document}", "A document with its claims")
async def document(request: Request, document: Id) -> Response:
    """The text in segments (pieces), each with the claims that it belongs to; the claims."""
    server = server_of(request)
    return await server.from_claims(
        request,
        ("document", document),
        lambda s: to_json(claims_view.document(s, server.document(document))),
    )

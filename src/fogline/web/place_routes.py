"""The calls of the API about places."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from fogline.web import claims_view, places_view
from fogline.web.api_routes import AsOf, Day, Id, Language, Source, Words, call
from fogline.web.encoding import to_json
from fogline.web.place_story import story
from fogline.web.server import server_of

router = APIRouter(prefix="/api/v1")
_call = partial(call, router)


@_call("/places", "All settlements, by column")
async def places(request: Request, lang: Language = "en") -> Response:
    """Ids, names, regions, coordinates, and how many claims name each.

    Label is the name on the map in a language, former the one before it; size is its class of
    print, 1 for cities to 4 for villages, 5 for parts of a town.
    """
    return await server_of(request).from_estimate(
        request,
        ("places", lang),
        lambda s, c: to_json(places_view.places(s, c, lang)),
        what="the places",
    )


@_call("/search", "Places of a name in any spelling or script")
async def search(request: Request, q: Words) -> Response:
    """The settlements that a name may mean, the likeliest first."""
    return await server_of(request).from_estimate(
        request, ("search", q), lambda s, c: to_json(places_view.search(s, c, q)), what="the places"
    )


@_call("/places/{place}", "Who held a place, and why")
async def place(
    request: Request, place: Id, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """The chances of each holder by day, and for one day the claims for and against.

    Each claim has its weight; neighbours is what the places around add, sources what each
    publisher alone would make of it.
    """
    return await server_of(request).from_lens(
        request,
        ("place", place, day),
        as_of,
        source,
        lambda s, c: to_json(claims_view.place(s, c, place, day, source)),
    )


@_call("/places/{place}/story", "A place's story")
async def place_story(
    request: Request, place: Id, as_of: AsOf = None, source: Source = ""
) -> Response:
    """Chapters by likeliest holder, each with the claims that weigh most on its first day and its
    days without a claim; what each side said beside what came true; the documents with the links
    that they give.
    """
    server = server_of(request)
    return await server.from_lens(
        request,
        ("story", place),
        as_of,
        source,
        lambda s, c: to_json(story(s, c, place, server.document, source)),
        slow=True,
    )

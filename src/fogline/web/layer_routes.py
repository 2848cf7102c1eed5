"""The calls of the API that the map's layers, tooltips and timeline ask."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from fogline.web import layers_view
from fogline.web.api_routes import AsOf, Day, Source, call
from fogline.web.encoding import GEOJSON, to_json
from fogline.web.server import server_of

router = APIRouter(prefix="/api/v1")
_call = partial(call, router)


@_call("/layers", "Claims of sides that are not believed, and fighting, as GeoJSON")
async def layers(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """Where a side says that it holds a place and the estimate does not, and reports of fighting.

    The first are of the last claimed_days, the others of the last fighting_days.
    """
    return await server_of(request).from_lens(
        request,
        ("layers", day),
        as_of,
        source,
        lambda s, c: to_json(layers_view.layers(c, day)),
        GEOJSON,
    )


@_call("/changed", "The ground that changed hands between two days as GeoJSON")
async def changed(
    request: Request, since: Day, day: Day, as_of: AsOf = None, source: Source = ""
) -> Response:
    """The ground by the side that gained it, and a point for each place."""
    return await server_of(request).from_lens(
        request,
        ("changed", since, day),
        as_of,
        source,
        lambda s, c: to_json(layers_view.changed(c, since, day)),
        GEOJSON,
    )


@_call("/holders", "Who holds each settlement on a day, by column")
async def holders(request: Request, day: Day, as_of: AsOf = None, source: Source = "") -> Response:
    """By the position that /places gives of each: the state, its chance, and how long ago a claim
    named the place.
    """
    return await server_of(request).from_lens(
        request, ("holders", day), as_of, source, lambda s, c: to_json(layers_view.holders(c, day))
    )


@_call("/timeline", "Claims a day by kind, and changes of hands by day")
async def timeline(request: Request, source: Source = "") -> Response:
    """The kinds are ground taken, held or left, fighting, fire from afar, and the rest."""
    return await server_of(request).from_lens(
        request,
        ("timeline",),
        None,
        source,
        lambda s, c: to_json(layers_view.timeline(c)),
    )

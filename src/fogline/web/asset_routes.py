"""Files that the page is made of: the map library, and tiles of the user's."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.web.encoding import CSS
from fogline.web.error_responses import Problem
from fogline.web.response_cache import CachedResponse
from fogline.web.server import server_of

_LIBRARY = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": CSS}


def asset_router(folder: Path) -> APIRouter:
    """The routes of the map library, whose files lie in a folder, and of tiles and the icon."""
    router = APIRouter(include_in_schema=False)
    library = {
        name: CachedResponse.of((folder / name).read_bytes(), media_type)
        for name, media_type in _LIBRARY.items()
    }

    @router.get("/vendor/{name}")
    async def library_file(request: Request, name: str) -> Response:
        if name not in library:
            raise Problem(404, repr(name), "no such file", "see /about")
        return library[name].response(request)

    router.add_api_route("/tiles/{z}/{x}/{y}", _tile)
    router.add_api_route("/favicon.ico", _no_icon)
    return router


async def _tile(request: Request, z: int, x: int, y: int) -> Response:
    tiles = server_of(request).tiles
    if tiles is None or not tiles.covers(z, x, y):
        advice = "the server is started with --tiles FILE for tiles"
        raise Problem(404, f"tile {z}/{x}/{y}", "there is none", advice)
    found = await run_in_threadpool(tiles.tile, z, x, y)
    return Response(found, 200 if found else 204, media_type=tiles.media_type)


async def _no_icon() -> Response:
    return Response(status_code=204)

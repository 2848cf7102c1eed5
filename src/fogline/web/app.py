"""The application: routes, guard, and one shape for all that goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

import fogline
from fogline.errors import FoglineError
from fogline.require import MissingError
from fogline.web import api, pages, review
from fogline.web.answers import Answer
from fogline.web.guard import Guard, headers
from fogline.web.house import House, house_of
from fogline.web.problem import Problem, Working
from fogline.web.refusal import put_off, refuse
from fogline.web.settings import Settings
from fogline.web.texts import texts

_VENDOR = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": "text/css"}


def create_app(settings: Settings) -> FastAPI:
    """The page and the API of a ledger, as an ASGI application.

    Raises:
        LedgerError: no ledger there.
        FoglineError: it was read in several theatres and none is named, or an extra is not installed.
    """
    vendor = _vendor()
    house = House(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        house.warm(house.desk.edition())
        yield
        await run_in_threadpool(house.close)

    app = FastAPI(
        title="fogline", version=fogline.__version__, summary=texts()["site"]["note"], lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", openapi_tags=[], redirect_slashes=False,
    )  # fmt: skip
    app.state.house = house
    app.include_router(api.router)
    if settings.review:
        app.include_router(review.router)
    app.include_router(pages.router)
    _assets(app, vendor)
    app.mount("/static", StaticFiles(packages=[("fogline.web", "static")]), name="static")
    for kind in (Problem, FoglineError, Working, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _told)
    # This one is answered outside the guard; the server's log has the error.
    app.add_exception_handler(Exception, partial(_broken, headers(settings)))
    app.add_middleware(Guard, settings=settings)
    return app


def _vendor() -> Path:
    spec = find_spec("maplibre")
    if spec is None or not spec.submodule_search_locations:
        raise MissingError("maplibre", "web")
    return Path(spec.submodule_search_locations[0]) / "srcjs"


def _assets(app: FastAPI, vendor: Path) -> None:
    library = {
        name: Answer.of((vendor / name).read_bytes(), kind) for name, kind in _VENDOR.items()
    }

    @app.get("/vendor/{name}", include_in_schema=False)
    async def of_library(request: Request, name: str) -> Response:
        if name not in library:
            raise Problem(404, f"{name!r}: no such file", "see /about")
        return library[name].response(request)

    @app.get("/tiles/{z}/{x}/{y}", include_in_schema=False)
    async def tile(request: Request, z: int, x: int, y: int) -> Response:
        tiles = house_of(request).tiles
        if (
            tiles is None
            or not 0 <= z <= tiles.header["max_zoom"]
            or not (0 <= x < 2**z and 0 <= y < 2**z)
        ):
            raise Problem(
                404,
                f"tile {z}/{x}/{y}: there is none",
                "the server is started with --tiles FILE for tiles",
            )
        found = await run_in_threadpool(tiles.tile, z, x, y)
        return Response(found, 200 if found else 204, media_type=tiles.media)

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return Response(status_code=204)


async def _broken(given: dict[str, str], request: Request, _: Exception) -> Response:
    """A fault of our own."""
    response = await _told(
        request,
        Problem(500, "the server failed at this; its log says how", "tell those who run it"),
    )
    response.headers.update(given)
    return response


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong, as JSON or as a page."""
    path = request.url.path
    return put_off(path, error) if isinstance(error, Working) else refuse(path, _problem(error))


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"][1:]) or "the request"
        return Problem(
            422,
            f"{where} {str(first.get('input', ''))[:80]!r}: {first['msg']}",
            "see /api for what each call takes",
        )
    if isinstance(error, HTTPException):
        return Problem(
            error.status_code, str(error.detail), "see /api for what there is", error.headers
        )
    return Problem(422, str(error), "")

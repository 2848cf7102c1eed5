"""The application: its routes, its checks of requests, and its error responses."""

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

from fogline.errors import FoglineError
from fogline.require import MissingError
from fogline.version import VERSION
from fogline.web import (
    api_routes,
    claims_download,
    layer_routes,
    page_routes,
    panel_routes,
    place_routes,
    review_routes,
)
from fogline.web.asset_routes import asset_router
from fogline.web.error_responses import StillWorkingError, error_response
from fogline.web.request_checks import RequestChecks
from fogline.web.security_headers import security_headers
from fogline.web.server import Server
from fogline.web.settings import Settings
from fogline.web.texts import text


def create_app(settings: Settings) -> FastAPI:
    """The page and the API of a ledger, as an ASGI application.

    Raises:
        LedgerError: no ledger there.
        UsageError: it was read in several theatres and none is named.
        MissingError: an extra is not installed.
    """
    library = _map_library()
    server = Server(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        server.precompute(server.estimates.snapshot())
        yield
        await run_in_threadpool(server.close)

    app = FastAPI(
        title="fogline",
        version=VERSION,
        summary=text("site", "note"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        openapi_tags=[],
        redirect_slashes=False,
    )
    app.state.server = server
    reviewing = [review_routes.router] if settings.review else []
    pages = [page_routes.router, claims_download.router, review_routes.pages, panel_routes.router]
    pages.append(asset_router(library))
    for router in (api_routes.router, place_routes.router, layer_routes.router, *reviewing, *pages):
        app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("fogline.web", "static")]), name="static")
    for kind in (FoglineError, StillWorkingError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _respond)
    # This one is answered outside the middleware; the server's log has the error.
    app.add_exception_handler(Exception, partial(_respond_to_fault, security_headers(settings)))
    app.add_middleware(RequestChecks, settings=settings)
    return app


def _map_library() -> Path:
    """The folder of the map library's files."""
    spec = find_spec("maplibre")
    if spec is None or not spec.submodule_search_locations:
        raise MissingError("maplibre", "web")
    return Path(spec.submodule_search_locations[0]) / "srcjs"


async def _respond(request: Request, error: Exception) -> Response:
    """What went wrong, as JSON or as a page."""
    return error_response(request.url.path, error)


async def _respond_to_fault(
    headers: dict[str, str], request: Request, error: Exception
) -> Response:
    """A fault of the server's own, with the headers that the middleware adds elsewhere."""
    response = error_response(request.url.path, error)
    response.headers.update(headers)
    return response

"""The claims of a selection as files: the same columns as ``fogline claims`` writes."""

from __future__ import annotations

from threading import Semaphore
from typing import Annotated, Literal

import pyarrow as pa
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.exports import view_as
from fogline.web.claim_filter import ClaimPageQuery
from fogline.web.claims_page import selection
from fogline.web.encoding import GEOJSON, JSON
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.server import server_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": JSON,
    "parquet": "application/vnd.apache.parquet",
    "geojson": GEOJSON,
}
# Files that are written at a time: a whole ledger takes a second and some hundred MB.
_AT_A_TIME = Semaphore(2)
router = APIRouter(include_in_schema=False)


@router.get("/claims.{form}")
async def claims_file(
    request: Request,
    form: Literal["csv", "json", "parquet", "geojson"],
    asked: Annotated[ClaimPageQuery, Query()],
) -> Response:
    """All claims that meet the conditions, in the order of the page."""
    server = server_of(request)
    snapshot = await server.snapshot()

    def made() -> bytes:
        with _AT_A_TIME:
            return file_of(server.estimates.known_by(snapshot, asked.as_of), asked, form)

    body = await run_in_threadpool(made)
    name = f'attachment; filename="claims.{form}"'
    return Response(body, media_type=_TYPES[form], headers={"Content-Disposition": name})


def file_of(snapshot: LedgerSnapshot, asked: ClaimPageQuery, form: str) -> bytes:
    """A selection as one of the forms."""
    numbers = selection(snapshot, asked)
    view = asked.searched(snapshot).rows.take(pa.array(numbers, pa.int64()))
    if form != "json":
        return view_as(form, view)
    lines = view_as("jsonl", view).splitlines()
    return b"[" + b",\n".join(lines) + b"]\n"

"""The one route that writes: judgements of claims, with a token."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.ledger import Judgement
from fogline.web.api_routes import RESPONSES, Id
from fogline.web.encoding import JSON, to_json
from fogline.web.error_responses import Problem
from fogline.web.server import server_of

router = APIRouter(prefix="/api/v1")


class Verdict(BaseModel):
    """What a person says of a claim; a correction names a field and its right value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    who: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    verdict: Literal["accept", "reject", "correct"]
    field: Annotated[str, Field(max_length=40)] = ""
    value: Annotated[str | None, Field(max_length=200)] = None
    why: Annotated[str, Field(max_length=500)] = ""


@router.post(
    "/claims/{claim}/judgements",
    summary="Judge a claim",
    status_code=201,
    responses={**RESPONSES, 401: {"description": "No token, or a wrong one."}},
)
async def judge(
    request: Request,
    claim: Id,
    verdict: Verdict,
    authorization: Annotated[str, Header(max_length=300)] = "",
) -> Response:
    """Keep a judgement in the ledger.

    It needs the header Authorization: Bearer, with the server's review token.
    """
    server = server_of(request)
    expected = f"Bearer {server.settings.review}"
    if not secrets.compare_digest(authorization.encode(), expected.encode()):
        raise Problem(
            401,
            "judgements need the server's review token",
            advice="send it as Authorization: Bearer TOKEN",
            headers={"WWW-Authenticate": "Bearer"},
        )
    made = Judgement(
        claim=claim,
        who=verdict.who,
        verdict=verdict.verdict,
        field=verdict.field,
        value=verdict.value,
        why=verdict.why,
    )
    kept = await run_in_threadpool(server.judge, made)
    return Response(to_json({"kept": kept}), 201, media_type=JSON)

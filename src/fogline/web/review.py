"""The one route that writes: judgements, with a token."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.ledger import Judgement, LedgerError
from fogline.web.api import ANSWERS, Id
from fogline.web.house import house_of
from fogline.web.problem import Problem, dumped

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
    responses={**ANSWERS, 401: {"description": "No token, or another one."}},
)
async def judge(
    request: Request,
    claim: Id,
    verdict: Verdict,
    authorization: Annotated[str, Header(max_length=300)] = "",
) -> Response:
    """Keep a judgement in the ledger. It needs ``Authorization: Bearer`` with the token that the server was started with."""
    house = house_of(request)
    if not secrets.compare_digest(
        authorization.encode(), f"Bearer {house.settings.review}".encode()
    ):
        raise Problem(
            401,
            "judgements need the server's review token",
            "send it as Authorization: Bearer TOKEN",
            {"WWW-Authenticate": "Bearer"},
        )
    made = Judgement(
        claim=claim,
        who=verdict.who,
        verdict=verdict.verdict,
        field=verdict.field,
        value=verdict.value,
        why=verdict.why,
    )
    try:
        kept = await run_in_threadpool(house.desk.ledger.judge, [made])
    except LedgerError as error:
        raise Problem(
            404 if "none of this id" in str(error) else 422,
            str(error),
            "look for it among the claims",
        ) from error
    house.desk.stale()
    return Response(dumped({"kept": kept}), 201, media_type="application/json")

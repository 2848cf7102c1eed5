"""The one route that writes: judgements of claims, with a token; and the page about them."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from limits import RateLimitItemPerMinute
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from fogline.ledger import Judgement
from fogline.web import review_view
from fogline.web.api_routes import RESPONSES, Id, Words
from fogline.web.clients import client_of
from fogline.web.encoding import HTML, JSON, to_json
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.server import server_of
from fogline.web.template_rendering import render

_RESPONSES: dict[int | str, dict[str, Any]] = {
    **RESPONSES,
    401: {"description": "No token, or a wrong one."},
    429: {"description": "Five wrong tokens within a minute."},
}
# Wrong tokens that a client may try, and seconds after which it may try again.
_GUESSES, _RETRY_AFTER = RateLimitItemPerMinute(5), "60"
# Fields that one correction may change.
_MOST_CHANGES = 12


def _with_token(
    request: Request, authorization: Annotated[str, Header(max_length=300)] = ""
) -> None:
    """Refuse who has not the server's review token.

    Raises:
        Problem: no token, a wrong one, or too many wrong ones of one client.
    """
    server, client = server_of(request), client_of(request.client)
    if not server.guesses.test(_GUESSES, client):
        raise Problem(
            429,
            f"more than {_GUESSES.amount} wrong review tokens in a minute",
            advice="wait a minute, and copy the token from who runs the server",
            headers={"Retry-After": _RETRY_AFTER},
        )
    expected = f"Bearer {server.settings.review}"
    if not secrets.compare_digest(authorization.encode(), expected.encode()):
        if authorization:
            server.guesses.hit(_GUESSES, client)
        raise Problem(
            401,
            "judgements need the server's review token",
            advice="send it as Authorization: Bearer TOKEN",
            headers={"WWW-Authenticate": "Bearer"},
        )


router = APIRouter(prefix="/api/v1", dependencies=[Depends(_with_token)])
pages = APIRouter(include_in_schema=False)


class Change(BaseModel):
    """A field with its right value; none empties it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    field: Annotated[str, Field(max_length=40)] = ""
    value: Annotated[str | None, Field(max_length=200)] = None


class Verdict(Change):
    """What a person says of a claim.

    A correction names a field and its right value, or several as ``changes``; withdraw takes back
    what this person said last.
    """

    who: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    verdict: Literal["accept", "reject", "correct", "withdraw"]
    why: Annotated[str, Field(max_length=500)] = ""
    changes: Annotated[tuple[Change, ...], Field(max_length=_MOST_CHANGES)] = ()

    def judgements(self, claim: str) -> list[Judgement]:
        """The same for the ledger."""
        changes = self.changes or (Change(field=self.field, value=self.value),)
        return [
            Judgement(claim, self.who, self.verdict, c.field, c.value, self.why) for c in changes
        ]


@router.post(
    "/claims/{claim}/judgements",
    summary="Judge a claim",
    status_code=201,
    responses=_RESPONSES,
)
async def judge(request: Request, claim: Id, verdict: Verdict) -> Response:
    """Keep a judgement in the ledger.

    It needs the header Authorization: Bearer, with the server's review token. The answer has the
    claim as it stands then, and the edition of the ledger, which /war names when its estimate is
    made.
    """
    server = server_of(request)
    kept = await run_in_threadpool(server.judge, verdict.judgements(claim))
    snapshot = await server.snapshot()
    state = await run_in_threadpool(review_view.state_of, snapshot, claim)
    answer = {"kept": kept, "state": state, "edition": snapshot.version}
    return Response(to_json(answer), 201, media_type=JSON)


@router.get("/review", summary="What a correction may say", responses=_RESPONSES)
async def vocabulary(request: Request) -> Response:
    """The values that the fields of a claim can have, with their words."""
    snapshot = await server_of(request).snapshot()
    return Response(to_json(review_view.vocabulary(snapshot)), media_type=JSON)


@router.get(
    "/review/places",
    summary="Places of the gazetteer by name",
    responses=_RESPONSES,
)
async def places(request: Request, q: Annotated[Words, Query()]) -> Response:
    """The places that a name in any spelling and script may mean, the likeliest first."""
    snapshot = await server_of(request).snapshot()
    found = await run_in_threadpool(review_view.places, snapshot, q)
    return Response(to_json(found), media_type=JSON)


@pages.get("/review")
async def review_page(request: Request) -> Response:
    """Who judged what, how far they agree, how often the reader was right, and what comes next."""
    server = server_of(request)
    writes, ledger = bool(server.settings.review), server.estimates.ledger

    def make(s: LedgerSnapshot) -> bytes:
        return render("review", found=review_view.figures(s, ledger), review=writes)

    return await server.from_claims(request, ("page", "review"), make, HTML)


@pages.get("/panel/review")
async def review_queue(request: Request) -> Response:
    """What to review next, by the estimate."""
    return await server_of(request).from_estimate(
        request,
        ("panel", "review"),
        lambda s, c: render("review_queue", queue=review_view.queue(s, c)),
        HTML,
        what="what to review next",
        slow=True,
    )

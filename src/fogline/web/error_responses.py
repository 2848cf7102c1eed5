"""Errors as HTTP responses: the class of an error decides the status, the path JSON or a page."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypedDict

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fogline.errors import FoglineError
from fogline.web.encoding import HTML, JSON, PROBLEM_JSON, to_json
from fogline.web.template_rendering import render

# Paths that programs and scripts ask; all others are pages.
_JSON_PATHS = ("/api/", "/panel/", "/tiles/", "/basemap")
# Seconds after which a client asks again for what is being worked out.
_ASK_AGAIN = 1
# Characters of a wrong value that an error repeats.
_QUOTED = 80


class ProblemRecord(TypedDict):
    """An error as a client gets it (RFC 9457); ``next`` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    next: str


class ProgressRecord(TypedDict):
    """How far an answer is that is being worked out.

    ``waiting`` is how many others come before it, ``seconds`` how long ago it was first asked for,
    ``expected`` how many it takes, by earlier ones, and ``share`` how much of it is done, 0 to 1;
    none where no earlier one is known.
    """

    what: str
    step: int
    steps: int
    waiting: int
    seconds: float
    expected: float | None
    share: float | None


class WorkingRecord(TypedDict):
    """What a client gets while its answer is being worked out."""

    working: str
    retry_after: int
    progress: ProgressRecord


class Problem(FoglineError):
    """A request that can't be answered, with its HTTP status and headers."""

    def __init__(
        self,
        status: int,
        what: str,
        why: str = "",
        advice: str = "",
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, why, advice)
        self.status, self.headers = status, dict(headers or {})

    def record(self) -> ProblemRecord:
        """The record that a client gets."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": ": ".join(part for part in (self.what, self.why) if part),
            "next": self.advice,
        }


class StillWorkingError(Exception):
    """An answer that is being worked out; the client asks again. It is no fault of anybody's."""

    def __init__(self, progress: ProgressRecord) -> None:
        super().__init__(progress["what"])
        self.what, self.progress = progress["what"], progress

    def record(self) -> WorkingRecord:
        """The record that a client gets."""
        return {"working": self.what, "retry_after": _ASK_AGAIN, "progress": self.progress}


def problem_of(error: Exception) -> Problem:
    """The problem that an error is, by its class; any other error is a fault of the server."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, FoglineError):
        what = ": ".join(part for part in (error.where, error.what) if part)
        return Problem(422, what, error.why, error.advice)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"][1:]) or "the request"
        given = str(first.get("input", ""))[:_QUOTED]
        return Problem(422, f"{where} {given!r}", first["msg"], "see /api for what each call takes")
    if isinstance(error, HTTPException):
        advice = "see /api for what there is"
        return Problem(error.status_code, str(error.detail), "", advice, headers=error.headers)
    return Problem(500, "the server failed; its log has the cause", "", "tell those who run it")


def error_response(path: str, error: Exception) -> Response:
    """The response to a request of a path that ended in an error."""
    if isinstance(error, StillWorkingError):
        return _working_response(path, error)
    problem = problem_of(error)
    record = problem.record()
    if path.startswith(_JSON_PATHS):
        return Response(to_json(record), problem.status, problem.headers, PROBLEM_JSON)
    return Response(render("problem", problem=record), problem.status, problem.headers, HTML)


def _working_response(path: str, working: StillWorkingError) -> Response:
    again = {"Retry-After": str(_ASK_AGAIN)}
    if path.startswith(_JSON_PATHS):
        return Response(to_json(working.record()), 202, again, JSON)
    return Response(render("working", what=working.what), 202, again, HTML)

"""The class of an error decides its response."""

from __future__ import annotations

import json

import pytest

from fogline.control import ControlError
from fogline.errors import FoglineError, UsageError
from fogline.ledger import LedgerError
from fogline.web.error_responses import (
    Problem,
    ProgressRecord,
    StillWorkingError,
    error_response,
    problem_of,
)

PROGRESS: ProgressRecord = {
    "what": "the estimate",
    "step": 1,
    "steps": 2,
    "waiting": 0,
    "seconds": 1.5,
    "expected": 3.0,
    "share": 0.5,
}


@pytest.mark.parametrize("kind", [FoglineError, UsageError, ControlError, LedgerError])
def test_errors_of_the_user_are_422_whatever_they_say(kind: type[FoglineError]) -> None:
    for words in ("404: the ledger has none of this id", "the server failed"):
        assert problem_of(kind(words)).status == 422


def test_a_problem_keeps_its_own_status_and_headers() -> None:
    problem = Problem(429, "too much", advice="wait", headers={"Retry-After": "5"})
    response = error_response("/claims", problem)
    assert (response.status_code, response.headers["retry-after"]) == (429, "5")


def test_other_errors_are_faults_of_the_server_and_say_nothing_of_them() -> None:
    record = problem_of(RuntimeError("secret")).record()
    assert record["status"] == 500
    assert "secret" not in json.dumps(record)


def test_the_parts_of_an_error_are_kept_apart() -> None:
    error = UsageError("day x", "no day", "give one as YYYY-MM-DD", where="war.db")
    record = problem_of(error).record()
    assert record["detail"] == "war.db: day x: no day"
    assert record["next"] == "give one as YYYY-MM-DD"


@pytest.mark.parametrize(
    ("path", "media_type"), [("/api/v1/war", "application/json"), ("/changes", "text/html")]
)
def test_the_path_decides_the_form(path: str, media_type: str) -> None:
    response = error_response(path, StillWorkingError(PROGRESS))
    assert response.status_code == 202
    assert response.headers["content-type"].startswith(media_type)
    assert b"the estimate" in response.body


def test_who_waits_is_told_how_far_it_is() -> None:
    told = json.loads(error_response("/api/v1/war", StillWorkingError(PROGRESS)).body)
    assert told == {"working": "the estimate", "retry_after": 1, "progress": PROGRESS}

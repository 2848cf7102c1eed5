"""Questions of all shapes, made from the API's own description: none breaks the server."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_help import HOST, answer, copied

from fogline.web import Settings, create_app

CALLS = 1_500
TOKEN = "a token of the fuzz"


@pytest.mark.slow
def test_no_question_breaks_the_server(war: Path, tmp_path: Path) -> None:
    app = create_app(
        Settings(
            str(copied(war, tmp_path)), names=("testserver",), review=TOKEN, patience=5.0, lenses=3
        )
    )
    statuses: Counter[int] = Counter()
    with TestClient(app, base_url=HOST) as client:
        answer(client, "/api/v1/war")
        operations = [
            r.ok()
            for r in schemathesis.openapi.from_asgi(
                "/api/v1/openapi.json", app
            ).get_all_operations()
        ]
        assert len(operations) == len(app.openapi()["paths"])
        for operation in operations:
            _ask(operation, -(-CALLS // len(operations)), _real(client), statuses)
    assert statuses.total() >= CALLS
    assert [s for s in statuses if s >= 500] == []
    assert {200, 201, 404, 422} <= set(statuses)
    assert statuses[200] > CALLS / 3


def _real(client: TestClient) -> dict[str, list[str]]:
    """Values that the demo knows, by the parameter that takes them."""
    claims = client.get("/api/v1/claims?limit=20").json()["claims"]
    sources, days = (
        [c["source"] for c in claims],
        ["2022-08-31", "2022-09-07", "2022-09-12", "2022-09-15"],
    )
    return {
        "claim": [c["id"] for c in claims],
        "document": [c["document"] for c in claims],
        "place": ["Izium", "Ізюм", "Kupiansk"],
        "name": sources,
        "source": sources,
        "one": sources,
        "two": sources,
        "day": days,
        "since": days,
        "as_of": days,
    }


def _ask(operation: Any, calls: int, real: dict[str, list[str]], statuses: Counter[int]) -> None:
    """Ask one operation so often, count the statuses; half of the questions have real values."""
    asked = 0

    @settings(
        max_examples=calls,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(
        case=operation.as_strategy(),
        known=st.fixed_dictionaries({n: st.sampled_from(v) for n, v in real.items()}),
        meant=st.booleans(),
    )
    def ask(case: Any, known: dict[str, str], meant: bool) -> None:
        nonlocal asked
        if meant:
            for given_ in (case.path_parameters, case.query):
                given_.update({n: v for n, v in known.items() if n in given_})
        response = case.call(headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        statuses[response.status_code] += 1
        asked += 1

    while asked < calls:
        before = asked
        ask()
        # Few questions are possible where nothing can be given: those are asked again.
        assert asked > before

"""The one way to write, with a token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer, copied

from fogline.web import Settings, create_app

TOKEN = "a token of sixteen or more"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def review(war: Path, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(Settings(str(copied(war, tmp_path)), review=TOKEN, patience=20.0)), base_url=HOST
    ) as client:
        yield client


def test_a_judgement_is_kept_and_seen(review: TestClient) -> None:
    before = review.get("/api/v1/claims").json()
    claim = before["claims"][0]["id"]
    assert 'form class="judge"' in review.get(f"/claims/{claim}").text
    kept = review.post(
        f"/api/v1/claims/{claim}/judgements",
        json={"who": "Ann", "verdict": "reject"},
        headers=HEADERS,
    )
    assert (kept.status_code, kept.json()) == (201, {"kept": 1})
    assert review.get("/api/v1/claims").json()["total"] == before["total"] - 1
    assert review.get(f"/api/v1/claims/{claim}").status_code == 404
    assert answer(review, "/api/v1/war").status_code == 200
    again = review.post(
        f"/api/v1/claims/{claim}/judgements",
        json={"who": "Ann", "verdict": "accept"},
        headers=HEADERS,
    )
    assert again.status_code == 201
    assert review.get(f"/api/v1/claims/{claim}").json()["judged"] == "accepted"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN[:-1]},
        {"Authorization": "Bearer ключ".encode()},
    ],
)
def test_without_the_token_nothing_is_kept(review: TestClient, headers: dict[str, str]) -> None:
    claim = review.get("/api/v1/claims").json()["claims"][0]["id"]
    response = review.post(
        f"/api/v1/claims/{claim}/judgements",
        json={"who": "Ann", "verdict": "reject"},
        headers=headers,
    )
    assert response.status_code == 401
    assert review.get(f"/api/v1/claims/{claim}").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"who": "Ann", "verdict": "maybe"}, 422),
        ({"verdict": "reject"}, 422),
        ({"who": "Ann", "verdict": "correct", "field": "event", "value": "dance"}, 422),
        ({"who": "Ann", "verdict": "reject", "more": 1}, 422),
        ({"who": "x" * 100, "verdict": "reject"}, 422),
    ],
)
def test_a_judgement_that_can_not_be(
    review: TestClient, body: dict[str, object], status: int
) -> None:
    claim = review.get("/api/v1/claims").json()["claims"][0]["id"]
    response = review.post(f"/api/v1/claims/{claim}/judgements", json=body, headers=HEADERS)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_long_body_is_refused(review: TestClient) -> None:
    response = review.post("/api/v1/claims/x/judgements", content=b" " * 70_000, headers=HEADERS)
    assert response.status_code == 413
    assert (
        review.post(
            "/api/v1/claims/none/judgements",
            json={"who": "Ann", "verdict": "reject"},
            headers=HEADERS,
        ).status_code
        == 404
    )

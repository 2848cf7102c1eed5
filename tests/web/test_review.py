"""The one way to write, with a token."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from web_help import HOST, answer, copied, ledger_of

from fogline.web import Settings, create_app
from fogline.web.estimate_cache import EVERYTHING

TOKEN = "a token of sixteen or more"
AGENCY = (
    "Ukrainian forces captured Izium after two days of heavy fighting along the river bank, local"
    " officials and residents of the villages around the town said late on Monday evening."
)
ISSUE = "Ukrainian forces captured Izium on September 5."
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
    assert kept.status_code == 201
    assert {**kept.json(), "edition": ""} == {"kept": 1, "state": "rejected", "edition": ""}
    assert review.get("/api/v1/claims").json()["total"] == before["total"] - 1
    assert review.get(f"/api/v1/claims/{claim}").json()["judged"] == "rejected"
    assert answer(review, "/api/v1/war").status_code == 200
    again = review.post(
        f"/api/v1/claims/{claim}/judgements",
        json={"who": "Ann", "verdict": "accept"},
        headers=HEADERS,
    )
    assert again.status_code == 201
    assert review.get(f"/api/v1/claims/{claim}").json()["judged"] == "accepted"


def _judge(client: TestClient, claim: str, verdict: str, **more: object) -> dict[str, Any]:
    path, body = f"/api/v1/claims/{claim}/judgements", {"who": "Ann", "verdict": verdict} | more
    response = client.post(path, json=body, headers=HEADERS)
    assert response.status_code == 201, response.text
    return dict(response.json())


def _chance(client: TestClient, edition: str = "") -> float:
    """The chance that Ukraine held Izium at the end, by the estimate of an edition."""
    for _ in range(300):
        war = answer(client, "/api/v1/war").json()
        if not edition or war["edition"] == edition:
            path = f"/api/v1/places/Izium?day={war['last']}"
            return float(answer(client, path).json()["chances"]["UA"][-1])
        time.sleep(0.1)
    raise AssertionError("no estimate of this edition")


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[TestClient]:
    """A ledger in which one report alone says that a town changed hands."""
    days = [("2022-09-01", "Russian forces hold Izium."), ("2022-09-05", ISSUE)]
    lines = [
        {"text": text, "published": day, "source": "Demo desk", "url": f"https://x.example/{day}"}
        for day, text in days
    ]
    settings = Settings(ledger_of(tmp_path, lines), review=TOKEN, patience=20.0)
    with TestClient(create_app(settings), base_url=HOST) as client:
        yield client


def test_what_is_rejected_leaves_the_estimate_and_comes_back(lone: TestClient) -> None:
    (claim,) = lone.get("/api/v1/claims?event=capture").json()["claims"]
    with_it = _chance(lone)
    assert with_it > 0.9
    rejected = _judge(lone, claim["id"], "reject")
    # What is left is an older report that the other side holds it.
    assert _chance(lone, rejected["edition"]) < 0.5
    undone = _judge(lone, claim["id"], "withdraw")
    assert (undone["kept"], undone["state"]) == (1, "open")
    assert _chance(lone, undone["edition"]) == pytest.approx(with_it, abs=0.001)


def test_a_correction_of_several_fields_moves_the_estimate(lone: TestClient) -> None:
    (claim,) = lone.get("/api/v1/claims?event=capture").json()["claims"]
    changes = [{"field": "actor", "value": "RU"}, {"field": "target", "value": "UA"}]
    made = _judge(lone, claim["id"], "correct", changes=changes, why="a slip")
    assert (made["kept"], made["state"]) == (2, "corrected")
    assert _chance(lone, made["edition"]) < 0.2
    page = lone.get(f"/claims/{claim['id']}").text
    assert "corrected actor to RU: a slip" in page
    assert _judge(lone, claim["id"], "withdraw")["kept"] == 1
    assert lone.get(f"/api/v1/claims/{claim['id']}").json()["actor"] == "UA"
    assert _judge(lone, claim["id"], "withdraw")["kept"] == 0


def test_an_estimate_from_before_that_comes_late_is_not_served(lone: TestClient) -> None:
    app: Any = lone.app
    server = app.state.server
    before = server.estimates.snapshot()
    (claim,) = lone.get("/api/v1/claims?event=capture").json()["claims"]
    _chance(lone, _judge(lone, claim["id"], "reject")["edition"])
    after = server.estimates.snapshot()
    server.estimates.control(before, EVERYTHING)
    server._estimated = before  # as a job leaves it that began before the judgement
    assert asyncio.run(server.estimated_snapshot()).version == after.version


@pytest.fixture
def printed_twice(tmp_path: Path) -> Iterator[TestClient]:
    """A ledger of one text that two publishers printed."""
    lines = [
        {
            "text": AGENCY,
            "published": f"2022-09-0{k}",
            "source": name,
            "url": f"https://x.example/{k}",
        }
        for k, name in enumerate(("First wire", "Second paper"), 5)
    ]
    settings = Settings(ledger_of(tmp_path, lines), review=TOKEN, patience=20.0)
    with TestClient(create_app(settings), base_url=HOST) as client:
        yield client


def test_the_snapshot_after_a_judgement_is_what_the_ledger_says(printed_twice: TestClient) -> None:
    app: Any = printed_twice.app
    server = app.state.server
    (claim,) = printed_twice.get("/api/v1/claims?event=capture").json()["claims"]
    assert claim["copied_by"] == ["Second paper"]
    for verdict, left in (("reject", 0), ("withdraw", 1), ("accept", 1)):
        _judge(printed_twice, claim["id"], verdict)
        assert printed_twice.get("/api/v1/claims?event=capture").json()["total"] == left
        snapshot = server.estimates.snapshot()
        whole = server.estimates._read(snapshot.version)
        for name in ("rows", "with_copies", "rejected"):
            found, wanted = (getattr(s, name) for s in (snapshot, whole))
            tables = [getattr(t, "rows", t) for t in (found, wanted) if t is not None]
            assert len(tables) != 1
            assert not tables or tables[0].equals(tables[1]), (verdict, name)


def test_the_vocabulary_and_the_places_of_a_correction(review: TestClient) -> None:
    assert review.get("/api/v1/review").status_code == 401
    found = review.get("/api/v1/review", headers=HEADERS).json()
    assert ["capture", "took"] in found["event"]
    assert ["UA", "Ukraine"] in found["actor"]
    places = review.get("/api/v1/review/places", params={"q": "Ізюм"}, headers=HEADERS).json()
    assert places[0]["name"] == "Izyum"


def test_the_page_of_reviews(review: TestClient) -> None:
    assert "Nobody has reviewed" in review.get("/review").text
    claims = review.get("/api/v1/claims?limit=3").json()["claims"]
    for who, verdicts in (("Ann", "accept reject accept"), ("Bob", "accept reject reject")):
        for claim, verdict in zip(claims, verdicts.split(), strict=True):
            _judge(review, claim["id"], verdict, who=who)
    page = html.fromstring(review.get("/review").text)
    people = [[c.text_content() for c in r] for r in page.xpath("//table[1]/tbody/tr")[:2]]
    assert sorted(p[:2] for p in people) == [["Ann", "3"], ["Bob", "3"]]
    assert "Cohen" in page.text_content()
    judged = sum(int(td.text_content()) for td in page.xpath("(//table)[2]//tr/td[1]"))
    assert judged == 3
    queue = html.fromstring(answer(review, "/panel/review").text)
    assert queue.xpath("count(//article)") > 0
    seen = {a.get("id")[2:] for a in queue.iter("article")}
    assert not seen & {c["id"] for c in claims}


def test_claims_that_two_readers_read_differently_come_first(war: Path, tmp_path: Path) -> None:
    ledger = copied(war, tmp_path)
    with closing(sqlite3.connect(ledger)) as base:
        surest = "SELECT id FROM claims WHERE event = 'move' ORDER BY score DESC, id LIMIT 1"
        cue = json.dumps([{"role": "read-by-other", "start": 0, "end": 3, "text": "The"}])
        base.execute(f"UPDATE claims SET cues = ? WHERE id = ({surest})", (cue,))
        base.commit()
    with TestClient(create_app(Settings(str(ledger), patience=20.0)), base_url=HOST) as client:
        cards = html.fromstring(answer(client, "/panel/review").text).xpath("//article")
    told = ["two readers differ" in card.text_content() for card in cards]
    assert told == [True] + [False] * (len(cards) - 1)
    assert len(cards) > 1


def test_no_page_has_the_token(review: TestClient) -> None:
    claim = review.get("/api/v1/claims").json()["claims"][0]
    for path in ("/claims", "/review", f"/claims/{claim['id']}", f"/documents/{claim['document']}"):
        assert TOKEN not in review.get(path).text
        assert "data-reviewing" in review.get(path).text


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


def test_a_client_has_five_wrong_guesses_a_minute(review: TestClient) -> None:
    path = "/api/v1/review"
    for _ in range(7):
        assert review.get(path).status_code == 401  # no token is no guess
    statuses = [
        review.get(path, headers={"Authorization": f"Bearer guess {k}"}).status_code
        for k in range(6)
    ]
    assert statuses == [401] * 5 + [429]
    right = review.get(path, headers=HEADERS)
    assert (right.status_code, right.headers["retry-after"]) == (429, "60")
    other = TestClient(review.app, base_url=HOST, client=("198.51.100.7", 5))
    assert other.get(path, headers=HEADERS).status_code == 200

"""What was known by a day of posts that were edited later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer

from fogline.ledger import Query, open_ledger
from fogline.model import Document, Evidence, Received
from fogline.theatre import load
from fogline.web import Settings, create_app
from fogline.web.estimate_cache import EVERYTHING, EstimateCache

UKRAINE = load("ukraine")
EDIT = datetime(2022, 9, 9, 9, tzinfo=UTC)
THEN, LATER = date(2022, 9, 7), date(2022, 9, 9)


def _post(key: str, text: str, day: int, edited: datetime | None = None) -> Received:
    moment = datetime(2022, 9, day, 9, tzinfo=UTC)
    document = Document(
        text, f"post {key}", "Channel", published_at=moment, edited_at=edited, lang="en"
    )
    return Received(document, Evidence(text.encode()), "posts", media="text/plain", key=key)


@pytest.fixture(scope="module")
def edited(_home: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A post that lost its claim on an edit, one of which only the edited text is known, and two
    that were never edited.
    """
    where = str(tmp_path_factory.mktemp("edited") / "war.db")
    with open_ledger(where, create=True) as book:
        posts = [
            _post("1", "Ukrainian forces captured Izium.", 5),
            _post("1", "We have no news of that town.", 5, EDIT),
            _post("2", "Ukrainian forces captured Lyman.", 6, EDIT),
            _post("3", "Ukrainian forces hold Kharkiv.", 7),
            _post("4", "Russian forces hold Svatove.", 8),
        ]
        book.add(posts, UKRAINE, reader="linear")
    return where


@pytest.fixture(scope="module")
def asked(edited: str) -> Iterator[Any]:
    with TestClient(create_app(Settings(edited, patience=20.0)), base_url=HOST) as client:
        yield lambda path, **given: answer(client, path, given)


def _places(found: Any) -> list[str]:
    return sorted(c["place"]["name"] for c in found["claims"])


def test_the_text_of_then_counts_as_in_the_ledger(asked: Any, edited: str) -> None:
    for day, places in ((THEN, ["Izyum", "Kharkiv"]), (LATER, ["Kharkiv", "Lyman", "Svatove"])):
        assert _places(asked("/api/v1/claims", as_of=str(day)).json()) == places
        with open_ledger(edited) as book:
            view = book.view(as_of=day)
        assert sorted(view["name"].to_pylist()) == places
    found = asked("/api/v1/symbols", day="2022-09-05", as_of=str(THEN)).json()["features"]
    assert [f["properties"]["name"] for f in found] == ["Izyum"]


def test_the_estimate_of_then_tells_of_its_claims(asked: Any) -> None:
    then = asked("/api/v1/places/Izium", day=str(THEN), as_of=str(THEN)).json()
    now = asked("/api/v1/places/Izium", day=str(THEN)).json()
    assert then["why"]["chances"]["UA"] > 0.9 > now["why"]["chances"]["UA"]
    (reason,) = then["why"]["for"]
    assert (then["claims"], now["claims"]) == (1, 0)
    record = asked(f"/api/v1/claims/{reason['claim']['id']}").json()
    assert any("earlier text" in words for words in record["circumstances"])
    document = asked(f"/api/v1/documents/{record['document']}").json()
    assert _places(document) == ["Izyum"]
    assert any("earlier text" in words for words in document["circumstances"])


def test_it_says_where_only_a_later_text_is_known(asked: Any) -> None:
    for path in ("/api/v1/front", "/api/v1/places/Izium"):
        (post,) = asked(path, day=str(THEN), as_of=str(THEN)).json()["unknown_texts"]
        assert (post["name"], post["edited"]) == ("post 2", EDIT.isoformat())
        assert asked(path, day=str(THEN)).json()["unknown_texts"] == []
    assert asked("/api/v1/claims", as_of=str(LATER)).json()["unknown_texts"] == []
    for path in ("/panel/places/Izium", "/claims"):
        given = {"day": str(THEN)} if "panel" in path else {}
        page = asked(path, as_of=str(THEN), **given).text
        assert "edited later. Their text of then is not known" in page
        assert "post 2" in page


def test_an_edit_that_took_the_last_claim_away_is_later_than_what_is_known(edited: str) -> None:
    """The newest claim is of the eighth, the last edit of the ninth."""
    estimates = EstimateCache(Settings(edited, lenses=1))
    snapshot = estimates.snapshot()
    assert estimates.lens(date(2022, 9, 8), "", snapshot) != EVERYTHING
    assert estimates.lens(LATER, "", snapshot) == EVERYTHING
    assert estimates.known_by(snapshot, LATER) is snapshot
    then = estimates.known_by(snapshot, THEN)
    assert estimates.known_by(snapshot, THEN) is then
    estimates.known_by(snapshot, date(2022, 9, 6))
    assert estimates.known_by(snapshot, THEN) is not then
    estimates.close()


def test_a_view_can_show_every_text(edited: str) -> None:
    with open_ledger(edited) as book:
        names = book.view(Query(versions=True))["name"].to_pylist()
        assert book.last_edit() == EDIT.date()
    assert sorted(names) == ["Izyum", "Kharkiv", "Lyman", "Svatove"]

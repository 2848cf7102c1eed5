"""A server that starts again answers from what the one before kept on disk."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer, copied, ledger_of

from fogline.errors import UsageError
from fogline.ledger import Judgement, Query
from fogline.web import Settings, create_app, map_view, places_view
from fogline.web.estimate_cache import EVERYTHING, EstimateCache, Lens
from fogline.web.ledger_snapshot import LedgerSnapshot

# What the map shows of a day that nobody asked for before.
PREPARED = (
    "/api/v1/front?day=2022-09-07",
    "/api/v1/layers?day=2022-09-07",
    "/api/v1/changed?since=2022-08-31&day=2022-09-07",
    "/api/v1/symbols?day=2022-09-07",
)
ASKED = ("/api/v1/war", "/api/v1/places", "/api/v1/front?day=2022-09-05", "/basemap.geojson")


def _served(war: Path, cache: Path | None) -> dict[str, bytes]:
    """What a server answers, when all of it is made and kept."""
    with TestClient(create_app(Settings(str(war), cache=cache)), base_url=HOST) as client:
        found = {path: answer(client, path).content for path in ASKED}
        _prepared(client)
    return found


def _prepared(client: TestClient) -> None:
    """Wait until nothing is prepared any more."""
    server: Any = client.app.state.server  # type: ignore[attr-defined]
    until = time.monotonic() + 120
    while server.jobs._slow._ahead:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture(scope="module")
def kept(war: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A folder that a server has filled, and what it answered."""
    folder = tmp_path_factory.mktemp("kept") / "cache"
    return folder, _served(war, folder)


def _refuses(*_: object, **__: object) -> Any:
    raise AssertionError("it was kept, and is worked out again")


def test_a_restart_works_nothing_out_again(
    war: Path, kept: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = kept
    monkeypatch.setattr("fogline.web.estimate_cache.estimate", _refuses)
    monkeypatch.setattr("fogline.ledger.Ledger.view", _refuses)
    monkeypatch.setattr(map_view, "war", _refuses)
    monkeypatch.setattr(places_view, "places", _refuses)
    assert _served(war, folder) == before


def test_a_first_map_does_not_wait_for_the_estimate(
    war: Path, kept: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr("fogline.web.estimate_cache.unpack", lambda *_: over.wait(60))
    with TestClient(create_app(Settings(str(war), cache=kept[0])), base_url=HOST) as client:
        found = {path: client.get(path).status_code for path in (*ASKED, *PREPARED)}
        over.set()
    assert found == dict.fromkeys((*ASKED, *PREPARED), 200)


def test_a_kept_estimate_gives_the_same_evidence(
    war: Path, kept: tuple[Path, dict[str, bytes]]
) -> None:
    found = []
    for cache in (None, kept[0]):
        with TestClient(create_app(Settings(str(war), cache=cache)), base_url=HOST) as client:
            name = answer(client, "/api/v1/places").json()["id"][0]
            found.append(answer(client, f"/api/v1/places/{name}?day=2022-09-10").json())
    assert found[0] == found[1]


def test_damage_is_made_anew_and_named(
    war: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = _served(war, tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-5])
    with caplog.at_level(logging.WARNING):
        assert _served(war, tmp_path) == before
    assert "made anew" in caplog.text


def test_a_ledger_that_grew_is_estimated_anew(war: Path, tmp_path: Path) -> None:
    ledger, cache = copied(war, tmp_path), tmp_path / "cache"
    estimates = EstimateCache(Settings(str(ledger), cache=cache))
    before = estimates.snapshot()
    estimates.control(before, EVERYTHING)
    claim = before.rows["id"][0].as_py()
    estimates.ledger.judge([Judgement(claim, "somebody", "reject")])
    estimates.close()
    again = EstimateCache(Settings(str(ledger), cache=cache))
    assert claim not in again.snapshot().row_of
    assert not again.disk(again.snapshot().version).has("estimate None ''")
    again.close()


def test_other_days_are_another_estimate(war: Path, kept: tuple[Path, dict[str, bytes]]) -> None:
    settings = Settings(str(war), cache=kept[0], end=date(2022, 9, 8))
    estimates = EstimateCache(settings)
    assert estimates.control(estimates.snapshot(), EVERYTHING).last == date(2022, 9, 8)
    estimates.close()


def test_a_snapshot_comes_back_with_copies_and_edits(tmp_path: Path) -> None:
    words = "Russian forces captured Izium on 1 September. Ukrainian forces hold Balakliia."
    lines = [
        {"id": n, "text": words, "source": n, "published": "2022-09-02"} for n in ("One", "Two")
    ]
    estimates = EstimateCache(Settings(ledger_of(tmp_path, lines)))
    made = estimates.snapshot()
    found = LedgerSnapshot.from_bytes(made.version, made.to_bytes().get, made.theatre)
    assert found is not None
    assert found.rows.equals(made.rows)
    assert found.every_print is not None
    assert found.with_copies.rows.equals(made.with_copies.rows)
    assert found.with_earlier_texts.rows.equals(made.with_earlier_texts.rows)
    assert found.last_edit == made.last_edit
    assert LedgerSnapshot.from_bytes(made.version, {}.get, made.theatre) is None
    estimates.close()


@pytest.mark.parametrize("lens", [Lens(date(2022, 9, 5)), Lens(None, ""), Lens(date(2022, 9, 9))])
def test_a_lens_lets_through_what_the_ledger_says_it_does(war: Path, lens: Lens) -> None:
    estimates = EstimateCache(Settings(str(war)))
    snapshot = estimates.snapshot()
    for source in ("", next(iter(snapshot.publishers))):
        asked = Lens(lens.as_of, source)
        found = set(estimates._claims(snapshot, asked)["id"].to_pylist())
        query = Query(as_of=lens.as_of, sources=(source,) if source else ())
        assert found == set(estimates.ledger.view(query)["id"].to_pylist())
    estimates.close()


def test_a_ledger_of_one_publisher_is_estimated_once(tmp_path: Path) -> None:
    text = "Russian forces captured Izium on 1 September. Ukrainian forces hold Balakliia."
    lines = [{"id": "a", "text": text, "source": "Only", "published": "2022-09-02"}]
    estimates = EstimateCache(Settings(ledger_of(tmp_path, lines)))
    snapshot = estimates.snapshot()
    whole = estimates.control(snapshot, EVERYTHING)
    assert estimates.control(snapshot, Lens(None, "Only")) is whole
    estimates.close()


def test_known_by_then_is_kept_too(
    war: Path, kept: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/api/v1/front?day=2022-09-05&as_of=2022-09-05"
    settings = Settings(str(war), cache=kept[0])
    with TestClient(create_app(settings), base_url=HOST) as client:
        before = answer(client, path).content
    monkeypatch.setattr("fogline.web.estimate_cache.estimate", _refuses)
    with TestClient(create_app(settings), base_url=HOST) as client:
        assert client.get(path).content == before
        day = date(2022, 9, 5) - timedelta(1)
        assert answer(client, f"/api/v1/front?day={day}&as_of=2022-09-05").status_code == 200


def test_who_waits_hears_how_far_it_is(
    war: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Callable[..., Any]
) -> None:
    from fogline.web import estimate_cache

    made = estimate_cache.estimate

    def slowly(*given: Any) -> Any:
        time.sleep(1.0)
        return made(*given)

    monkeypatch.setattr(estimate_cache, "estimate", slowly)
    told = []
    for _ in range(2):  # the second server knows how long the first one took
        settings = Settings(str(copied(war, tmp_path)), cache=tmp_path / "cache", patience=0.05)
        with TestClient(create_app(settings), base_url=HOST) as client:
            told.append(client.get("/api/v1/war").json()["progress"])
            assert answer(client, "/api/v1/war").status_code == 200
        for file in (tmp_path / "cache").iterdir():
            if file.stat().st_size > 1_000:
                file.unlink()
        for name in ("war.db", "war.db.evidence"):
            _remove(tmp_path / name)
    assert (told[0]["expected"], told[0]["share"]) == (None, None)
    assert told[1]["expected"] >= 1
    assert told[1]["share"] is not None


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def test_a_cache_that_is_a_file_is_refused(war: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="not a folder"):
        Settings(str(war), cache=tmp_path / "file")

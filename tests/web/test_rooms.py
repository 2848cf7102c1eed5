"""Pieces of texts, jobs, and the base map."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from web_help import HOST, answer, ledger_of

from fogline.ledger import Query
from fogline.theatre import load
from fogline.web import Settings, basemap, create_app, views
from fogline.web.desk import Desk, Lens
from fogline.web.filters import Filter
from fogline.web.jobs import Jobs
from fogline.web.pieces import Mark, cut
from fogline.web.problem import Problem, Working
from fogline.web.told import safe_link

MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 40),
        st.integers(-3, 40),
        st.sampled_from(["trigger", "cue", "loaded", "place"]),
        st.text(max_size=3),
        st.just(("c",)),
    ),
    max_size=8,
)


@given(st.text(max_size=40), MARKS)
def test_pieces_are_the_text_and_lie_in_their_marks(text: str, marks: list[Mark]) -> None:
    pieces = cut(text, marks)
    assert "".join(p.text for p in pieces) == text
    at = 0
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    for piece in pieces:
        covering = {m.kind for m in inside if m.start <= at and at + len(piece.text) <= m.end}
        assert set(piece.kinds) == covering
        at += len(piece.text)


def test_days_are_drawn_before_anybody_asks(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, front = [], views.front
    monkeypatch.setattr(
        views, "front", lambda control, day: (drawn.append(day), front(control, day))[1]
    )
    with TestClient(create_app(Settings(str(war))), base_url=HOST) as client:
        first, last = (
            date.fromisoformat(answer(client, "/api/v1/war").json()[n]) for n in ("first", "last")
        )
        days = [last - timedelta(k) for k in range((last - first).days + 1)]
        until = time.monotonic() + 60
        while len(drawn) < len(days):
            assert time.monotonic() < until
            time.sleep(0.05)
        time.sleep(0.5)
        assert drawn == days
        assert [client.get(f"/api/v1/front?day={d}").status_code for d in days] == [200] * len(days)
        assert drawn == days


def test_answers_that_came_late_leave_room_for_others() -> None:
    jobs = Jobs(0.01)

    async def ask() -> None:
        for k in range(60):
            with contextlib.suppress(Working):
                await jobs.result(k, lambda: time.sleep(0.02), "a nap", slow=True)
            await asyncio.sleep(0.03)

    asyncio.run(ask())
    jobs.close()


def test_why_a_late_job_failed_is_told_once() -> None:
    jobs = Jobs(0.01)

    def fails() -> None:
        time.sleep(0.05)
        raise Problem(422, "it can't be")

    async def ask() -> list[str]:
        out = []
        for _ in range(3):
            try:
                await jobs.result("k", fails, "it", slow=True)
            except (Problem, Working) as error:
                out.append(type(error).__name__)
            await asyncio.sleep(0.1)
        return out

    assert asyncio.run(ask()) == ["Working", "Problem", "Working"]
    jobs.close()


def test_kept_estimates_do_not_wait_for_one_that_is_made(
    war: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Settings(str(war)))
    edition = desk.edition()
    whole = desk.control(edition, Lens())
    go, begun = threading.Event(), threading.Event()

    def waits(*_: object) -> Any:
        begun.set()
        go.wait(20)
        return whole

    monkeypatch.setattr("fogline.web.desk.estimate", waits)
    other = threading.Thread(target=desk.control, args=(edition, Lens(date(2022, 9, 5))))
    other.start()
    assert begun.wait(20)
    assert desk.control(edition, Lens()) is whole
    go.set()
    other.join(20)
    desk.close()


def test_a_publishers_copies_are_known_when_it_printed_them(tmp_path: Path) -> None:
    words = "Russian forces captured Izium on 1 September. Ukrainian forces hold Balakliia. Russian forces shelled Kharkiv with rockets."
    lines = [
        {"id": n, "text": words, "source": n, "published": day}
        for n, day in (("First", "2022-09-02"), ("Copycat", "2022-09-08"))
    ]
    desk = Desk(Settings(ledger_of(tmp_path, lines)))
    edition = desk.edition()
    assert edition.copies is not None
    assert edition.publishers == {"Copycat": 3, "First": 3}
    for as_of in (date(2022, 9, 5), date(2022, 9, 8), None):
        for source in ("First", "Copycat", ""):
            asked = Filter(as_of=as_of, source=source)
            view = desk.ledger.view(Query(as_of=as_of, sources=(source,) if source else ()))
            assert len(asked.rows(asked.among(edition))) == view.num_rows, (as_of, source)
    for name in ("First", "Copycat"):
        assert len(views.document(edition, desk.ledger.document(name))["claims"]) == 3
    desk.close()


def test_a_job_runs_once_for_all_who_ask() -> None:
    jobs, go, runs = Jobs(0.05), threading.Event(), []

    def make() -> int:
        runs.append(1)
        go.wait(5)
        return 7

    async def ask() -> list[Any]:
        first = await asyncio.gather(
            *(jobs.result("k", make, "seven", slow=True) for _ in range(3)), return_exceptions=True
        )
        go.set()
        while True:
            try:
                return [*first, await jobs.result("k", make, "seven", slow=True)]
            except Working:
                continue

    found = asyncio.run(ask())
    jobs.close()
    assert [type(f) for f in found[:3]] == [Working] * 3
    assert found[3] == 7
    assert len(runs) == 1


def test_an_error_comes_back_to_who_asks() -> None:
    jobs = Jobs(1.0)

    def fail() -> None:
        raise Problem(404, "none")

    async def ask() -> None:
        await jobs.result("k", fail, "", slow=False)

    for _ in range(2):
        with pytest.raises(Problem, match="none"):
            asyncio.run(ask())
    jobs.close()


def test_too_many_jobs_are_refused() -> None:
    jobs, go = Jobs(0.001), threading.Event()

    async def ask() -> list[Any]:
        return await asyncio.gather(
            *(jobs.result(k, lambda: go.wait(5), "", slow=True) for k in range(30)),
            return_exceptions=True,
        )

    found = asyncio.run(ask())
    go.set()
    jobs.close()
    refused = [f for f in found if isinstance(f, Problem)]
    assert {f.status for f in refused} == {429}
    assert len(refused) == 6


@pytest.mark.parametrize("name", ["ukraine", "syria", "gaza", "sudan", "drc", "myanmar"])
def test_every_theatre_has_land_and_borders(name: str) -> None:
    found = json.loads(basemap.around(load(name)))["features"]
    kinds = [f["properties"]["kind"] for f in found]
    assert kinds.count("land") == 1
    assert "border" in kinds


def test_crimea_is_drawn_as_contested() -> None:
    found = json.loads(basemap.around(load("ukraine")))["features"]
    crimea = next(f for f in found if "Crimea" in f["properties"].get("about", ""))
    assert crimea["properties"]["kind"] == "contested"
    lines = [
        p
        for part in crimea["geometry"]["coordinates"]
        for p in (part if isinstance(part[0], list) else [part])
    ]
    assert all(32 < lon < 36 and 45.5 < lat < 46.6 for lon, lat in lines)
    assert any("Crimea" in line for line in basemap.contested())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:",
        "https://",
        "ht\ntp://x.example",
        "",
        None,
        "http://[bad",
    ],
)
def test_links_that_are_none(url: str | None) -> None:
    assert safe_link(url) == ""


def test_links_of_the_web() -> None:
    assert safe_link("https://example.org/a?b=c") == "https://example.org/a?b=c"

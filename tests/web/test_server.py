"""What a server prepares before anybody asks."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer

from fogline.control import Control
from fogline.web import Settings, create_app, map_view


def test_days_are_drawn_before_anybody_asks(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, front, end = [], map_view.front, date(2022, 9, 14)

    def noted(control: Control, day: date) -> Any:
        if control.last == end:  # servers of other tests may still be drawing
            drawn.append(day)
        return front(control, day)

    monkeypatch.setattr(map_view, "front", noted)
    with TestClient(create_app(Settings(str(war), end=end)), base_url=HOST) as client:
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

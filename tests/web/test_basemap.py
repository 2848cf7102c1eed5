"""Land and borders below the map."""

from __future__ import annotations

import json

import pytest

from fogline.theatre import load
from fogline.web.basemap import BaseMap


@pytest.mark.parametrize("name", ["ukraine", "syria", "gaza", "sudan", "drc", "myanmar"])
def test_every_theatre_has_land_and_borders(name: str) -> None:
    found = json.loads(BaseMap().around(load(name)))["features"]
    kinds = [f["properties"]["kind"] for f in found]
    assert kinds.count("land") == 1
    assert "border" in kinds


def test_crimea_is_drawn_as_contested() -> None:
    found = json.loads(BaseMap().around(load("ukraine")))["features"]
    crimea = next(f for f in found if "Crimea" in f["properties"].get("about", ""))
    assert crimea["properties"]["kind"] == "contested"
    lines = [
        p
        for part in crimea["geometry"]["coordinates"]
        for p in (part if isinstance(part[0], list) else [part])
    ]
    assert all(32 < lon < 36 and 45.5 < lat < 46.6 for lon, lat in lines)
    assert any("Crimea" in line for line in BaseMap().contested_borders)

"""The chart of a place."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from fogline.web.claims_view import PlaceRecord
from fogline.web.timeline_chart import timeline_chart


def test_bands_fill_the_chart_and_rows_follow_the_changes() -> None:
    chances = {"UA": [0.2, 0.2, 0.9], "RU": [0.8, 0.8, 0.1]}
    place: dict[str, Any] = {
        "first": date(2022, 9, 1),
        "states": list(chances),
        "chances": chances,
    }
    chart = timeline_chart(cast(PlaceRecord, place), date(2022, 9, 2))
    assert [(row.day.day, row.state) for row in chart.rows] == [(1, "RU"), (3, "UA")]
    assert (chart.days, chart.last, chart.now) == (3, date(2022, 9, 3), "300.0")
    points = [band.points.split() for band in chart.bands]
    assert points[0][0] == "0.0,80.0"
    assert [p.split(",")[1] for p in points[1][:3]] == ["0.0"] * 3
    assert chart.label.endswith("2022-09-01 RU 0.80; 2022-09-03 UA 0.90")

"""The chart of areas by day, with their intervals."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fogline.require import require

_LEGEND = [
    "Line: as the map shows it. Band: from the ground that is held with a chance of 80 % or more",
    "to the ground that may be held, with a chance of 20 % or more.",
    "Each panel has its own scale, which need not begin at 0.",
]


def area_chart(rows: pa.Table, colours: dict[str, str], title: str) -> Any:
    """An altair chart of date, state, km2, km2_low and km2_high: a panel for each
    state with a colour.

    Raises:
        FoglineError: the extra 'charts' is not installed.
    """
    altair = require("altair", "charts")
    require("vl_convert", "charts")
    data = [
        {**row, "date": row["date"].isoformat()}
        for row in rows.to_pylist()
        if row["state"] in colours
    ]
    base = _by_day(altair, colours)
    axis = altair.Y(
        "km2_low:Q", title="km²", axis=altair.Axis(format=",.0f"), scale=altair.Scale(zero=False)
    )
    band = base.mark_area(opacity=0.25).encode(y=axis, y2="km2_high:Q")
    drawn = band + base.mark_line().encode(y="km2:Q")
    sides = altair.Row(
        "state:N",
        title=None,
        sort=list(colours),
        header=altair.Header(labelFontSize=13, labelFontWeight="bold"),
    )
    heading = altair.TitleParams(title, subtitle=_LEGEND)
    return (
        drawn.properties(data=altair.Data(values=data))
        .facet(row=sides, title=heading)
        .resolve_scale(y="independent")
    )


def _by_day(altair: Any, colours: dict[str, str]) -> Any:
    """What the marks have in common: days across, a colour for each state."""
    scale = altair.Scale(domain=list(colours), range=list(colours.values()))
    days = altair.Axis(
        format="%-d %b %Y",
        labelAngle=0,
        labelOverlap="greedy",
        labelSeparation=12,
        tickCount=6,
    )
    return altair.Chart(width=640, height=170).encode(
        x=altair.X("date:T", title=None, axis=days),
        color=altair.Color("state:N", scale=scale, legend=None),
    )

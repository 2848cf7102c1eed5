"""The chart of areas by day, with their intervals."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pyarrow as pa

from fogline.require import require

_LEGEND = (
    "Line: as the map shows it. Band: from the ground that is held with a chance of 80 % or more "
    "to the ground that may be held, with a chance of 20 % or more. Each panel has its own scale, "
    "which need not begin at 0."
)
# In points: a chart's width, a letter of its words and of its title, and a day on its axis.
CHART_WIDTH, _LETTER, _TITLE_LETTER, _TICK = 640, 6, 8, 106
_TALL = 0.27  # heights of a panel, in widths


def area_chart(
    rows: pa.Table, colours: dict[str, str], title: str, width: int = CHART_WIDTH
) -> Any:
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
    base = _by_day(altair, colours, width)
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
    heading = altair.TitleParams(
        wrap(title, width // _TITLE_LETTER), subtitle=wrap(_LEGEND, width // _LETTER)
    )
    return (
        drawn.properties(data=altair.Data(values=data))
        .facet(row=sides, title=heading)
        .resolve_scale(y="independent")
    )


def _by_day(altair: Any, colours: dict[str, str], width: int) -> Any:
    """What the marks have in common: days across, a colour for each state."""
    scale = altair.Scale(domain=list(colours), range=list(colours.values()))
    days = altair.Axis(
        format="%-d %b %Y",
        labelAngle=0,
        labelOverlap="greedy",
        labelSeparation=12,
        tickCount=max(2, width // _TICK),
    )
    return altair.Chart(width=width, height=round(width * _TALL)).encode(
        x=altair.X("date:T", title=None, axis=days),
        color=altair.Color("state:N", scale=scale, legend=None),
    )

"""The chart of areas by day, with their intervals."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fogline.extras import needed

_AXIS = "km² (line: expected; band: 80 % of samples; dashes: as mapped)"


def area_chart(rows: pa.Table, colours: dict[str, str], title: str) -> Any:
    """An altair chart of date, state, km2, km2_expected, km2_low and km2_high: a line with its band for each state with a colour.

    Raises:
        InputError: the extra 'charts' is not installed.
    """
    altair = needed("altair", "charts")
    needed("vl_convert", "charts")
    data = [{**row, "date": row["date"].isoformat()} for row in rows.to_pylist() if row["state"] in colours]
    scale = altair.Scale(domain=list(colours), range=list(colours.values()))
    base = altair.Chart(altair.Data(values=data), title=title, width=640, height=320).encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%-d %b %Y", labelAngle=0, labelOverlap=True)),
        color=altair.Color("state:N", title=None, scale=scale),
    )
    axis = altair.Y("km2_low:Q", title=_AXIS, axis=altair.Axis(format=",.0f"), scale=altair.Scale(zero=False))
    band = base.mark_area(opacity=0.25).encode(y=axis, y2="km2_high:Q")
    return band + base.mark_line().encode(y="km2_expected:Q") + base.mark_line(strokeDash=[3, 3], opacity=0.7).encode(y="km2:Q")

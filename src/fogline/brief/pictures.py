"""The charts of a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fogline.escaping import escape_controls
from fogline.model import ClaimRow
from fogline.require import require

_PUBLISHERS = 8


def claims_chart(rows: Sequence[ClaimRow]) -> Any:
    """Bars of claims by day of publication, by publisher (the eight with most of them).

    Raises:
        MissingError: the extra 'charts' is not installed.
    """
    altair = require("altair", "charts")
    require("vl_convert", "charts")
    counts = Counter(
        (r.published_utc.date().isoformat(), r.source or "no publisher")
        for r in rows
        if r.published_utc
    )
    most = [
        name
        for name, _ in Counter(r.source or "no publisher" for r in rows).most_common(_PUBLISHERS)
    ]
    # A control character in a name would end the process: the renderer can't write it as SVG.
    data = [
        {"day": day, "publisher": escape_controls(name), "claims": n}
        for (day, name), n in counts.items()
        if name in most
    ]
    return (
        altair.Chart(
            altair.Data(values=data), title="Claims by day of publication", width=640, height=200
        )
        .mark_bar()
        .encode(
            x=altair.X("day:O", title=None, axis=altair.Axis(labelAngle=-45)),
            y=altair.Y("sum(claims):Q", title="claims"),
            color=altair.Color("publisher:N", title=None, scale=altair.Scale(scheme="tableau10")),
        )
    )

"""What is to be said of a day: changes, sectors, doubts, contradictions, forecasts, sources, and
what is not known.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from fogline.brief.brief import Brief, Section, Sentence
from fogline.brief.claim_sections import alleged_harm, claimed_and_denied, forecasts_due
from fogline.brief.control_sections import by_sector, in_doubt, what_changed
from fogline.brief.material import DAYS, Material
from fogline.brief.pictures import claims_chart
from fogline.brief.source_sections import not_known, the_sources
from fogline.brief.summary import summary
from fogline.control import Control
from fogline.errors import UsageError
from fogline.require import MissingError

# The sections in their order: what is written in one is not written again in a later one.
SECTIONS: tuple[tuple[str, Callable[[Material], list[Sentence]]], ...] = (
    ("In five lines", summary),
    ("What changed", what_changed),
    ("By sector", by_sector),
    ("In doubt, and who says what", in_doubt),
    ("Claimed and denied", claimed_and_denied),
    ("Alleged harm", alleged_harm),
    ("Forecasts that came due", forecasts_due),
    ("The sources", the_sources),
    ("What is not known", not_known),
)
# How wide the map of the front and its chart are, in points: in a column of two on a printed page
# their words are still read.
_MAP_WIDTH, _CHART_WIDTH = 460, 330


def compose(
    claims: pa.Table, control: Control, day: date | None = None, since: date | None = None
) -> Brief:
    """The brief of a day, the last of the estimate if none is given, since another one, a week
    earlier if none is given.

    ``claims`` are a ledger's view and ``control`` its estimate; views as of the day itself make a
    brief of what was known then. The charts need the extra 'charts'; without it the brief has none
    and says so (``Brief.left_out``).

    Raises:
        UsageError: ``since`` is not before the day.
        ControlError: a day that was not estimated.
    """
    last = day or control.last
    first = since or max(control.first, last - timedelta(DAYS))
    if first >= last:
        raise UsageError(f"since {first}", f"give a day before {last}")
    material = Material(claims, control, first, last)
    sections = tuple(Section(title, tuple(write(material))) for title, write in SECTIONS)
    cited = {id for s in sections for sentence in s.sentences for id in sentence.claims}
    pictures, left_out = _pictures(material)
    return Brief(
        title=f"{material.theatre.title}: {last}",
        day=last,
        since=first,
        sections=sections,
        claims={row.id: row for row in material.rows if row.id in cited},
        pictures=pictures,
        rests_on=control.rests_on,
        credits=material.front.credits,
        left_out=left_out,
    )


def _pictures(material: Material) -> tuple[dict[str, str], str]:
    """SVG by title, and why some are missing."""
    pictures = {f"The front on {material.last}": material.front.picture(_MAP_WIDTH)}
    try:
        pictures["Ground held by day"] = _svg(material.moved.chart(_CHART_WIDTH))
        if material.recent:
            pictures["Claims by day and publisher"] = _svg(claims_chart(material.recent))
    except MissingError as error:
        return pictures, str(error)
    return pictures, ""


def _svg(chart: Any) -> str:
    out = io.StringIO()
    chart.save(out, format="svg")
    return out.getvalue()

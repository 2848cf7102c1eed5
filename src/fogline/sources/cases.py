"""What is behind a source's figures: each of its claims that was judged, and by what."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from fogline.control import Control, leaving_out
from fogline.sources.counting import APART, apart, others_speak
from fogline.sources.groups import groups
from fogline.sources.record import Ints, assertions, judged_on, outcome

_SCHEMA = pa.schema(
    [
        ("claim", pa.string()),
        ("place", pa.string()),
        ("name", pa.string()),
        ("day", pa.date32()),
        ("side", pa.string()),
        ("says", pa.string()),
        ("judged_on", pa.date32()),
        ("chance", pa.float64()),
        ("outcome", pa.string()),
        ("apart", pa.string()),
    ]
)
_OUTCOMES = {1: "came true", -1: "did not", 0: "open"}


def cases(control: Control, name: str, *, by: str = "speaker") -> pa.Table:
    """The claims about control of a source, each voice once a place, day and kind, and what came
    of them by the estimate without it.

    Columns: claim (id), place (id), name, day, side, ``says`` (holds, took or left), judged_on,
    ``chance`` (that the side holds the place then, by the estimate without the source),
    ``outcome`` (came true, did not, open) and ``apart``, why the source's figures do not count it
    (may be misread, nobody else speaks of it, undecided, said before; empty if they do); the latest
    day first.

    Raises:
        ControlError: no claim is of this source.
    """
    known = groups(control, by)
    mine = known.of == known.find(name)
    without = leaving_out(control, mine)
    everything = assertions(control)
    said = everything.take(mine[everything.claim])
    came = outcome(said, without)
    judged = judged_on(said, without.days)
    chance = without.chances[judged, said.label, said.place]
    why = apart(control, without, said, came, judged)
    came = np.where(others_speak(without, said, judged), came, 0)
    order = np.lexsort((said.claim, -said.day))
    places = [control.places[k] for k in said.place[order].tolist()]
    columns = {
        "claim": control.claims.rows["id"].take(pa.array(said.claim[order])),
        "place": [p.id for p in places],
        "name": [p.name for p in places],
        "day": _days(control, said.day[order]),
        "side": [control.states[k] for k in said.label[order].tolist()],
        "says": np.where(said.away, "left", np.where(said.change, "took", "holds"))[order],
        "judged_on": _days(control, judged[order]),
        "chance": np.round(chance[order].astype(np.float64), 3),
        "outcome": [_OUTCOMES[k] for k in came[order].tolist()],
        "apart": [APART[k] for k in why[order].tolist()],
    }
    return pa.table({n: columns[n] for n in _SCHEMA.names}, schema=_SCHEMA)


def _days(control: Control, days: Ints) -> list[date]:
    return [control.first + timedelta(day) for day in days.tolist()]

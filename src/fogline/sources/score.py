"""The scoreboard: each source's claims about control against what came true, by the estimate
without that source.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fogline.control import Control, ControlError, leaving_out
from fogline.model import CERTAINTIES
from fogline.notebook import html_table
from fogline.sources.counting import (
    ALONE,
    COUNTED,
    KNOWN,
    MISREAD,
    REPEATED,
    UNDECIDED,
    apart,
)
from fogline.sources.figure import Figure, figure
from fogline.sources.forecast import HORIZONS, forecasts
from fogline.sources.groups import Groups, groups
from fogline.sources.record import (
    Assertions,
    Change,
    assertions,
    changes,
    judged_on,
    lags,
    outcome,
)

# A loss counts as admitted if the side's own source says so within this many days; as passed over
# if it says nothing of the place at all within the shorter time. Both begin a few days before the
# estimate's change.
ADMIT_DAYS, SILENT_DAYS, EARLY = 60, 30, 3


_ENDS = ("low", "high", "n")  # what stands beside a figure's value in tables


@dataclass(frozen=True)
class SourceRecord:
    """What is known of a source; docs/sources.md says what each figure is.

    Figures count its claims that are read well, judged by what others say, and not said before;
    ``open``, ``may_be_misread`` and ``said_before`` count the others.
    """

    name: str
    side: str
    claims: int
    confirmed: Figure
    open: int
    may_be_misread: int
    said_before: int
    false_captures: Figure
    lag_days: Figure
    confirmed_certain: Figure
    confirmed_probable: Figure
    confirmed_possible: Figure
    forecast_brier_7d: Figure
    forecast_brier_30d: Figure
    losses_not_admitted: Figure
    losses_passed_over: Figure
    copied_share: Figure


@dataclass(frozen=True)
class Scoreboard:
    """A record a source, those with most claims first."""

    rows: tuple[SourceRecord, ...]

    def table(self) -> pa.Table:
        """Columns name, side, claims, then for each figure its value, ``_low``, ``_high`` and
        ``_n``.
        """
        columns: dict[str, list[str | int | float | None]] = {}
        for f in fields(SourceRecord):
            values = [getattr(row, f.name) for row in self.rows]
            if all(isinstance(v, Figure) for v in values):
                columns[f.name] = [v.value for v in values]
                columns |= {f"{f.name}_{end}": [getattr(v, end) for v in values] for end in _ENDS}
            else:
                columns[f.name] = values
        return pa.table(columns)

    def _repr_html_(self) -> str:
        rows = [{f.name: getattr(row, f.name) for f in fields(SourceRecord)} for row in self.rows]
        told = [{n: v if isinstance(v, int) else str(v) for n, v in row.items()} for row in rows]
        return html_table(pa.Table.from_pylist(told), "Sources, with interval and cases")


def score(
    control: Control, *, by: str = "speaker", least: int = 10, only: str | None = None
) -> Scoreboard:
    """Score every source with at least ``least`` claims about control, or ``only`` one
    (docs/sources.md says what each column is).

    ``by`` is ``speaker``, for groups of speakers that count as one voice, ``publisher``, or
    ``side``, for all who speak for it.

    Raises:
        ControlError: no source has so many claims, or none is of this name.
        UsageError: ``by`` is none of the three.
    """
    known = groups(control, by)
    spoken = np.isin(np.arange(len(known.of)), control.items.claim)
    counts = np.bincount(known.of[spoken], minlength=len(known.names))
    wanted = [known.find(only)] if only is not None else np.argsort(-counts, kind="stable").tolist()
    chosen = [k for k in wanted if only is not None or counts[k] >= least]
    if not chosen:
        raise ControlError(
            f"no {by} has {least} claims about control", advice="give a smaller --least"
        )
    everything = assertions(control)
    return Scoreboard(tuple(_record(control, known, k, int(counts[k]), everything) for k in chosen))


def _record(
    control: Control, known: Groups, k: int, claims: int, everything: Assertions
) -> SourceRecord:
    mine = known.of == k
    without = leaving_out(control, mine)
    own = everything.take(mine[everything.claim])
    came = outcome(own, without)
    why = apart(control, without, own, came, judged_on(own, without.days))
    settled = why == COUNTED
    captures = own.change & ~own.away
    places = np.unique(control.items.place).astype(np.int64)
    moved = changes(without, places) if known.sides[k] else []
    true = own.take(own.change & settled & (came > 0))
    published = control.claims.published.astype(np.int64) - control.first_day
    losses = [c for c in moved if control.states[c.lost] == known.sides[k]]
    losses = _told_of(losses, without, min(published[mine & (published >= 0)].tolist(), default=0))
    certainty = control.claims.certainty[own.claim]
    sure = [figure(came[settled & (certainty == n)] > 0) for n in range(len(CERTAINTIES))]
    due = [figure(forecasts(control, without, mine, days)) for days in HORIZONS]
    return SourceRecord(
        name=known.names[k],
        side=known.sides[k],
        claims=claims,
        confirmed=figure(came[settled] > 0),
        open=int(np.isin(why, (UNDECIDED, ALONE)).sum()),
        may_be_misread=int((why == MISREAD).sum()),
        said_before=int((why == REPEATED).sum()),
        false_captures=figure(came[settled & captures] < 0),
        lag_days=figure(
            lags(true, published, changes(control, np.unique(true.place))), median=True
        ),
        confirmed_certain=sure[0],
        confirmed_probable=sure[1],
        confirmed_possible=sure[2],
        forecast_brier_7d=due[0],
        forecast_brier_30d=due[1],
        losses_not_admitted=figure([not _admits(own, c) for c in losses]),
        losses_passed_over=figure([not _mentions(control, mine, c) for c in losses]),
        copied_share=known.copied(control, k),
    )


def _told_of(losses: list[Change], without: Control, begins: int) -> list[Change]:
    """Losses that others' claims tell of, since the first words of a source in the ledger."""
    losses = [c for c in losses if c.day >= begins]
    place, day = (np.array([getattr(c, n) for c in losses], np.int32) for n in ("place", "day"))
    known = without.known(place, day) >= KNOWN
    return [losses[k] for k in np.flatnonzero(known)]


def _admits(said: Assertions, loss: Change) -> bool:
    """Whether a source asserts that its side left the place, or that another holds or took it."""
    near = (
        (said.place == loss.place)
        & (said.day >= loss.day - EARLY)
        & (said.day <= loss.day + ADMIT_DAYS)
    )
    left = np.where(said.away, said.label == loss.lost, said.label != loss.lost)
    return bool((near & left).any())


def _mentions(control: Control, mine: npt.NDArray[np.bool_], loss: Change) -> bool:
    """Whether a source says anything of the place about then."""
    claims, first = control.claims, control.first_day
    near = (claims.day >= first + loss.day - EARLY) & (claims.day <= first + loss.day + SILENT_DAYS)
    return bool((near & mine & (claims.place == loss.place)).any())

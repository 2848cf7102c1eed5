"""The scoreboard: each source's claims about control against what came true, by the estimate
without that source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fogline.control import Control, ControlError
from fogline.sources.figure import Figure, figure
from fogline.sources.forecast import HORIZONS, forecasts
from fogline.sources.groups import Groups, groups
from fogline.sources.record import Assertions, Change, assertions, changes, lags, outcome

# A loss counts as admitted if the side's own source says so within this many days; as passed over
# if it says nothing of the place at all within the shorter time. Both begin a few days before the
# estimate's change.
ADMIT_DAYS, SILENT_DAYS, EARLY = 60, 30, 3


@dataclass(frozen=True)
class Scoreboard:
    """A record a source, by column: ``name``, ``side``, ``claims`` (numbers), and figures, each
    with interval and n.
    """

    rows: tuple[dict[str, Any], ...]

    def table(self) -> pa.Table:
        """Columns name, side, claims, then for each figure its value, ``_low``, ``_high`` and
        ``_n``.
        """
        out: list[dict[str, Any]] = []
        for row in self.rows:
            flat: dict[str, Any] = {}
            for name, value in row.items():
                if isinstance(value, Figure):
                    flat |= {
                        name: value.value,
                        f"{name}_low": value.low,
                        f"{name}_high": value.high,
                        f"{name}_n": value.n,
                    }
                else:
                    flat[name] = value
            out.append(flat)
        return pa.Table.from_pylist(out)


def score(control: Control, *, by: str = "speaker", least: int = 10) -> Scoreboard:
    """Score every source with at least ``least`` claims about control (docs/sources.md says what
    each column is).

    ``by`` is ``speaker``, for groups of speakers that count as one voice, or ``publisher``.

    Raises:
        ControlError: no source has so many claims.
    """
    known = groups(control, by)
    spoken = np.isin(np.arange(len(known.of)), control.basis.items.claim)
    counts = np.bincount(known.of[spoken], minlength=len(known.names))
    chosen = [k for k in np.argsort(-counts, kind="stable").tolist() if counts[k] >= least]
    if not chosen:
        raise ControlError(f"no {by} has {least} claims about control; give a smaller --least")
    everything = assertions(control)
    return Scoreboard(tuple(_row(control, known, k, int(counts[k]), everything) for k in chosen))


def _row(
    control: Control, known: Groups, k: int, claims: int, everything: Assertions
) -> dict[str, Any]:
    mine = known.of == k
    without = control.leaving_out(mine)
    said = everything.take(mine[everything.claim])
    came = outcome(said, without)
    settled = came != 0
    captures = said.change & ~said.away
    published = control.basis.claims.published.astype(np.int64)
    moved = changes(without, np.unique(control.basis.items.place).astype(np.int64))
    true = said.take(said.change & (came > 0))
    certainty = control.basis.claims.certainty[said.claim]
    losses = [c for c in moved if control.states[c.lost] == known.sides[k]]
    return {
        "name": known.names[k],
        "side": known.sides[k],
        "claims": claims,
        "confirmed": figure(came[settled] > 0),
        "open": int((~settled).sum()),
        "false_captures": figure(came[settled & captures] < 0),
        "lag_days": figure(
            lags(true, published - control.basis.first, changes(control, np.unique(true.place))),
            median=True,
        ),
        **{
            f"confirmed_{name}": figure(came[settled & (certainty == n)] > 0)
            for n, name in enumerate(("certain", "probable", "possible"))
        },
        **{
            f"forecast_brier_{days}d": figure(forecasts(control, without, mine, days))
            for days in HORIZONS
        },
        "losses_not_admitted": figure([not _admits(said, c) for c in losses]),
        "losses_passed_over": figure([not _mentions(control, mine, c) for c in losses]),
        "copied_share": known.copied(control, k),
    }


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
    claims, first = control.basis.claims, control.basis.first
    near = (claims.day >= first + loss.day - EARLY) & (claims.day <= first + loss.day + SILENT_DAYS)
    return bool((near & mine & (claims.place == loss.place)).any())

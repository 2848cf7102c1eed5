"""Forward-backward over all places at once: one hidden Markov chain a place, days x states x
places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fogline.control.places import Doubles, Floats, Mask, Numbers

# The flow that evidence of 0 nats adds on its day: so many nats of change mean the same in quiet
# and in fast times.
UNIT = np.float32(1e-3)
_TINY = 1e-30  # against logarithms of zero


@dataclass(frozen=True)
class ChangeEvidence:
    """Evidence that places changed hands: by row a day, a place, the state gained or left, and a
    factor (e to the nats).

    Rows with ``gain`` favour all transitions into ``state``, the others all transitions out of it.
    ``again`` is how well a place where nothing changed that day explains the row, compared with one
    that changed: captures are told again for weeks, and a repetition must not pay for a loss in
    between that nobody told of. Sorted by day.
    """

    day: Numbers
    place: Numbers
    state: Numbers
    gain: Mask
    factor: Floats
    again: Floats

    def on(self, day: int) -> slice:
        """The rows of a day."""
        if day + 1 >= len(self._ends):
            return slice(len(self.day), len(self.day))
        return slice(self._ends[day], self._ends[day + 1])

    @cached_property
    def _ends(self) -> list[int]:
        """Where the rows of each day begin, and those of the last one end."""
        last = int(self.day.max(initial=-1)) + 1
        ends: list[int] = np.searchsorted(self.day, np.arange(last + 1)).tolist()
        return ends

    def at(self, column: int) -> ChangeEvidence:
        """The same rows, all moved to one column."""
        return replace(self, place=np.full_like(self.place, column))


def side_by_side(several: list[ChangeEvidence]) -> ChangeEvidence:
    """Rows about different columns, together, by day."""
    names = ("day", "place", "state", "gain", "factor", "again")
    day, place, state, gain, factor, again = (
        np.concatenate([getattr(b, n) for b in several]) for n in names
    )
    order = np.argsort(day, kind="stable")
    return ChangeEvidence(
        day[order], place[order], state[order], gain[order], factor[order], again[order]
    )


@dataclass(frozen=True)
class Smoothed:
    """Posteriors, shape (days, states, places), and the expected number of places that changed
    hands by day, shape (days,).
    """

    chances: Floats
    changed: Floats


def smooth(
    evidence: Floats, start: Floats, rates: Floats, goals: Floats, moved: ChangeEvidence
) -> Smoothed:
    """Posterior chances of every state, from all days.

    ``evidence`` are log-likelihoods, shape (days, states, places), and are used up; ``start`` the
    chances before the first day, shape (states, places); ``rates`` the chance of a change on each
    day, shape (days,), and ``goals`` the states that changes lead to, shape (states,), summing to
    1.
    """
    emitted = np.exp(evidence, out=evidence)
    alpha = forward(emitted, start, rates, goals, moved)
    days, states, places = alpha.shape
    changed = np.zeros(days, dtype=np.float32)
    beta = np.ones((states, places), dtype=np.float32)
    for t in range(days - 1, 0, -1):
        ahead = emitted[t] * beta
        alpha[t] *= beta
        alpha[t] /= alpha[t].sum(axis=0)
        beta, kept = _back(ahead, rates[t], goals, moved, moved.on(t))
        whole = (alpha[t - 1] * beta).sum(axis=0)
        stayed = (alpha[t - 1] * (ahead * (1 - rates[t] + rates[t] * goals[:, None]) + kept)).sum(
            axis=0
        )
        changed[t] = (1 - stayed / whole).sum()
        beta /= beta.max(axis=0)
    alpha[0] *= beta
    alpha[0] /= alpha[0].sum(axis=0)
    return Smoothed(alpha, changed)


@dataclass(frozen=True)
class EventOdds:
    """What evidence says of an event at places: ``nats``, the log of how much better it goes with
    the event than without; ``stood``, the chance that nothing had to change; ``after``, the chances
    of the day without the event, shape (states, places).
    """

    nats: Doubles
    stood: Doubles
    after: Doubles


def event_odds(
    evidence: Floats, start: Floats, rates: Floats, goals: Floats, moved: ChangeEvidence,
    event: tuple[int, int, bool],
) -> EventOdds:  # fmt: skip
    """Compare evidence with and without an event: on a day all places come into a state, or, if
    the third part is true, leave it.

    The other arguments are those of :func:`smooth`; evidence is used up.
    """
    day, state, away = event
    emitted = np.exp(evidence, out=evidence)
    before = start.astype(np.float64)
    if day:
        before = forward(emitted[:day], start, rates, goals, moved)[-1].astype(np.float64)
    beta = np.ones_like(start)
    for t in range(len(emitted) - 1, day, -1):
        beta, _ = _back(emitted[t] * beta, rates[t], goals, moved, moved.on(t))
        beta /= beta.max(axis=0)
    ahead = (emitted[day] * beta).astype(np.float64)
    came = np.zeros_like(ahead)
    if away:
        came += before
        came[state] = 0
        others = goals / (1 - goals[state])
        others[state] = 0
        came += np.outer(others, before[state])
    else:
        came[state] = 1
    without = before * (1 - rates[day]) + rates[day] * goals[:, None]
    nats = np.log((came * ahead).sum(axis=0) + _TINY)
    nats -= np.log((without * ahead).sum(axis=0) + _TINY)
    after = without * ahead
    stood = 1 - before[state] if away else before[state]
    return EventOdds(nats, stood, after / after.sum(axis=0))


def forward(
    emitted: Floats, start: Floats, rates: Floats, goals: Floats, moved: ChangeEvidence
) -> Floats:
    """Chances of every state from the days up to each day, shape (days, states, places)."""
    alpha = np.empty_like(emitted)
    before = start
    for t, now in enumerate(alpha):
        np.multiply(before, 1 - rates[t], out=now)
        now += rates[t] * goals[:, None]
        _add_flow(now, before, goals, moved, moved.on(t))
        now *= emitted[t]
        now /= now.sum(axis=0)
        before = now
    return alpha


def _add_flow(now: Floats, before: Floats, goals: Floats, b: ChangeEvidence, rows: slice) -> None:
    """Add the flow that a day's evidence of change makes likely: into the state gained, or from
    the one left to all others.
    """
    if rows.start == rows.stop:
        return
    place, state, gain, again = b.place[rows], b.state[rows], b.gain[rows], b.again[rows]
    extra = b.factor[rows] * UNIT
    into, out = np.flatnonzero(gain), np.flatnonzero(~gain)
    held = before[state[into], place[into]]
    np.add.at(now, (state[into], place[into]), extra[into] * (1 - held + again[into] * held))
    left = extra[out] * before[state[out], place[out]] / (1 - goals[state[out]])
    for k in range(len(now)):
        some = state[out] != k
        stayed = again[out] * extra[out] * before[k, place[out]]
        np.add.at(now[k], place[out][some], (left * goals[k] + stayed)[some])


def _back(
    ahead: Floats, rate: np.float32, goals: Floats, b: ChangeEvidence, rows: slice
) -> tuple[Floats, Floats | float]:
    """A day's step back; gives also what evidence of change added for places that stayed as they
    were.
    """
    beta: Floats = ahead * (1 - rate)
    beta += rate * (goals @ ahead)
    if rows.start == rows.stop:
        return beta, 0.0
    kept = np.zeros_like(beta)
    place, state, gain, again = b.place[rows], b.state[rows], b.gain[rows], b.again[rows]
    extra = b.factor[rows] * UNIT
    into, out = np.flatnonzero(gain), np.flatnonzero(~gain)
    for k in range(len(beta)):
        same, some = state[into] == k, state[out] != k
        flow = extra[into] * ahead[state[into], place[into]]
        np.add.at(beta[k], place[into][~same], flow[~same])
        np.add.at(kept[k], place[into][same], again[into][same] * flow[same])
        np.add.at(kept[k], place[out][some], (again[out] * extra[out] * ahead[k, place[out]])[some])
    others = goals @ ahead[:, place[out]] - goals[state[out]] * ahead[state[out], place[out]]
    np.add.at(beta, (state[out], place[out]), extra[out] * others / (1 - goals[state[out]]))
    beta += kept
    return beta, kept

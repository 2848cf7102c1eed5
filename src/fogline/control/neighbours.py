"""What the places around one say: a harmonic field over all settlements, held by what is known
of each.

Every place is tied to its neighbours in the triangulation of settlements, weaker the farther they
are and across rivers; to its own evidence, by how much there is; and faintly to the baseline.
Ground abroad from which a side makes war counts where there is fighting. The field that balances
these ties is the solution of a sparse linear system a day (label propagation with soft labels: Zhu,
Ghahramani and Lafferty 2003).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from fogline.control.places import Doubles, Floats, Mask, Settlements
from fogline.control.system import System

# The least chance that a belligerent keeps, and the largest share of a place's chance that being
# contested takes.
LEAST, CONTESTED_MOST = 1e-4, 0.98
# A field needs a triangle and a place beside it.
FEWEST = 4
_TINY = 1e-6  # against division by zero
# Places of fighting that a place feels, and bytes of days of it that estimates have in common.
_NEAREST, _KEPT_BYTES = 30, 32 << 20
_ACTIVE_MOST = 5.0  # a place's fighting, in claims, beyond which more makes no difference


@dataclass(frozen=True, eq=False)
class NeighbourGraph:
    """Ties between places (and, behind them, places abroad): symmetric weights, their sums, and
    the place nearest to each foreign one.
    """

    settlements: Settlements
    ties: scipy.sparse.csr_matrix
    sums: Doubles
    nearest: Any


def graph_of(settlements: Settlements, section: dict[str, float]) -> NeighbourGraph:
    """Triangulate the settlements and weigh the edges; places on one point, or fewer than three,
    have no ties.
    """
    points = np.concatenate([settlements.flat, settlements.abroad])
    edges = _edges(points)
    length = np.maximum(np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T), 0.1)
    usual = float(np.median(length)) if len(length) else 1.0
    weight = np.minimum(1.0, usual / length)
    weight[length > section["reach"] * usual] = 0
    weight[_crossed(settlements, edges)] *= section["river"]
    half = scipy.sparse.coo_matrix(
        (weight, (edges[:, 0], edges[:, 1])), shape=(len(points), len(points))
    )
    ties = (half + half.T).tocsr()
    nearest = (
        scipy.spatial.cKDTree(settlements.flat).query(settlements.abroad)[1]
        if len(settlements.abroad) and len(settlements.flat)
        else np.zeros(0, dtype=np.int64)
    )
    return NeighbourGraph(settlements, ties, np.asarray(ties.sum(axis=1)).ravel(), nearest)


def _edges(points: Doubles) -> Any:
    if len(points) < FEWEST or np.ptp(points, axis=0).min() == 0:
        return np.zeros((0, 2), dtype=np.int64)
    corners = scipy.spatial.Delaunay(points, qhull_options="QJ Pp").simplices
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _crossed(settlements: Settlements, edges: Any) -> Mask:
    """Which edges have a river of the theatre between their ends; those abroad have none."""
    out = np.zeros(len(edges), dtype=np.bool_)
    home = np.flatnonzero((edges < len(settlements.places)).all(axis=1))
    points = np.column_stack([settlements.lat, settlements.lon])
    a, b = points[edges[home, 0]], points[edges[home, 1]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    for river in settlements.theatre.rivers:
        for p, q in zip(np.array(river.line[:-1]), np.array(river.line[1:]), strict=True):
            near = np.flatnonzero(
                (low <= np.maximum(p, q)).all(axis=1) & (high >= np.minimum(p, q)).all(axis=1)
            )
            parted = (_side(p, q, a[near]) * _side(p, q, b[near]) < 0) & (
                _side(a[near], b[near], p) * _side(a[near], b[near], q) < 0
            )
            out[home[near[parted]]] = True
    return out


def _side(u: Any, v: Any, w: Any) -> Any:
    return (v[..., 0] - u[..., 0]) * (w[..., 1] - u[..., 1]) - (v[..., 1] - u[..., 1]) * (
        w[..., 0] - u[..., 0]
    )


@dataclass(frozen=True)
class UnclaimedChances:
    """What stands without any claim: the baseline's chances by day, shape (days, states,
    classes), each place's class, and the chance that a place has not changed hands since the
    first day, shape (days,).
    """

    chances: Floats
    of: Any
    fresh: Floats

    def on(self, day: int) -> Floats:
        """Chances of a day, shape (states, places)."""
        out: Floats = np.take(self.chances[day], self.of, axis=1)  # quicker than by index
        return out


def known(alone: Floats, unclaimed: Floats, cap: float) -> Floats:
    """How much the claims about each place say, in nats: how far they move its chances from the
    chances without any claim, shape (places,).
    """
    out: Floats = np.minimum(
        np.abs(np.log(np.maximum(alone, 1e-9)) - np.log(np.maximum(unclaimed, 1e-9))).max(axis=0),
        cap,
    )
    return out


def spread(
    graph: NeighbourGraph,
    alone: Floats,
    unclaimed: UnclaimedChances,
    fighting: Any,
    section: dict[str, float],
    days: Any = None,
    named: Any = None,
) -> Floats:
    """Chances after neighbours have spoken, shape (days, states, places); ``days`` limits the
    work to some days of ``alone``. ``named`` gives by day how much each place's own chances count,
    in full without it.

    ``fighting`` gives a day's activity (0 to 1) of every place. Being contested stays a place's own
    matter.
    """
    asked = range(len(alone)) if days is None else days
    out = np.empty((len(asked), *alone.shape[1:]), dtype=np.float32)
    sides = alone.shape[1] - 1
    system, last = System(graph.ties, graph.sums), [None] * sides
    for row, t in enumerate(asked):
        base = unclaimed.on(int(t))
        # While the baseline is fresh it is part of what is known of a place; later the neighbours
        # take its part.
        fresh = _stands(graph, alone[t], base, section["left"])
        fresh *= float(unclaimed.fresh[t]) ** section["fading"]
        pull = _pull(graph, alone[t], base, fighting[t], section)
        if named is not None:
            pull[: alone.shape[2]] *= named[t]
        floor = _floor(graph, fresh, section)
        # What a place hears is the neighbours' word so far, the rest the baseline's, which its own
        # chances hold already.
        heard = (graph.sums / (graph.sums + floor))[: alone.shape[2]].astype(np.float32)
        told: Floats = (fresh[: alone.shape[2]] * heard).astype(np.float32)
        without: Any = np.maximum(base[:sides], _TINY) ** (1 - told)
        own = np.where(base[:sides] > 0, np.maximum(alone[t, :sides], _TINY), 0) / without
        own /= own.sum(axis=0)
        usual = base[:sides] / base[:sides].sum(axis=0)
        _balance(graph, system, out[row], own, usual, (pull, floor), last)
        rest = graph.settlements.theatre.holders[-1]
        _finish(out[row], own, alone[t], 1 + (section["sharp"] - 1) * heard, rest)
    return out


def _pull(
    graph: NeighbourGraph, alone: Floats, base: Floats, felt: Floats, section: dict[str, float]
) -> Doubles:
    """How strongly each place, and each abroad, is held to its own evidence."""
    count, foreign = alone.shape[1], len(graph.settlements.foreign)
    out = np.zeros(count + foreign)
    out[:count] = section["own"] * known(alone, base, section["cap"])
    out[count:] = section["abroad"] * felt[graph.nearest] if foreign else 0
    return out


def _stands(graph: NeighbourGraph, alone: Floats, base: Floats, left: float) -> Doubles:
    """How far the baseline still tells of each place, 0 to 1: the less, the more of its neighbours
    have changed hands by their own claims.
    """
    gone = np.zeros(len(graph.sums))
    gone[: alone.shape[1]] = np.maximum(base - alone, 0).sum(axis=0)
    out: Doubles = np.exp(-left * (graph.ties @ gone))
    return out


def _floor(graph: NeighbourGraph, fresh: Doubles, section: dict[str, float]) -> Doubles:
    """How strongly each place is held to the baseline."""
    out = section["floor"] + section["fresh"] * fresh
    unusual = np.flatnonzero(_unusual(graph.settlements))
    out[unusual] = np.maximum(section["held"], out[unusual])
    return out


def _balance(
    graph: NeighbourGraph,
    system: System,
    day: Floats,
    own: Floats,
    base: Floats,
    held: tuple[Doubles, Doubles],
    last: list[Any],
) -> None:
    """Solve a day's system for all sides that hold for themselves but the last, in place.

    ``held`` is how strongly places are held to their evidence and to the baseline; ``last`` keeps
    each side's solution as the start of the next day's.
    """
    pull, floor = held
    day[: len(own)] = 0
    system.hold(graph.sums + pull + floor)
    for k in graph.settlements.theatre.holders[:-1]:
        abroad = graph.settlements.abroad_holder == k
        standing = floor * np.concatenate([base[k], abroad])
        wanted = pull * np.concatenate([own[k], abroad]) + standing
        last[k] = system.solved(wanted, last[k])
        # What a place hears from the others, its own word left out.
        heard = (graph.ties @ last[k] + standing) / (graph.sums + floor)
        day[k] = np.clip(heard[: len(own[k])], LEAST, 1)


def _unusual(settlements: Settlements) -> Mask:
    """Places that the baseline gives to another side than the theatre at large."""
    start = settlements.theatre.baseline
    usual = settlements.theatre.labels.index(start.holder) if start else -1
    out: Mask = (settlements.baseline >= 0) & (settlements.baseline != usual)
    return out


def _finish(day: Floats, own: Any, alone: Floats, sharp: Floats, rest: int) -> None:
    """Join what a place hears with its own evidence, in place; ``rest`` is the side that has what
    the others leave, and the chance of being contested is the place's own.
    """
    sides = len(day) - 1
    day[rest] = np.clip(1 - day[:sides].sum(axis=0), LEAST, 1)
    split = day[:sides]
    split **= sharp
    split *= np.maximum(own, LEAST)
    split /= split.sum(axis=0)
    np.maximum(split, LEAST, out=split)
    day[sides] = np.minimum(alone[sides], CONTESTED_MOST)
    split *= (1 - day[sides]) / split.sum(axis=0)


class Fighting:
    """How near each place is to the fighting, day by day, 0 to 1: claims of it nearby, fading
    with distance and time.
    """

    def __init__(
        self,
        settlements: Settlements,
        place: Any,
        day: Any,
        span: tuple[int, int],
        section: dict[str, float],
    ) -> None:
        """``span`` are the first day and the one after the last."""
        named, column = np.unique(place, return_inverse=True)
        self._first, days = span[0], span[1] - span[0]
        self._count = np.zeros((days, len(named)), dtype=np.float32)
        np.add.at(self._count, (day - self._first, column), 1.0)
        np.minimum(self._count, 2, out=self._count)
        keep = np.float32(0.5 ** (1 / section["fight_days"]))
        for t in range(1, days):
            np.minimum(self._count[t] + self._count[t - 1] * keep, _ACTIVE_MOST, out=self._count[t])
        near = min(_NEAREST, len(named))
        self._full = section["fight_full"]
        self._known: dict[int, Floats] = {}
        self._kept = _KEPT_BYTES // (4 * len(settlements.places) or 1)
        self._weights = scipy.sparse.csr_matrix(
            (len(settlements.places), len(named)), dtype=np.float32
        )
        if near:
            distance, at = scipy.spatial.cKDTree(settlements.flat[named]).query(
                settlements.flat, k=near
            )
            weight = np.exp(-((distance / section["fight_km"]) ** 2)).astype(np.float32).ravel()
            rows = np.repeat(np.arange(len(settlements.places)), near)
            self._weights = scipy.sparse.csr_matrix(
                (weight, (rows, at.ravel())), shape=(len(settlements.places), len(named))
            )

    def __getitem__(self, day: int) -> Floats:
        found = self._known.get(day)
        if found is None:
            found = 1 - np.exp(-(self._weights @ self._count[day - self._first]) / self._full)
            if len(self._known) < self._kept:
                self._known[day] = found
        return found

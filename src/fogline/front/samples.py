"""Samples of who held each place, by the chances, in which neighbours err together."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import scipy

from fogline.control import Control, NeighbourGraph
from fogline.front.mesh import Mesh, Numbers
from fogline.front.plane import Doubles

# Samples: enough for the ends of an 80 % interval to stand on 20 samples each.
COUNT = 200
# Two places so far apart err almost independently. Chosen where the scores of areas by oblast and
# in sum are best together, on the daily assessments of 2022 against a map (docs/evaluation.md).
RANGE_KM = 325.0
LOW, HIGH = 0.1, 0.9  # the ends of an 80 % interval
_SEED = 20220224  # any number serves; always the same one, so that results can be repeated
_TWO = 2  # between two sides one field of errors says all


def samples(control: Control, mesh: Mesh) -> Samples:
    """The samples of an estimate's places.

    All its days share them, so that a doubtful place does not flicker from day to day.
    """
    graph = control.graph
    with _MAKING:
        made = _SAMPLES.get(graph)
        if made is None:
            sides = len(control.states) - 1
            made = Samples(_levels(graph, mesh, 1 if sides == _TWO else sides))
            _SAMPLES[graph] = made
        return made


def _levels(graph: NeighbourGraph, mesh: Mesh, count: int) -> npt.NDArray[np.float32]:
    """Levels between 0 and 1, even over each place's samples and alike among neighbours, shape
    (count, places, samples).

    Levels are the ranks of a Gaussian field on the graph of neighbours, the solution of (kappa^2 +
    L) x = noise, whose correlation falls to about .14 at the range, sqrt(8) / kappa (Lindgren, Rue
    and Lindstroem 2011).
    """
    places = len(mesh.points)
    within = (mesh.left >= 0) & (mesh.right >= 0)
    between = np.hypot(*(mesh.points[mesh.left[within]] - mesh.points[mesh.right[within]]).T)
    usual = float(np.median(between)) / 1000 if len(between) else 1.0
    # On a triangulation the graph's Laplacian is 1.5 times the mean weight of its edges, and the
    # square of their length, as much.
    weight = 1.5 * float(graph.ties.data.mean()) if graph.ties.nnz else 1.0
    kappa = np.sqrt(8 * weight) * usual / RANGE_KM
    solve = scipy.sparse.linalg.splu(
        (scipy.sparse.diags(graph.sums + kappa**2) - graph.ties).tocsc()
    ).solve
    random = np.random.default_rng(_SEED)
    fields = [
        solve(random.standard_normal((len(graph.sums), COUNT)))[:places] for _ in range(count)
    ]
    out: npt.NDArray[np.float32] = np.stack(
        [(f.argsort(axis=1).argsort(axis=1) + 0.5) / COUNT for f in fields]
    ).astype(np.float32)
    return out


class Samples:
    """States of all places in each sample, by the chances of a day."""

    def __init__(self, levels: npt.NDArray[np.float32]) -> None:
        self._levels = levels

    def states(self, chances: Any, places: Numbers) -> npt.NDArray[np.int8]:
        """The belligerent who holds each place in each sample, shape (places, samples), by
        position; ``chances`` are those of the belligerents on a day, shape (belligerents, all
        places), summing to 1.

        Of two, each holds a place in exactly that share of the samples that is its chance. Of more,
        it is the one with the largest sum of its chance's logarithm and a Gumbel variate of its own
        (then shares are right in the mean, and what one loses goes to those who gain).
        """
        if len(chances) == _TWO:
            out: npt.NDArray[np.int8] = (self._levels[0][places] > chances[0][places, None]).astype(
                np.int8
            )
            return out
        gumbel = -np.log(-np.log(self._levels[:, places]))
        return np.asarray(
            (np.log(np.maximum(chances[:, places], 1e-9))[:, :, None] + gumbel).argmax(axis=0),
            dtype=np.int8,
        )

    def km2(self, chances: Any, km2: Doubles) -> Doubles:
        """The area that each belligerent holds in each sample, shape (belligerents, samples), in
        km2; ``km2`` are the places' cells.
        """
        doubtful = np.flatnonzero(chances.max(axis=0) < 1 - 0.5 / COUNT)
        states = self.states(chances, doubtful)
        sure = np.ones(len(km2), dtype=np.bool_)
        sure[doubtful] = False
        fixed = np.bincount(chances.argmax(axis=0)[sure], km2[sure], minlength=len(chances))
        return np.stack([fixed[k] + km2[doubtful] @ (states == k) for k in range(len(chances))])


def interval(values: Doubles) -> tuple[float, float]:
    """The middle 80 % of samples."""
    low, high = np.quantile(values, [LOW, HIGH])
    return float(low), float(high)


# Samples are kept as long as the graph of settlements that they are of.
_SAMPLES: WeakKeyDictionary[NeighbourGraph, Samples] = WeakKeyDictionary()
_MAKING = Lock()

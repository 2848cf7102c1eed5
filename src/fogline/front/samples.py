"""Wars that may have been: samples of who held each place, in which neighbours err together."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import diags
from scipy.sparse.linalg import splu

from fogline.control import Control
from fogline.front.mesh import Mesh, Numbers
from fogline.front.plane import Doubles

COUNT = 200
# Two places so far apart err almost independently. Chosen where areas by oblast are scored best without harming the total's
# score, on the daily assessments of 2022 against a map (docs/evaluation.md).
RANGE_KM = 200.0
LOW, HIGH = 0.1, 0.9  # the ends of an 80 % interval
_SEED = 20220224
_SAMPLES: dict[int, tuple[Any, Samples]] = {}


def samples(control: Control, mesh: Mesh) -> Samples:
    """The samples of an estimate's places: the same for all its days, so that a doubtful place does not flicker between them."""
    web = control.basis.web
    if id(web) not in _SAMPLES:
        _SAMPLES[id(web)] = web, Samples(_levels(web, mesh))
    return _SAMPLES[id(web)][1]


def _levels(web: Any, mesh: Mesh) -> npt.NDArray[np.float32]:
    """A level between 0 and 1 for each place and sample, even over each place's samples, alike among neighbours.

    Levels are the ranks of a Gaussian field on the graph of neighbours, the solution of (kappa^2 + L) x = noise, whose correlation
    falls to a tenth at sqrt(8) / kappa (Lindgren, Rue and Lindstroem 2011).
    """
    places = len(mesh.points)
    within = (mesh.left >= 0) & (mesh.right >= 0)
    between = np.hypot(*(mesh.points[mesh.left[within]] - mesh.points[mesh.right[within]]).T)
    usual = float(np.median(between)) / 1000 if len(between) else 1.0
    kappa = np.sqrt(8) * usual / RANGE_KM
    system = (diags(web.sums + kappa**2) - web.ties).tocsc()
    noise = np.random.default_rng(_SEED).standard_normal((system.shape[0], COUNT))
    field = splu(system).solve(noise)[:places]
    out: npt.NDArray[np.float32] = ((field.argsort(axis=1).argsort(axis=1) + 0.5) / COUNT).astype(np.float32)
    return out


class Samples:
    """States of all places in each sample, by the chances of a day."""

    def __init__(self, levels: npt.NDArray[np.float32]) -> None:
        self._levels = levels

    def states(self, chances: Any, places: Numbers) -> npt.NDArray[np.int8]:
        """The state of each place in each sample, shape (places, samples), by position; ``chances`` are a day's, shape (states, all places).

        A place is in a state in that share of the samples that is its chance. The last state stands after the first, so that
        contested is on the way from one belligerent to another.
        """
        count = len(chances)
        order = [0, count - 1, *range(1, count - 1)]
        bounds = np.cumsum(chances[order][:, places], axis=0)[:-1]
        rank = (self._levels[places][None] > bounds[:, :, None]).sum(axis=0)
        out: npt.NDArray[np.int8] = np.array(order, dtype=np.int8)[rank]
        return out

    def km2(self, chances: Any, km2: Doubles) -> Doubles:
        """The area in each state in each sample, shape (states, samples), in km2; ``km2`` are the places' cells."""
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

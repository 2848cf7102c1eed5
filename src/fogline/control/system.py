"""The sparse linear system of neighbours: made once, only its diagonal changes from day to day."""

from __future__ import annotations

import numpy as np
import scipy

from fogline.control.places import Doubles

_CLOSE, _STEPS = 1e-3, 200  # a solution is good enough, or given up


class System:
    """Ties between places, and how strongly each is held in all: the ties stay, what holds a place
    changes from day to day.
    """

    def __init__(self, ties: scipy.sparse.csr_matrix, sums: Doubles) -> None:
        self._matrix = (scipy.sparse.diags(np.ones(len(sums))) - ties).tocsr()
        self._matrix.sort_indices()
        rows = np.repeat(np.arange(len(sums)), np.diff(self._matrix.indptr))
        self._diagonal = np.flatnonzero(self._matrix.indices == rows)
        self._inverse = np.ones(len(sums))

    def hold(self, diagonal: Doubles) -> None:
        """Hold places so strongly each, their ties included."""
        self._matrix.data[self._diagonal] = diagonal
        self._inverse = 1 / diagonal

    def solved(self, wanted: Doubles, start: Doubles | None) -> Doubles:
        """The balance of the ties, nearly, from a first guess: conjugate gradients, without the
        wrappers that take SciPy's most of its time.
        """
        x = np.zeros_like(wanted) if start is None else start.copy()
        left = wanted - self._matrix @ x
        enough = _CLOSE * np.linalg.norm(wanted)
        way, before = np.zeros_like(wanted), np.inf
        for _ in range(_STEPS):
            if np.linalg.norm(left) < enough or not enough:
                break
            scaled = left * self._inverse
            now = np.dot(left, scaled)
            way *= now / before
            way += scaled
            pushed = self._matrix @ way
            step = now / np.dot(way, pushed)
            x += step * way
            left -= step * pushed
            before = now
        return x

"""Figures that never come without the number behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

# Bootstrap samples: the 5th percentile stands on 50 of them. The seed is always the same one.
_SAMPLES, _SEED = 1000, 20220224
_PERCENTILES = (0.05, 0.95)
# Of fewer cases there is no figure: one more or less would move a share by more than a tenth.
LEAST_CASES = 10


@dataclass(frozen=True)
class Figure:
    """A mean or median with its 90 % interval, and how many cases are behind it; no value where
    they are fewer than ten.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    def __str__(self) -> str:
        if self.value is None:
            return f"too few ({self.n})"
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f}, n={self.n})"


def figure(cases: npt.ArrayLike, *, median: bool = False) -> Figure:
    """The mean (or median) of cases with its interval. Of fewer than ten cases only their number.

    The interval of a share is Jeffreys' (Brown, Cai and DasGupta 2001), which has a width where all
    cases are alike too. Others are the 5th to 95th percentile of 1,000 bootstrap samples, always
    the same ones.
    """
    values = np.asarray(cases, dtype=np.float64)
    if len(values) < LEAST_CASES:
        return Figure(None, None, None, len(values))
    if not median and np.isin(values, (0, 1)).all():
        return _share(int(values.sum()), len(values))
    middle = np.median if median else np.mean
    drawn = np.random.default_rng(_SEED).integers(0, len(values), size=(_SAMPLES, len(values)))
    low, high = np.quantile(middle(values[drawn], axis=1), _PERCENTILES)
    return Figure(float(middle(values)), float(low), float(high), len(values))


def _share(true: int, n: int) -> Figure:
    """The share of true cases."""
    least, most = (
        float(scipy.special.betaincinv(true + 0.5, n - true + 0.5, q)) for q in _PERCENTILES
    )
    return Figure(true / n, least if true else 0.0, most if true < n else 1.0, n)

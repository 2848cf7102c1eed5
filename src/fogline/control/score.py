"""How an estimate compares with a table of who held what: shares, changes found, and
calibration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.places import Floats, Mask, Numbers

# Chances are clipped here for the log score; a change counts as found within so many days.
LEAST, SOON, LATER = 1e-3, 3, 7


@dataclass(frozen=True)
class Score:
    """Scores over the places that changed hands: see ``../docs/control.md`` for each.

    ``days`` and ``balanced`` are shares of place-days with the right holder, ``brier`` and ``log``
    are of the probability of the true one; ``found`` the shares of changes made within 3 and 7
    days, ``false`` changes without a true one per 100 places; ``calibration`` the expected
    calibration error, ``curve`` its bins (mean chance, share true, place-days).
    """

    places: int
    place_days: int
    days: float
    balanced: float
    brier: float
    log: float
    changes: int
    found_3: float | None
    found_7: float | None
    false_per_100: float
    calibration: float
    curve: tuple[tuple[float, float, int], ...]


def score(truth: Numbers, chances: Floats) -> Score | None:
    """Scores of an estimate; none if nothing can be scored.

    ``truth`` is the holder by day and place as a label's position, -1 where it is not scored, shape
    (days, places); ``chances`` are those of the labels, summing to 1, shape (days, labels, places).
    """
    guess = chances.argmax(axis=1)
    known = truth >= 0
    count = int(known.sum())
    if not count:
        return None
    right = (guess == truth) & known
    held = np.take_along_axis(chances, np.maximum(truth, 0)[:, None, :].astype(np.int64), axis=1)[
        :, 0, :
    ][known]
    labels = [k for k in range(chances.shape[1]) if (truth == k).any()]
    found = _changes(truth, guess, known)
    error, curve = calibration(chances, truth, known)
    places = truth.shape[1]
    return Score(
        places=places,
        place_days=count,
        days=float(right.sum() / count),
        balanced=float(np.mean([right[truth == k].mean() for k in labels])),
        brier=float(((1 - held) ** 2).mean()),
        log=float(-np.log(np.maximum(held, LEAST)).mean()),
        changes=found[0],
        found_3=found[1] / found[0] if found[0] else None,
        found_7=found[2] / found[0] if found[0] else None,
        false_per_100=100 * found[3] / places,
        calibration=error,
        curve=curve,
    )


def _changes(truth: Numbers, guess: Numbers, known: Mask) -> tuple[int, int, int, int]:
    """True changes, those found soon and later, and false ones."""
    total = soon = later = false = 0
    for k in range(truth.shape[1]):
        days = np.flatnonzero(known[:, k])
        real, made = _switches(days, truth[days, k]), _switches(np.arange(len(guess)), guess[:, k])
        total += len(real)
        for day, holder in real:
            gaps = [abs(d - day) for d, h in made if h == holder]
            soon += any(g <= SOON for g in gaps)
            later += any(g <= LATER for g in gaps)
        false += sum(
            not any(abs(d - day) <= LATER and h == holder for d, h in real) for day, holder in made
        )
    return total, soon, later, false


def _switches(days: np.ndarray, holders: np.ndarray) -> list[tuple[int, int]]:
    at = np.flatnonzero(holders[1:] != holders[:-1]) + 1
    return [(int(days[k]), int(holders[k])) for k in at]


def calibration(
    chances: Floats, truth: Numbers, known: Mask, bins: int = 10
) -> tuple[float, tuple[tuple[float, float, int], ...]]:
    """Expected calibration error of the chances of every label, and the curve, in bins of equal
    width.
    """
    p = np.concatenate([chances[:, k, :][known] for k in range(chances.shape[1])])
    hit = np.concatenate([(truth[known] == k) for k in range(chances.shape[1])])
    which = np.minimum((p * bins).astype(np.int64), bins - 1)
    size = np.bincount(which, minlength=bins)
    mean = np.bincount(which, weights=p, minlength=bins) / np.maximum(size, 1)
    share = np.bincount(which, weights=hit, minlength=bins) / np.maximum(size, 1)
    error = float((np.abs(mean - share) * size).sum() / size.sum())
    return error, tuple(
        (float(mean[k]), float(share[k]), int(size[k])) for k in range(bins) if size[k]
    )

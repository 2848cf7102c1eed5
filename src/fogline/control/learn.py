"""The table of what weak claims say, learned from agreement between sources, and rates of change
by day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from fogline.control.combine import distinct
from fogline.control.evidence import Items
from fogline.control.places import Doubles, Floats, Mask, Numbers
from fogline.control.strengths import Strengths

# No learned claim says more than this, in odds of the acting side's holding the place: about 3
# nats.
MOST = 20.0


@dataclass(frozen=True)
class Classes:
    """Items by class: one for each kind, standing, voice and side. ``of`` is each item's class;
    ``keys`` are these numbers.
    """

    keys: Numbers
    of: Numbers
    prior: Floats
    learned: Mask


def classify(items: Items, table: Strengths) -> Classes:
    """Number the classes of a war's evidence and give their starting chances, shape (classes,
    3).
    """
    keys, of = distinct(keys_of(items))
    says = np.array([k.says for k in table.kinds], dtype=np.float32)
    return Classes(keys, of.astype(np.int32), says[keys[:, 0]], table.of("learn", keys[:, 0]))


def keys_of(items: Items) -> tuple[Numbers, ...]:
    """The numbers that tell an item's class: kind, standing, voice and side."""
    return items.kind, items.stands, items.voice, items.label


def counts(items: Items, classes: Classes, of: Numbers, chances: Floats) -> Doubles:
    """Expected claims of each class about places in each side's hands, shape (classes, sides).

    ``of`` are the items' classes and ``chances`` the posterior of each item's place and day, shape
    (items, states).
    """
    out = np.zeros((len(classes.keys), chances.shape[1] - 1))
    for k in range(out.shape[1]):
        np.add.at(out[:, k], of, chances[:, k])
    return out


def relearn(classes: Classes, found: Doubles, pseudo: float) -> Floats:
    """New chances of the roles for each class, shape (classes, 3).

    A voice is weighed by how often it names a side of the places that are this side's, and of those
    that are another's: so who only ever speaks of safe ground does not become infallible by it. A
    class of one voice leans on all voices of its kind, standing and side, and those on the packaged
    prior, with ``pseudo`` claims each, in every step.
    """
    prior = classes.prior[:, :2] / classes.prior[:, :2].sum(axis=1, keepdims=True)
    above = _shares(classes, found, prior, pseudo, (0, 1, 3))
    share = _shares(classes, found, above, pseudo, (0, 1, 2, 3))
    # An attack on a place says that the attacker does not hold it, whoever is usually said to
    # attack: there the share of such claims whose side holds the place decides.
    kinds = _roles(classes, found, prior, pseudo, (0, 1))
    role = _roles(classes, found, kinds, pseudo, (0, 1, 2))
    against = (prior[:, 0] < prior[:, 1])[:, None]
    share = np.where(against, role, share)
    odds = np.clip(share[:, 0] / share[:, 1], 1 / MOST, MOST)
    settled = 1 - classes.prior[:, 2]
    says = np.column_stack([settled * odds / (1 + odds), settled / (1 + odds), classes.prior[:, 2]])
    out: Floats = np.where(classes.learned[:, None], says, classes.prior).astype(np.float32)
    return out


def _shares(
    classes: Classes, found: Doubles, prior: Doubles, pseudo: float, columns: tuple[int, ...]
) -> Doubles:
    """How often the class's side is named of places that it holds, and of places that another
    does, shape (classes, 2).

    ``columns`` of the keys say which classes count as one. What a voice says of a kind with any
    side in it is the whole.
    """
    mine = _pooled(classes, found, columns)
    all_of_it = _pooled(classes, found, tuple(c for c in columns if c in (0, 2)))
    label, rows = classes.keys[:, 3], np.arange(len(classes.keys))
    sides = found.shape[1]
    own, own_whole = mine[rows, label], all_of_it[rows, label]
    other, other_whole = mine.sum(axis=1) - own, all_of_it.sum(axis=1) - own_whole
    return np.column_stack(
        [
            (own + pseudo * prior[:, 0]) / (own_whole + pseudo),
            (other + pseudo * prior[:, 1]) / (other_whole + pseudo * max(1, sides - 1)),
        ]
    )


def _roles(
    classes: Classes, found: Doubles, prior: Doubles, pseudo: float, columns: tuple[int, ...]
) -> Doubles:
    """Of the claims about places in either's hands, the shares about places of the side itself
    and of each other, shape (classes, 2).
    """
    label, rows = classes.keys[:, 3], np.arange(len(classes.keys))
    own = found[rows, label]
    both = _pooled(
        classes,
        np.column_stack([own, (found.sum(axis=1) - own) / max(1, found.shape[1] - 1)]),
        columns,
    )
    out: Doubles = (both + pseudo * prior) / (both.sum(axis=1, keepdims=True) + pseudo)
    return out


def _pooled(classes: Classes, found: Doubles, columns: tuple[int, ...]) -> Doubles:
    """For each class the sum over those that have the same numbers in some columns of the keys."""
    rows, group = distinct([classes.keys[:, c] for c in columns])
    total = np.zeros((len(rows), found.shape[1]))
    np.add.at(total, group, found)
    out: Doubles = total[group]
    return out


def rates(changed: Floats, places: int, section: dict[str, float], before: Floats) -> Floats:
    """Chance of a change on each day, from the expected changes by day, smoothed; ``before`` are
    the rates of the start.
    """
    seen = scipy.ndimage.gaussian_filter1d(
        changed.astype(np.float64), section["rate_days"], mode="nearest"
    )
    prior = section["rate_pseudo"] / max(1.0, len(changed))
    out: Floats = np.clip((seen + prior * before) / (places + prior), 1e-5, 0.2).astype(np.float32)
    return out

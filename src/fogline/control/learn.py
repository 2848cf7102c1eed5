"""The table of what weak claims say, learned from agreement between sources, and rates of change by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from fogline.control.evidence import Items, roles
from fogline.control.places import Floats, Mask, Numbers
from fogline.control.strengths import Strengths


@dataclass(frozen=True)
class Classes:
    """Items by class: one for each kind, standing and voice. ``of`` is each item's class; ``keys`` are (kind, standing, voice)."""

    keys: Numbers
    of: Numbers
    prior: Floats
    learned: Mask


def classify(items: Items, table: Strengths) -> Classes:
    """Number the classes of a war's evidence and give their starting chances, shape (classes, 3)."""
    columns = np.column_stack([items.kind, items.stands, items.voice]) if len(items) else np.zeros((0, 3), dtype=np.int32)
    keys, of = np.unique(columns, axis=0, return_inverse=True)
    says = np.array([k.says for k in table.kinds], dtype=np.float32)
    learn = np.array([k.learn for k in table.kinds], dtype=np.bool_)
    return Classes(keys.astype(np.int32), of.reshape(-1).astype(np.int32), says[keys[:, 0]], learn[keys[:, 0]])


def relearn(items: Items, classes: Classes, of: Numbers, chances: Floats, pseudo: float) -> Floats:
    """New chances of the roles for each class, shape (classes, 3).

    ``of`` are the items' classes and ``chances`` the posterior of each item's place and day, shape (items, states). A class of one voice leans on all
    voices of its kind and standing, and those on the packaged prior, with ``pseudo`` claims each, in every step.
    """
    role = roles(items.label, chances.shape[1])
    counts = np.zeros((len(classes.keys), 3))
    for k in range(chances.shape[1]):
        np.add.at(counts, (of, role[:, k]), chances[:, k])
    above, group = np.unique(classes.keys[:, :2], axis=0, return_inverse=True)
    group = group.reshape(-1)
    pooled = np.zeros((len(above), 3))
    np.add.at(pooled, group, counts)
    first = np.zeros((len(above), 3))
    first[group] = classes.prior
    kind = (pooled + pseudo * first) / (pooled.sum(axis=1, keepdims=True) + pseudo)
    own = (counts + pseudo * kind[group]) / (counts.sum(axis=1, keepdims=True) + pseudo)
    # How often such places are contested stays as it is: a chain that calls everything contested explains any claim.
    own[:, :2] *= ((1 - classes.prior[:, 2]) / own[:, :2].sum(axis=1))[:, None]
    own[:, 2] = classes.prior[:, 2]
    out: Floats = np.where(classes.learned[:, None], own, classes.prior).astype(np.float32)
    return out


def rates(changed: Floats, places: int, section: dict[str, float], before: Floats) -> Floats:
    """Chance of a change on each day, from the expected changes by day, smoothed; ``before`` are the rates of the start."""
    width = section["rate_days"]
    seen = gaussian_filter1d(changed.astype(np.float64), width, mode="nearest")
    prior = section["rate_pseudo"] / max(1.0, len(changed))
    out: Floats = np.clip((seen + prior * before) / (places + prior), 1e-5, 0.2).astype(np.float32)
    return out

"""Voices that repeat another voice, its errors included, and so add nothing (Dong, Berti-Equille and Srivastava 2009)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from fogline.control.evidence import Items
from fogline.control.places import Floats, Mask

# A voice copies another if it repeats this share of that voice's errors and of its own claims, within days of them. Sources that
# watch the same war share what is true; only copies share what is wrong.
SHARE, DAYS, LEAST, ERRORS = 0.8, 3, 20, 5.0


@dataclass(frozen=True)
class Copying:
    """``voice`` repeats ``of``: the share of its claims and of its errors, and the claims behind them."""

    voice: int
    of: int
    share: float
    errors: float
    claims: int


def find(items: Items, right: Floats) -> tuple[tuple[Copying, ...], Mask]:
    """Who copies whom, and which items to drop; ``right`` is the chance that each item's side holds the place that day."""
    said: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    keys = list(zip(items.place.tolist(), items.kind.tolist(), items.label.tolist(), strict=True))
    for key, voice, day in zip(keys, items.voice.tolist(), items.day.tolist(), strict=True):
        said[key].append((voice, day))
    sizes = np.bincount(items.voice) if len(items) else np.zeros(0, dtype=np.int64)
    repeats: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, (key, voice, day) in enumerate(zip(keys, items.voice.tolist(), items.day.tolist(), strict=True)):
        if sizes[voice] >= LEAST:
            for other in {v for v, d in said[key] if v != voice and 0 <= day - d <= DAYS and (d < day or v < voice)}:
                repeats[voice, other].append(k)
    wrong = 1 - right
    errors = np.bincount(items.voice, weights=wrong) if len(items) else np.zeros(0)
    found = []
    drop = np.zeros(len(items), dtype=np.bool_)
    for (voice, other), rows in sorted(repeats.items()):
        share, shared = len(rows) / sizes[voice], float(wrong[rows].sum()) / max(float(errors[voice]), 1e-9)
        if errors[voice] >= ERRORS and share >= SHARE and shared >= SHARE:
            found.append(Copying(voice, other, share, shared, int(sizes[voice])))
            drop[rows] = True
    return tuple(found), drop

"""Voices that repeat another voice, its errors included, and so add nothing (Dong, Berti-Equille
and Srivastava 2009).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fogline.control.evidence import Items
from fogline.control.places import Floats, Mask

# A voice copies another if it repeats this share of that voice's errors and of its own claims,
# within days of them. Sources that watch the same war share what is true; only copies share what is
# wrong.
SHARE, DAYS, LEAST, ERRORS = 0.8, 3, 20, 5.0


@dataclass(frozen=True)
class Copying:
    """``voice`` repeats ``of``: the share of its claims and of its errors, and the claims behind
    them.
    """

    voice: int
    of: int
    share: float
    errors: float
    claims: int


def find(items: Items, right: Floats) -> tuple[Copying, ...]:
    """Who copies whom; ``right`` is the chance that each item is right. Nobody copies a copier,
    and no two copy each other.
    """
    if not len(items):
        return ()
    sizes = np.bincount(items.voice)
    wrong = 1 - right
    errors = np.bincount(items.voice, weights=wrong)
    often = set(np.flatnonzero((sizes >= LEAST) & (errors >= ERRORS)).tolist())
    found = []
    for (voice, other), rows in _repeats(items, often).items():
        share, shared = len(rows) / sizes[voice], float(wrong[rows].sum()) / float(errors[voice])
        if share >= SHARE and shared >= SHARE:
            found.append(Copying(voice, other, share, shared, int(sizes[voice])))
    kept: list[Copying] = []
    for c in sorted(found, key=lambda c: (-c.share, -c.errors, c.voice, c.of)):
        if c.of not in {k.voice for k in kept} and c.voice not in {k.of for k in kept} | {
            k.voice for k in kept
        }:
            kept.append(c)
    return tuple(kept)


def repeated(items: Items, found: tuple[Copying, ...]) -> Mask:
    """The items of copiers that say again what the voice that they copy said."""
    drop = np.zeros(len(items), dtype=np.bool_)
    if not found:
        return drop
    pairs = {(c.voice, c.of) for c in found}
    for pair, rows in _repeats(items, {voice for voice, _ in pairs}).items():
        if pair in pairs:
            drop[rows] = True
    return drop


def _repeats(items: Items, voices: Iterable[int]) -> dict[tuple[int, int], list[int]]:
    """By pair of voices the rows of the first that say what the second said on one of the days
    before.

    Of the same day, the voice with the higher number repeats the lower. Each claim is repeated
    once.
    """
    some = set(voices)
    keys = list(zip(items.place.tolist(), items.kind.tolist(), items.label.tolist(), strict=True))
    said: dict[tuple[int, int, int], list[tuple[int, int, int]]] = defaultdict(list)
    rows = list(zip(keys, items.voice.tolist(), items.day.tolist(), strict=True))
    for k, (key, voice, day) in enumerate(rows):
        said[key].append((day, voice, k))
    used: set[tuple[int, int]] = set()
    out: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k in sorted(range(len(rows)), key=lambda k: (rows[k][2], k)):
        key, voice, day = rows[k]
        if voice not in some:
            continue
        earlier = [
            (d, v, j)
            for d, v, j in said[key]
            if v != voice and 0 <= day - d <= DAYS and (d < day or v < voice)
        ]
        for other in {v for _, v, _ in earlier}:
            free = [j for _, v, j in sorted(earlier) if v == other and (voice, j) not in used]
            if free:
                used.add((voice, free[0]))
                out[voice, other].append(k)
    return dict(sorted(out.items()))

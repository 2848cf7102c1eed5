"""What simpler rules make of the same claims: the last claim wins, a majority vote of speakers,
the nearest city.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from fogline.control.basis import Basis
from fogline.control.places import Floats, Mask, Numbers

# A rule gives no probabilities; this is lent to its holder.
SURE = 0.9
VOTE_DAYS = 14
RIVALS = ("last claim wins", "majority vote of speakers", "nearest city")


def votes(basis: Basis) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Every claim as a vote: place, day, voice and the side that it says holds the place
    (territories' claims for each place).
    """
    items, labels = basis.items, basis.field.theatre.labels
    says = basis.table.of("says", items.kind)
    enemy = np.array(
        [
            labels.index(e) if (e := basis.field.theatre.enemy_of(x)) in labels else -1
            for x in labels
        ],
        dtype=np.int32,
    )
    side = np.where(says[:, 0] >= says[:, 1], items.label, enemy[items.label])
    parts = [(items.place, items.day, items.voice, side)]
    for z in basis.zones:
        holder = enemy[z.label] if z.away else z.label
        whole = np.ones(len(z.places), dtype=np.int32)
        parts.append((z.places, z.day * whole, basis.claims.voice[z.claim] * whole, holder * whole))
    place, day, voice, holder = (
        np.concatenate(p).astype(np.int32) for p in zip(*parts, strict=True)
    )
    use = holder >= 0
    order = np.lexsort((holder[use], voice[use], place[use], day[use]))
    return place[use][order], day[use][order], voice[use][order], holder[use][order]


def rivals(basis: Basis, wanted: Numbers) -> dict[str, Numbers]:
    """The holder that each rule gives to the wanted places by day, -1 where it gives none, shape
    (days, wanted).
    """
    place, day, voice, side = votes(basis)
    start = basis.field.baseline
    shape = (basis.days, len(start))
    last, spoken = np.tile(start, (shape[0], 1)), np.zeros(shape, dtype=np.bool_)
    for p, d, s in zip(place, day, side, strict=True):
        last[d:, p], spoken[d:, p] = s, True
    some = np.isin(place, wanted)
    majority = _majority(basis, *(column[some] for column in (place, day, voice, side)))
    return {
        RIVALS[0]: last[:, wanted],
        RIVALS[1]: majority[:, wanted],
        RIVALS[2]: _nearest(basis, last, spoken, wanted),
    }


def _majority(basis: Basis, place: Numbers, day: Numbers, voice: Numbers, side: Numbers) -> Numbers:
    """The side that most voices of the last days name, each with its last word; without a
    majority it stays as it was.
    """
    out = np.tile(basis.field.baseline, (basis.days, 1))
    sides = len(basis.field.theatre.labels)
    order = np.argsort(place, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(place[order])) + 1):
        if not len(rows):
            continue
        p, now = int(place[rows[0]]), int(basis.field.baseline[place[rows[0]]])
        for t in range(int(day[rows].min()), basis.days):
            recent = rows[(day[rows] <= t) & (day[rows] > t - VOTE_DAYS)]
            words = {int(voice[k]): int(side[k]) for k in recent}
            count = (
                np.bincount(list(words.values()), minlength=sides)
                if words
                else np.zeros(sides, dtype=np.int64)
            )
            if count.sum() and (count == count.max()).sum() == 1:
                now = int(count.argmax())
            out[t, p] = now
    return out


def _nearest(basis: Basis, last: Numbers, spoken: Mask, wanted: Numbers) -> Numbers:
    """Every place takes the holder of the nearest place that any claim has named so far."""
    out = last[:, wanted].copy()
    count = 0
    for t in range(basis.days):
        now = np.flatnonzero(spoken[t])
        if len(now) > count:
            at = now[cKDTree(basis.field.flat[now]).query(basis.field.flat[wanted])[1]]
            count = len(now)
        if count:
            out[t] = last[t, at]
    return out


def as_chances(holder: Numbers, sides: int) -> Floats:
    """A rule's holders as chances, shape (days, sides, places); even where it gives none."""
    out = np.full(
        (holder.shape[0], sides, holder.shape[1]), (1 - SURE) / (sides - 1), dtype=np.float32
    )
    for k in range(sides):
        out[:, k, :][holder == k] = SURE
    out[np.repeat((holder < 0)[:, None, :], sides, axis=1)] = 1 / sides
    return out

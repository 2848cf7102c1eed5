"""The chances of every place by day, a byte each: what the light panels of a site show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fogline.control import Control
from fogline.web.site.shelves import compressed

# Steps of a chance, half a percent each, and places of a file.
STEPS, GROUP = 200, 128


def chance_files(control: Control, ids: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The number and the bytes of each file.

    They are the places in the order of their ids, of each the states, of each the days: the first
    day's chance, then what each day adds. Most days add nothing, which packs to almost nothing.
    """
    position, shown = control.position, control.day(control.first_shown)
    for start in range(0, len(ids), GROUP):
        at = [position[id] for id in ids[start : start + GROUP]]
        found = np.round(control.chances[shown:, :, at] * STEPS).astype(np.uint8)
        told = np.diff(found, axis=0, prepend=np.zeros_like(found[:1]))
        yield start // GROUP, compressed(np.ascontiguousarray(told.transpose(2, 1, 0)).tobytes())

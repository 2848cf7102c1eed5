"""Which of a source's claims its figures count: those read well, judged by what others say, and
not said before.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fogline.control import Control
from fogline.sources.record import NEAR, Assertions, Ints

# A claim that the reader scores lower is misread more than three times in ten: it says as much of
# the reader as of the source. A person who has looked at it settles that.
READ_WELL = 0.7
_REVIEWED = ("accepted", "corrected")
# Others judge a claim only where their own claims about its place say this much: 1 nat, below which
# evidence is "not worth more than a bare mention" (Kass and Raftery 1995). Else only the war's
# beginning and the surroundings would be the judge.
KNOWN = 1.0
# Why a claim stands apart from the figures, by number; 0 is one that counts.
APART = ("", "may be misread", "nobody else speaks of it", "undecided", "said before")
COUNTED, MISREAD, ALONE, UNDECIDED, REPEATED = range(len(APART))


def apart(
    control: Control, without: Control, said: Assertions, came: Ints, judged: Ints
) -> npt.NDArray[np.int64]:
    """Why each assertion stands apart, as a position in ``APART``; 0 where it counts.

    ``came`` is what came of each on the day ``judged``, by the estimate without its source.
    """
    out = np.zeros(len(said.claim), dtype=np.int64)
    out[came == 0] = UNDECIDED
    out[~others_speak(without, said, judged)] = ALONE
    out[~_read_well(control)[said.claim]] = MISREAD
    out[_repeats(said, came, out == COUNTED)] = REPEATED
    return out


def others_speak(without: Control, said: Assertions, judged: Ints) -> npt.NDArray[np.bool_]:
    """Of which places others' own claims say enough to judge by; else the end is open."""
    known = without.known(said.place.astype(np.int32), judged.astype(np.int32))
    out: npt.NDArray[np.bool_] = known >= KNOWN
    return out


def _read_well(control: Control) -> npt.NDArray[np.bool_]:
    """Which claims the reader or a person is sure of."""
    scores = control.claims.rows["score"].cast(pa.float64()).to_numpy()
    out: npt.NDArray[np.bool_] = scores >= READ_WELL
    return out | control.claims.among("judged", *_REVIEWED)


def _repeats(said: Assertions, came: Ints, counted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the counted say again within a month what was said, and with the same end."""
    last: dict[Hashable, int] = {}
    out = np.zeros(len(counted), dtype=np.bool_)
    at = np.flatnonzero(counted)
    for k in at[np.lexsort((said.claim[at], said.day[at]))].tolist():
        case = tuple(int(c[k]) for c in (said.place, said.label, said.away, said.change, came))
        out[k] = case in last and said.day[k] - last[case] <= NEAR
        last[case] = int(said.day[k])
    return out

"""Claims that their own speaker takes back: who told that a side took a place denies it within
days, as a correction does, or a later report that it is still fought for.
"""

from __future__ import annotations

import numpy as np

from fogline.control.claims import ClaimTable
from fogline.control.places import Mask


def taken_back(claims: ClaimTable, section: dict[str, float]) -> Mask:
    """Which claims that a side took a place itself are denied by the same voice, published after
    them within ``taken_back_days``, in words that are read well enough.
    """
    told = claims.among("event", "capture") & claims.among("status", "actual")
    told &= claims.among("relation", "in") & (claims.place >= 0) & (claims.label >= 0)
    scores = claims.scores(section["unscored"])
    denied = told & claims.among("polarity", "negative") & (scores >= section["taken_back_score"])
    out = np.zeros(len(claims), dtype=np.bool_)
    if not denied.any():
        return out
    first = int(claims.published[told].min())
    days = claims.published.astype(np.int64) - first
    wide = int(days[told].max()) + int(section["taken_back_days"]) + 2
    labels = int(claims.label.max()) + 1
    what = (claims.place.astype(np.int64) * labels + claims.label) * len(claims.voices)
    at = (what + claims.voice) * wide + days
    denials = np.sort(at[denied])
    rows = np.flatnonzero(told & claims.among("polarity", "positive"))
    after = np.searchsorted(denials, at[rows], "right")
    until = np.searchsorted(denials, at[rows] + int(section["taken_back_days"]), "right")
    out[rows[until > after]] = True
    return out

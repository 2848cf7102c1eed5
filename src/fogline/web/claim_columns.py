"""The columns of claims as numbers, so that they are filtered, counted and sorted quickly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fogline.model import CERTAINTIES
from fogline.theatre import Theatre

Codes = np.ndarray[Any, np.dtype[np.int32]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
# The lowest score of each band, highest first; the last one takes all that is below.
BANDS = ("0.9", "0.8", "0.7", "0.6", "0.5", "0")
STANDINGS = ("happened", "denied", "expected", "conditional")
# How the speaker's side stands to the acting side.
OWN, RIVAL, INDEPENDENT = "own", "rival", "independent"
WORDS = (OWN, RIVAL, INDEPENDENT)
# In place of a side: nobody is named, or the speaker is of no side.
UNATTRIBUTED = "unattributed"
OPEN = "open"
REVIEWS = (OPEN, "accepted", "corrected", "rejected")
_STANDING = {"actual": "happened", "future": "expected", "conditional": "conditional"}
# With more belligerents, only the one acted against is a rival: an ally's word is no admission.
_TWO_SIDES = 2
# What a table is sorted by under another name than the column's.
_SORTS = {
    "day": "start",
    "who": "actor",
    "place": "name",
    "publisher": "source",
    "published": "published_utc",
    "tone": "certainty",
}
_AMOUNTS = ("start", "published_utc", "score", "copies")
_RANKED: dict[str, Sequence[str]] = {
    "certainty": CERTAINTIES,
    "standing": STANDINGS,
    "review": REVIEWS,
}


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of words: each row's word as its number among ``values``; "" is a missing one."""

    values: tuple[str, ...]
    codes: Codes

    def among(self, wanted: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which rows have one of these words."""
        known = np.array([v in wanted for v in self.values], dtype=np.bool_)
        return known[self.codes]

    def ranks(self, order: Sequence[str] = ()) -> Codes:
        """Each row's place in the order of the words, or in one that is given."""
        place = {v: k for k, v in enumerate(order or sorted(self.values, key=str.casefold))}
        return np.array([place.get(v, len(place)) for v in self.values], dtype=np.int32)[self.codes]


class ClaimColumns:
    """The columns of some claims, each made when it is first asked for."""

    def __init__(self, rows: pa.Table, theatre: Theatre) -> None:
        self._rows, self._theatre = rows, theatre
        self._coded: dict[str, Coded] = {}
        self._derived: dict[str, Callable[[], Coded]] = {
            "standing": self._standing,
            "voice": self._voice,
            "word": self._word,
            "band": self._band,
            "review": self._review,
            "speaker": self._speaker,
        }

    def coded(self, name: str) -> Coded:
        """A column of the view, or one that follows from several: ``standing`` (happened, denied,
        expected, conditional), ``speaker`` (by name, also the publisher), ``voice`` (the speaker's
        side), ``word`` (whether that is the acting side), ``band`` (of the score) and ``review``.
        """
        if name not in self._coded:
            derive = self._derived.get(name)
            self._coded[name] = derive() if derive else _coded(self._rows[name])
        return self._coded[name]

    def order(self, numbers: Numbers, sort: str) -> Numbers:
        """Rows sorted by a column, downward if its name begins with "-"; of equal ones the first
        stays first, and those without a value are last.
        """
        name = sort.lstrip("-")
        key = _SORTS.get(name, name)
        if key in _AMOUNTS:
            keys, missing = self._amounts(key)
        else:
            column = self.coded(key)
            keys = column.ranks(_RANKED.get(key, ())).astype(np.float64)
            missing = column.among(("",))
        if sort.startswith("-"):
            keys = -keys
        keys = np.where(missing, np.inf, keys)
        return numbers[np.argsort(keys[numbers], kind="stable")]

    def _amounts(self, key: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        column = self._rows[key]
        if key == "start":
            column = column.cast(pa.int32())
        elif key == "published_utc":
            column = column.cast(pa.int64())
        found = np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
        return np.nan_to_num(found), np.isnan(found)

    def _standing(self) -> Coded:
        return self._combined(
            ("status", "polarity"),
            lambda status, polarity: "denied" if polarity == "negative" else _STANDING[status],
        )

    def _speaker(self) -> Coded:
        both = (_coded(self._rows["source"]), _coded(self._rows["speaker"]))
        return _combined(both, lambda source, said: source if said == "source" else said)

    def _voice(self) -> Coded:
        def side(speaker: str) -> str:
            if speaker == UNATTRIBUTED:
                return UNATTRIBUTED
            return (self._theatre.side_of(speaker) if speaker else "") or INDEPENDENT

        return self._combined(("speaker",), side)

    def _word(self) -> Coded:
        several = len(self._theatre.labels) > _TWO_SIDES

        def stands(voice: str, actor: str, target: str) -> str:
            if voice in {INDEPENDENT, UNATTRIBUTED} or not actor:
                return INDEPENDENT
            if voice == actor:
                return OWN
            return RIVAL if not several or voice == target else INDEPENDENT

        return self._combined(("voice", "actor", "target"), stands)

    def _band(self) -> Coded:
        lowest = np.array([float(b) for b in reversed(BANDS)])
        scores = np.asarray(self._rows["score"].to_numpy(), dtype=np.float64)
        # A score is shown with two digits, and belongs to the band that these say.
        at = np.searchsorted(lowest, np.round(scores, 2) + 1e-9, side="right") - 1
        return Coded(BANDS, (len(BANDS) - 1 - np.clip(at, 0, None)).astype(np.int32))

    def _review(self) -> Coded:
        return self._combined(("judged",), lambda judged: judged or OPEN)

    def _combined(self, names: Sequence[str], make: Callable[..., str]) -> Coded:
        return _combined([self.coded(name) for name in names], make)


def _combined(parts: Sequence[Coded], make: Callable[..., str]) -> Coded:
    """A column that follows from others, made once for each combination of their values."""
    key = np.zeros(len(parts[0].codes), dtype=np.int64)
    for part in parts:
        key = key * len(part.values) + part.codes
    keys, codes = np.unique(key, return_inverse=True)
    sizes = [len(part.values) for part in parts]
    met = zip(*(at.tolist() for at in np.unravel_index(keys, sizes)), strict=True)
    words = [make(*(p.values[k] for p, k in zip(parts, at, strict=True))) for at in met]
    values = tuple(dict.fromkeys(words)) or ("",)
    numbers = np.array([values.index(w) for w in words] or [0], dtype=np.int32)
    return Coded(values, numbers[codes])


def _coded(column: pa.ChunkedArray) -> Coded:
    filled = pc.fill_null(column.cast(pa.string()), "")
    encoded = filled.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = tuple(encoded.dictionary.to_pylist()) or ("",)
    return Coded(values, np.asarray(encoded.indices.to_numpy(), dtype=np.int32))

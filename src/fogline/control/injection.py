"""Wrong claims put among real ones: how far an estimate lets itself be misled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from fogline.control import territory
from fogline.control.claims import calendar, ordinal
from fogline.control.control import Control
from fogline.control.options import ControlError
from fogline.control.places import Mask, Numbers
from fogline.errors import UsageError
from fogline.gazetteer import open_gazetteer
from fogline.model import Place

REGIONAL, LOCAL, SWAPPED = "regional", "local", "swapped"
KINDS = (REGIONAL, LOCAL, SWAPPED)
# A place is behind the front where its holder has this chance at least.
_SAFE = 0.9
_CUES = json.dumps([{"role": "object", "start": 0, "end": 0, "text": ""}])
_WHOLE_CUES = json.dumps(
    [{"role": role, "start": 0, "end": 0, "text": role} for role in ("whole", "object")]
)


@dataclass(frozen=True)
class WrongClaims:
    """What to put in: how many claims of which kind, drawn with which seed.

    ``regional`` claims let another side capture a whole region, ``local`` ones a settlement behind
    the front; ``swapped`` ones are real captures and withdrawals with the sides exchanged.

    Raises:
        UsageError: an unknown kind, or less than one claim.
    """

    kind: str
    count: int
    seed: int = 1

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"kind {self.kind!r}", f"give one of {', '.join(KINDS)}")
        if self.count < 1:
            raise UsageError(f"{self.count} wrong claims", "give 1 or more")


def with_wrong(control: Control, wrong: WrongClaims) -> pa.Table:
    """The view of an estimate with wrong claims among its own.

    Each is told by a document that there is, on its day, with the score of a real claim of its
    event, so that nothing but what it says betrays it. The estimate says who held what.

    Raises:
        ControlError: the view has no claim that could be turned into such a one.
    """
    view, made = control.claims.rows, _Maker(control, np.random.default_rng(wrong.seed))
    rows = list(made.swapped(wrong.count) if wrong.kind == SWAPPED else made.new(wrong))
    for k, row in enumerate(rows):
        row["id"] = f"wrong-{wrong.kind}-{wrong.seed}-{k}"
    return pa.concat_tables([view, pa.Table.from_pylist(rows, schema=view.schema)])


class _Maker:
    """Makes wrong claims out of the real ones of an estimate."""

    def __init__(self, control: Control, rng: np.random.Generator) -> None:
        self._control, self._rng = control, rng
        claims = control.claims
        dated = (claims.day >= control.first_day) & (claims.day < control.first_day + control.days)
        self._strong = (
            claims.among("event", "capture", "withdraw")
            & claims.among("status", "actual")
            & claims.among("polarity", "positive")
            & dated
        )
        if not self._strong.any():
            raise ControlError("this view", "it has no capture or withdrawal to draw claims from")

    def _drawn(self, rows: Mask, count: int) -> Iterator[dict[str, Any]]:
        found = np.flatnonzero(rows)
        for row in self._rng.choice(found, count, replace=count > len(found)).tolist():
            yield self._control.claims.rows.slice(row, 1).to_pylist()[0]

    def swapped(self, count: int) -> Iterator[dict[str, Any]]:
        """Real claims about settlements, with the sides exchanged."""
        labels = self._control.theatre.labels
        named = self._strong & (self._control.claims.place >= 0)
        for row in self._drawn(named, count):
            others = [x for x in labels if x != row["actor"]]
            target = row["target"] if row["target"] in others else str(self._rng.choice(others))
            yield {**row, "actor": target, "target": row["actor"]}

    def new(self, wrong: WrongClaims) -> Iterator[dict[str, Any]]:
        """Captures that nobody told of."""
        for row in self._drawn(self._strong, wrong.count):
            published = row["published_utc"]
            day = ordinal(published.date()) - self._control.first_day if published else 0
            day = min(max(day, 0), self._control.days - 1)
            where, side = self._region(day) if wrong.kind == REGIONAL else self._town(day)
            when = calendar(self._control.first_day + day)
            yield {
                **row, **where, "event": "capture", "actor": side, "target": None,
                "relation": "in", "extent": None, "start": when, "end": when,
                "place_status": "resolved", "speaker": "source", "speakers": ["source"],
                "origin": None,
                "certainty": "certain", "cues": _WHOLE_CUES if wrong.kind == REGIONAL else _CUES,
                "trigger": "captured",
            }  # fmt: skip

    def _town(self, day: int) -> tuple[dict[str, Any], str]:
        """A settlement that its holder surely holds, and another side."""
        chances = self._control.chances[day, :-1]
        safe = np.flatnonzero((chances.max(axis=0) >= _SAFE) & (self._control.spoken > 0))
        if not len(safe):
            safe = np.arange(chances.shape[1])
        at = int(self._rng.choice(safe))
        return _where(self._control.places[at]), self._another(chances[:, [at]])

    def _region(self, day: int) -> tuple[dict[str, Any], str]:
        """A region, and a side that held least of it."""
        region, places = self._regions[int(self._rng.integers(len(self._regions)))]
        return _where(region), self._another(self._control.chances[day, :-1][:, places])

    @cached_property
    def _regions(self) -> list[tuple[Place, Numbers]]:
        """The theatre's regions with the positions of their settlements.

        Raises:
            ControlError: there are none.
        """
        found = territory.regions(self._control.settlements, open_gazetteer(self._control.theatre))
        if not found:
            raise ControlError("this theatre", "its gazetteer knows no region of its settlements")
        return found

    def _another(self, chances: Any) -> str:
        """A side that does not hold most of some places."""
        labels = self._control.theatre.labels
        held = int(chances.sum(axis=1).argmax())
        return str(self._rng.choice([x for k, x in enumerate(labels) if k != held]))


def _where(place: Place) -> dict[str, Any]:
    """The columns of a view that say where."""
    return {"place": place.id, "name": place.name, "kind": place.kind, "lat": place.lat,
            "lon": place.lon, "region": place.region}  # fmt: skip

"""Claims about whole territories: which places they cover, on which bank, with what left out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from fogline.control.chain import Boosts
from fogline.control.claims import Claims
from fogline.control.evidence import certainty_share, gather, keep_in_range, nothing, standing_share
from fogline.control.places import KM, Field, Floats, Mask, Numbers, inside
from fogline.control.strengths import Strengths
from fogline.gazetteer import Gazetteer
from fogline.theatre import River

_WHOLE = 0.9  # an extent from here on is as good as all
_NAMED = ("admin", "region")
_NAME = re.compile(r"[A-ZА-ЯЄІЇҐ][\w'’-]*(?: [A-ZА-ЯЄІЇҐ][\w'’-]*)*")
_SPARED = 2.0  # nats against a side's holding what its own claim leaves out
_MAP = "map:"  # how ids of maps' polygons begin
_COMPASS = {"north": (0, 1), "south": (0, -1), "east": (1, 1), "west": (1, -1)}
_GOAL = re.compile(r"(?:to|onto|towards?)\b", re.IGNORECASE)
_AROUND = 60.0  # kilometres about the places named beside a river that has no region with it


@dataclass(frozen=True)
class Zone:
    """A claim about a territory: its row in the view, the day from the first, the side, whether
    it leaves, the nats of change, those of the state, and the positions of its places.
    ``spared`` are those that it leaves out: not yet the side's.
    """

    claim: int
    day: int
    label: int
    away: bool
    change: float
    state: float
    places: Numbers
    spared: Numbers


def zones(
    claims: Claims, field: Field, gazetteer: Gazetteer, table: Strengths, first: int, days: int
) -> tuple[Zone, ...]:
    """The territorial claims of a view that fall into the period, by day and claim."""
    finder = _Finder(claims, field, gazetteer)
    found = [
        z
        for row in np.flatnonzero(_spoken(claims))
        if (z := finder.zone(int(row), table, first, days)) is not None
    ]
    return tuple(found)


def each_once(found: tuple[Zone, ...], claims: Claims) -> tuple[Zone, ...]:
    """What one voice says about one territory on a day, once, the strongest; by day."""
    once: dict[tuple[int, ...], Zone] = {}
    for z in sorted(found, key=lambda z: (z.day, -z.change, claims.rows["id"][z.claim].as_py())):
        once.setdefault(
            (
                z.day,
                z.label,
                z.away,
                int(claims.voice[z.claim]),
                *z.places[:1].tolist(),
                len(z.places),
            ),
            z,
        )
    return tuple(once.values())


def add_zones(out: Floats, found: tuple[Zone, ...], column: Numbers, table: Strengths) -> Boosts:
    """Add what territorial claims say about states to an array (days, states, places); gives
    what they say about change.
    """
    rows = []
    again = table.sections["territory"]["again"]
    for z in found:
        here = column[z.places]
        here = here[here >= 0]
        if not z.away:
            out[z.day, :, here] -= z.state
        out[z.day, z.label, here] += -z.state if z.away else z.state
        spared = column[z.spared]
        out[z.day, z.label, spared[spared >= 0]] += _SPARED if z.away else -_SPARED
        keep_in_range(
            out, z.day * out.shape[2] + np.unique(np.concatenate([here, spared[spared >= 0]]))
        )
        if z.change > 0 and len(here):
            rows.append(
                (
                    np.full(len(here), z.day),
                    here,
                    np.full(len(here), z.label),
                    np.full(len(here), not z.away),
                    np.full(len(here), z.change),
                )
            )
    if not rows:
        return nothing()
    day, place, state, gain, nats = (np.concatenate(part) for part in zip(*rows, strict=True))
    return gather(day, place, state, gain, nats, np.full(len(day), again, dtype=np.float32))


def _spoken(claims: Claims) -> Mask:
    """Rows that say who holds, took or left something beyond a settlement, as a fact."""
    told = (
        claims.among("event", "capture", "withdraw", "hold")
        & claims.among("status", "actual")
        & claims.among("polarity", "positive")
    )
    drawn = pc.fill_null(pc.starts_with(claims.rows["place"], _MAP), False).to_numpy(
        zero_copy_only=False
    )
    wide = drawn | claims.among("kind", *_NAMED, "river") | claims.marked("bank")
    out: Mask = told & wide & (claims.label >= 0) & ~claims.disputed
    return out


class _Finder:
    def __init__(self, claims: Claims, field: Field, gazetteer: Gazetteer) -> None:
        self._claims, self._field, self._gazetteer = claims, field, gazetteer
        regions = {r: _region_id(gazetteer, r) for r in sorted({p.region for p in field.places})}
        self._region_of = np.array([regions[p.region] for p in field.places], dtype=object)
        self._by_document: dict[str, npt.NDArray[np.int64]] | None = None

    def zone(self, row: int, table: Strengths, first: int, days: int) -> Zone | None:
        claims, rows = self._claims, self._claims.rows
        day = int(claims.day[row]) - first
        if (rows["place"][row].as_py() or "").startswith(_MAP):
            return self._drawn(row, table, day) if 0 <= day < days else None
        marks: dict[str, str] = {}
        for cue in claims.cues(row):
            marks.setdefault(cue["role"], cue["text"])
        extent = rows["extent"][row].as_py()
        whole = "whole" in marks or "most" in marks or (extent is not None and extent >= _WHOLE)
        relation, event, kind = (rows[n][row].as_py() for n in ("relation", "event", "kind"))
        bank = marks.get("bank", "")
        goal = bool(_GOAL.match(bank))  # "withdrew to the left bank"
        inside = (
            relation in {"in", "from"}
            or (whole and relation == "part")
            or (goal and event == "withdraw")
        )
        if not 0 <= day < days or not (whole or bank) or "aim" in marks or not inside:
            return None
        if kind == "river" and event == "hold":
            return None
        if not whole and (
            event == "hold" or (kind == "river" and (event != "withdraw" or "object" not in marks))
        ):
            return None
        covered = self._covered(row, bank, away=event == "withdraw")
        if covered is None:
            return None
        left_out = self._left_out(marks.get("except", ""), covered)
        places, spared = (
            np.flatnonzero(part).astype(np.int32) for part in (covered & ~left_out, left_out)
        )
        section = table.sections["territory"]
        share = self._share(row, table, away=event == "withdraw") * (
            section["most"] if "most" in marks or (extent or 1) < 1 else 1.0
        )
        if not len(places) or share <= 0:
            return None
        # To hold all of a territory says nothing of when it was taken.
        change, state = (
            (0.0, section["held"]) if event == "hold" else (section["change"], section["state"])
        )
        return Zone(
            row,
            day,
            int(claims.label[row]),
            event == "withdraw",
            change * share,
            state * share,
            places,
            spared,
        )

    def _drawn(self, row: int, table: Strengths, day: int) -> Zone | None:
        """A polygon of a map: its feature is the claim's sentence, and every place inside is
        held.
        """
        geometry = json.loads(self._claims.rows["sentence"][row].as_py())["geometry"]
        shapes = (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        covered = np.zeros(len(self._field.places), dtype=np.bool_)
        for rings in shapes:
            part = inside(
                self._field.lat,
                self._field.lon,
                tuple((float(p[1]), float(p[0])) for p in rings[0]),
            )
            for hole in rings[1:]:
                part &= ~inside(
                    self._field.lat,
                    self._field.lon,
                    tuple((float(p[1]), float(p[0])) for p in hole),
                )
            covered |= part
        places = np.flatnonzero(covered).astype(np.int32)
        section, share = table.sections["map"], self._share(row, table, away=False)
        if not len(places):
            return None
        return Zone(
            row,
            day,
            int(self._claims.label[row]),
            False,
            section["change"] * share,
            section["state"] * share,
            places,
            places[:0],
        )

    def _share(self, row: int, table: Strengths, *, away: bool) -> float:
        """What multiplies a claim's nats; admissions count no more than others, for a territory
        is told of by many.
        """
        claims = self._claims
        return float(
            certainty_share(claims, table, row)
            * min(1.0, float(standing_share(claims, table, row, away)))
        )

    def _covered(self, row: int, bank: str, *, away: bool) -> Mask | None:
        rows = self._claims.rows
        kind, place = rows["kind"][row].as_py(), rows["place"][row].as_py()
        if kind in _NAMED:
            base = self._region_of == place
        elif kind == "river":
            base = (
                self._beside(row)
                if away or re.search(r"\bbank|side|shore", bank)
                else np.zeros(len(self._field.places), dtype=np.bool_)
            )
        else:
            at = self._field.position.get(place or "", -1)
            base = (
                (self._region_of == self._region_of[at])
                if at >= 0 and self._region_of[at]
                else np.zeros(0, dtype=np.bool_)
            )
        covered: Mask = base.astype(np.bool_)
        if not covered.any():
            return None
        if bank:
            side = self._bank(bank, covered, river_only=kind == "river", away=away)
            if side is None:
                return None
            covered &= side
        return covered

    def _bank(self, words: str, base: Mask, *, river_only: bool, away: bool) -> Mask | None:
        """The places on the bank that the words name; of the river they name, or of the one that
        parts the territory.
        """
        folded = words.casefold()
        rivers = self._field.theatre.rivers
        named = [r for r in rivers if any(n.casefold() in folded for n in r.names)]
        river = (
            named[0]
            if named
            else max(rivers, key=lambda r: _parts(self._field, r, base), default=None)
        )
        if river is None:
            return None
        flip = away and bool(_GOAL.match(folded))
        side = bank_of(self._field, river, folded)
        if side is None:
            return None
        out: Mask = side ^ flip
        if river_only:
            out &= _along(self._field, river).distance <= _AROUND
        return out

    def _beside(self, row: int) -> Mask:
        """Places of the regions that the sentences around a claim about a river name, by their
        places.
        """
        rows, claims = self._claims.rows, self._claims
        if self._by_document is None:
            documents = np.asarray(rows["document"].to_pylist())
            order = np.argsort(documents, kind="stable")
            cut = np.flatnonzero(documents[order][1:] != documents[order][:-1]) + 1
            self._by_document = {str(documents[part[0]]): part for part in np.split(order, cut)}
        same = self._by_document[rows["document"][row].as_py()]
        starts = np.asarray([rows["sentence_start"][int(k)].as_py() for k in same])
        near = same[np.abs(starts - rows["sentence_start"][row].as_py()) <= _NEAR_CHARACTERS]
        located = claims.place[near]
        regions = {self._region_of[k] for k in located[located >= 0]} | {
            rows["place"][int(k)].as_py() for k in near if rows["kind"][int(k)].as_py() in _NAMED
        }
        out: Mask = np.isin(self._region_of.astype(str), sorted(str(r) for r in regions if r))
        return out

    def _left_out(self, words: str, covered: Mask) -> Mask:
        """Places within a few kilometres of those in the territory that an exception names, its
        districts included.
        """
        out = np.zeros(len(self._field.places), dtype=np.bool_)
        for name in _NAME.findall(words):
            found = (self._field.position.get(m.place.id, -1) for m in self._gazetteer.find(name))
            at = next((k for k in found if k >= 0 and covered[k]), -1)
            if at >= 0:
                out |= covered & (
                    np.hypot(*(self._field.flat - self._field.flat[at]).T) <= _EXCEPT_KM
                )
        return out


_NEAR_CHARACTERS = 600
_EXCEPT_KM = 12.0


@lru_cache(maxsize=256)
def _region_id(gazetteer: Gazetteer, region: str) -> str:
    """The id of the region that the settlements' file names in its own way; empty if no
    gazetteer has it.
    """
    found = (m for m in gazetteer.find(region) if m.place.kind in _NAMED) if region else iter(())
    return next((m.place.id for m in found), "")


def bank_of(field: Field, river: River, words: str) -> Mask | None:
    """The places on a river's bank: left or right as it flows, or to a side of the compass of
    its nearest point.
    """
    along = _along(field, river)
    if re.search(r"\bleft\b|\blefthand\b", words):
        return along.left
    if re.search(r"\bright\b|\brighthand\b", words):
        return ~along.left
    for name, (axis, sign) in _COMPASS.items():
        if re.search(rf"\b(?:{name}|{name}ern)\b", words):
            at = (field.lat, field.lon)[axis]
            out: Mask = (at - along.foot[:, axis]) * sign > 0
            return out
    return None


@dataclass(frozen=True)
class _Along:
    """For each place the nearest point of a river (lat, lon), its distance in km, and whether
    the place lies left of the flow.
    """

    foot: npt.NDArray[np.float64]
    distance: npt.NDArray[np.float64]
    left: Mask


def _along(field: Field, river: River) -> _Along:
    line = np.array(river.line)
    scale = np.array([1.0, np.cos(np.radians(line[:, 0].mean()))])
    point = np.column_stack([field.lat, field.lon])
    best = np.full(len(point), np.inf)
    foot = np.zeros_like(point)
    left = np.zeros(len(point), dtype=np.bool_)
    for start, end in pairwise(line):
        course = (end - start) * scale
        share = np.clip(((point - start) * scale @ course) / (course @ course), 0, 1)
        at = start + share[:, None] * (end - start)
        away = (point - at) * scale
        distance = np.hypot(away[:, 0], away[:, 1]) * KM
        closer = distance < best - 1e-9
        # Left of the flow on a map with north up: the cross product of flow (east, north) and
        # offset is positive.
        cross = course[1] * away[:, 0] - course[0] * away[:, 1]
        best[closer], foot[closer], left[closer] = distance[closer], at[closer], cross[closer] > 0
    return _Along(foot, best, left)


def _parts(field: Field, river: River, base: Mask) -> int:
    """How evenly a river parts a territory: places on its emptier bank, of those within reach of
    it.
    """
    left = _along(field, river).left
    return int(min((left & base).sum(), (~left & base).sum()))

"""Claims about whole territories: which places they cover, on which bank, with what left out."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from fogline.control import rivers
from fogline.control.claims import ClaimTable
from fogline.control.evidence import certainty_share, standing_share
from fogline.control.map_areas import MapArea, from_map, map_area
from fogline.control.places import Mask, Numbers, Settlements
from fogline.control.strengths import Strengths
from fogline.control.zones import Zone
from fogline.gazetteer import Gazetteer
from fogline.model import Place, event_types

_WHOLE = 0.9  # an extent from here on is as good as all: people say "all" of 90 % and more
_NAMED = ("admin", "region")  # the kinds of places that settlements are listed under
_NAME = re.compile(r"[A-ZА-ЯЄІЇҐ][\w'’-]*(?: [A-ZА-ЯЄІЇҐ][\w'’-]*)*")
_GOAL = re.compile(r"(?:to|onto|towards?)\b", re.IGNORECASE)
_AROUND_KM = 60.0  # about the places named beside a river that has no region with it
# The aspects of what is not, or not only now, done: they change no map.
NOT_DONE = ("aim", "announced")
_NEAR_CHARACTERS = 600  # a paragraph: how far around a claim about a river its regions are sought
_EXCEPT_KM = 12.0  # about a town that an exception names: its districts and suburbs
_COARSE_DAYS = 27  # "in March" and longer
_REGIONS = 256  # look-ups of regions that are kept: those of some ten theatres


def zones(
    claims: ClaimTable,
    settlements: Settlements,
    gazetteer: Gazetteer,
    table: Strengths,
    first: int,
    days: int,
) -> tuple[Zone, ...]:
    """The territorial claims of a view that fall into the period, by day and claim."""
    finder = _ZoneFinder(claims, settlements, gazetteer, table)
    rows = (int(row) for row in np.flatnonzero(_territorial(claims)))
    found = (finder.zone(row, day) for row in rows if 0 <= (day := claims.day[row] - first) < days)
    return tuple(z for z in found if z is not None)


def _territorial(claims: ClaimTable) -> Mask:
    """Rows that say who holds, took or left something beyond a settlement, as a fact."""
    events = (name for name, event in event_types().items() if event.territorial)
    fact = (
        claims.among("event", *events)
        & claims.among("status", "actual")
        & claims.among("polarity", "positive")
    )
    wide = from_map(claims.rows) | claims.among("kind", *_NAMED, "river") | claims.marked("bank")
    out: Mask = fact & wide & (claims.label >= 0) & ~claims.disputed
    return out


class _ZoneFinder:
    """Finds the places that the territorial claims of a view cover."""

    def __init__(
        self, claims: ClaimTable, settlements: Settlements, gazetteer: Gazetteer, table: Strengths
    ) -> None:
        self._claims, self._settlements, self._gazetteer = claims, settlements, gazetteer
        self._strengths = table
        names = sorted({p.region for p in settlements.places})
        regions = {r: _region_id(gazetteer, r) for r in names}
        self._region_of = np.array([regions[p.region] for p in settlements.places], dtype=object)
        self._by_document: dict[str, npt.NDArray[np.int64]] | None = None

    def zone(self, row: int, day: int) -> Zone | None:
        """The zone of a claim; none where it says nothing about a whole territory."""
        rows = self._claims.rows
        area = map_area(rows, row)
        if area is not None:
            return self._of_map(row, day, area)
        marks = self._claims.cue_texts(row)
        event = rows["event"][row].as_py()
        away = event == "withdraw"
        if not self._is_whole(row, marks):
            return None
        covered = self._covered(row, marks.get("bank", ""), away=away)
        if covered is None:
            return None
        spared = self._left_out(marks.get("except", ""), covered)
        section = self._strengths.sections["territory"]
        nearly = "most" in marks or (rows["extent"][row].as_py() or 1) < 1
        share = self._share(row, away=away) * (section["most"] if nearly else 1.0)
        if not (covered & ~spared).any() or share <= 0:
            return None
        ongoing = "ongoing" in marks
        # To hold all of a territory, or to have taken it some time before, says nothing of when.
        stood = event == "hold" or "before" in marks or self._is_coarse(row)
        change = 0.0 if stood else section["change"]
        state = section["held"] if stood else 0.0 if ongoing else section["state"]
        return Zone(
            claim=row,
            day=int(day),
            label=int(self._claims.label[row]),
            away=away,
            change=change * share,
            state=state * share,
            places=_positions(covered & ~spared),
            spared=_positions(spared),
            steps=_steps(section) if ongoing and not stood else (0,),
        )

    def _is_coarse(self, row: int) -> bool:
        """Whether the day of a claim is told so coarsely that it says only by when it was so."""
        start, end = (self._claims.rows[n][row].as_py() for n in ("start", "end"))
        return start is not None and end is not None and (end - start).days >= _COARSE_DAYS

    def _is_whole(self, row: int, marks: dict[str, str]) -> bool:
        """Whether a claim is about all of a territory, or all of a bank of it."""
        rows = self._claims.rows
        relation, event, kind = (rows[n][row].as_py() for n in ("relation", "event", "kind"))
        extent, bank = rows["extent"][row].as_py(), marks.get("bank", "")
        whole = "whole" in marks or "most" in marks or (extent is not None and extent >= _WHOLE)
        goal = bool(_GOAL.match(bank))  # "withdrew to the left bank"
        inside = (
            relation in {"in", "from"}
            or (whole and relation == "part")
            or (goal and event == "withdraw")
        )
        if not (whole or bank) or any(a in marks for a in NOT_DONE) or not inside:
            return False
        if event == "hold":
            return whole and kind != "river"
        return whole or kind != "river" or (event == "withdraw" and "object" in marks)

    def _of_map(self, row: int, day: int, area: MapArea) -> Zone | None:
        """A polygon of a map: every place inside is held."""
        places = _positions(area.covers(self._settlements.lat, self._settlements.lon))
        if not len(places):
            return None
        section, share = self._strengths.sections["map"], self._share(row, away=False)
        return Zone(
            claim=row,
            day=int(day),
            label=int(self._claims.label[row]),
            away=False,
            change=section["change"] * share,
            state=section["state"] * share,
            places=places,
            spared=places[:0],
        )

    def _share(self, row: int, *, away: bool) -> float:
        """What multiplies a claim's nats.

        Admissions count no more than others, for a territory is reported by many.
        """
        claims, table = self._claims, self._strengths
        standing = min(1.0, float(standing_share(claims, table, row, away)))
        return float(certainty_share(claims, table, row) * standing)

    def _covered(self, row: int, bank: str, *, away: bool) -> Mask | None:
        """The places of a claim's territory, on the bank that it names; none if there are none."""
        kind, place = (self._claims.rows[n][row].as_py() for n in ("kind", "place"))
        covered = np.zeros(len(self._settlements.places), dtype=np.bool_)
        if kind in _NAMED:
            covered = self._region_of == place
        elif kind == "river":
            if away or re.search(r"\bbank|side|shore", bank):
                covered = self._beside(row)
        elif (at := self._settlements.position.get(place or "", -1)) >= 0 and self._region_of[at]:
            covered = self._region_of == self._region_of[at]
        covered = covered.astype(np.bool_)
        if not covered.any():
            return None
        if bank:
            side = self._bank(bank, covered, river_only=kind == "river", away=away)
            if side is None:
                return None
            covered &= side
        return covered

    def _bank(self, words: str, base: Mask, *, river_only: bool, away: bool) -> Mask | None:
        """The places on the bank that the words name.

        The river is the one that they name, or the one that parts the territory.
        """
        folded, known = words.casefold(), self._settlements
        named = [r for r in known.theatre.rivers if any(n.casefold() in folded for n in r.names)]
        river = named[0] if named else None
        if river is None:
            river = max(
                known.theatre.rivers, key=lambda r: rivers.parting(known, r, base), default=None
            )
        if river is None:
            return None
        side = rivers.bank_of(known, river, folded)
        if side is None:
            return None
        out: Mask = side ^ (away and bool(_GOAL.match(folded)))
        if river_only:
            out &= rivers.along(known, river).distance <= _AROUND_KM
        return out

    def _beside(self, row: int) -> Mask:
        """Places of the regions that the sentences around a claim about a river name."""
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
        """Places near those in the territory that an exception names, its districts included."""
        known = self._settlements
        out = np.zeros(len(known.places), dtype=np.bool_)
        for name in _NAME.findall(words):
            found = (known.position.get(m.place.id, -1) for m in self._gazetteer.find(name))
            at = next((k for k in found if k >= 0 and covered[k]), -1)
            if at >= 0:
                out |= covered & (np.hypot(*(known.flat - known.flat[at]).T) <= _EXCEPT_KM)
        return out


def regions(settlements: Settlements, gazetteer: Gazetteer) -> list[tuple[Place, Numbers]]:
    """The regions that settlements are listed under, with the positions of their settlements."""
    listed = np.array([p.region for p in settlements.places], dtype=object)
    found: list[tuple[Place, Numbers]] = []
    for name in sorted(set(listed.tolist()) - {""}):
        found += [
            (p, _positions(listed == name)) for p in gazetteer.places(_region_id(gazetteer, name))
        ]
    return found


def _steps(section: dict[str, float]) -> tuple[int, ...]:
    return tuple(k * int(section["step_days"]) for k in range(int(section["steps"])))


def _positions(mask: Mask) -> Numbers:
    return np.flatnonzero(mask).astype(np.int32)


@lru_cache(maxsize=_REGIONS)
def _region_id(gazetteer: Gazetteer, region: str) -> str:
    """The id of a region that the settlements' file names in its own way; empty if unknown."""
    found = (m for m in gazetteer.find(region) if m.place.kind in _NAMED) if region else iter(())
    return next((m.place.id for m in found), "")

"""The columns of a view that control needs, as arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fogline.control.columns import among, coded, marked
from fogline.control.combine import distinct
from fogline.control.places import Doubles, Mask, Numbers, Settlements
from fogline.control.strengths import Strengths, strengths
from fogline.control.voices import Voices, standing
from fogline.model import CERTAINTIES
from fogline.theatre import Theatre

STANDINGS = ("own", "other", "independent")
_EPOCH = date(1970, 1, 1).toordinal()
# The day of a claim that has none.
UNKNOWN = -(2**30)
_TWO_SIDES = 2  # of more belligerents, one that is not the target is no opponent
_PART = 0.8  # an extent below is a part of the place: "most of" and less
# Days outside these years are misread.
_YEARS = (date(1900, 1, 1).toordinal() - _EPOCH, date(2200, 1, 1).toordinal() - _EPOCH)


@dataclass(frozen=True)
class ClaimTable:
    """Columns by row of the view. ``day`` and ``published`` are days since 1970-01-01 (or
    UNKNOWN), ``place`` a position among the settlements or -1, ``label`` the acting side or -1,
    ``kind`` a position in the strengths or -1; ``voices`` names the groups that ``voice`` counts.
    """

    rows: pa.Table
    day: Numbers
    published: Numbers
    place: Numbers
    label: Numbers
    kind: Numbers
    voice: Numbers
    stands: Numbers
    certainty: Numbers
    disputed: Mask
    voices: tuple[str, ...]
    sides: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The claims' ids."""
        return frozenset(self.rows["id"].to_pylist())

    @cached_property
    def rank(self) -> npt.NDArray[np.int64]:
        """The place of each row in the order of the claims' ids."""
        out = np.empty(len(self), dtype=np.int64)
        out[pc.sort_indices(self.rows["id"]).to_numpy()] = np.arange(len(self))
        return out

    def among(self, name: str, *values: str) -> Mask:
        """Which claims have one of some words in a column of the view."""
        return among(self.rows, name, *values)

    def scores(self, unscored: float) -> Doubles:
        """How well each claim was read, by its reader; ``unscored`` where that does not say."""
        found: Doubles = self.rows["score"].cast(pa.float64()).fill_null(unscored).to_numpy()
        return found

    def marked(self, role: str) -> Mask:
        """Which claims have a cue of a role."""
        if role not in self._marks:
            self._marks[role] = marked(self.rows, role)
        return self._marks[role]

    @cached_property
    def _marks(self) -> dict[str, Mask]:
        """The rows with a cue, by its role, for those roles that were asked for."""
        return {}

    def new_in(self, view: pa.Table) -> pa.Table:
        """The rows of another view whose claims are not among these."""
        known = pc.is_in(view["id"], value_set=self.rows["id"].combine_chunks())
        return view.filter(pc.invert(known))

    def since(self, row: int) -> ClaimTable:
        """The claims from a row on."""
        cut = {n: getattr(self, n)[row:] for n in (*_ARRAYS, "voice")}
        return replace(self, rows=self.rows.slice(row), **cut)

    def followed_by(self, other: ClaimTable) -> ClaimTable:
        """These claims and then others."""
        voices = tuple(dict.fromkeys((*self.voices, *other.voices)))
        number = {v: k for k, v in enumerate(voices)}
        moved = np.array([number[v] for v in other.voices], dtype=np.int32)
        sides = {
            **dict(zip(other.voices, other.sides, strict=True)),
            **dict(zip(self.voices, self.sides, strict=True)),
        }
        joined = {n: np.concatenate([getattr(self, n), getattr(other, n)]) for n in _ARRAYS}
        joined["voice"] = np.concatenate(
            [self.voice, moved[other.voice] if len(other) else other.voice]
        )
        rows = pa.concat_tables([self.rows, other.rows])
        return ClaimTable(rows=rows, **joined, voices=voices, sides=tuple(sides[v] for v in voices))

    def cue_texts(self, row: int) -> dict[str, str]:
        """The words of a claim's cues by role; of several with one role, the first."""
        out: dict[str, str] = {}
        for cue in json.loads(self.rows["cues"][row].as_py() or "[]"):
            out.setdefault(cue["role"], cue["text"])
        return out


_ARRAYS = ("day", "published", "place", "label", "kind", "stands", "certainty", "disputed")


def ordinal(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def calendar(number: int) -> date:
    """The day of a number of days since 1970-01-01."""
    return date.fromordinal(int(number) + _EPOCH)


def tabulate(view: pa.Table, settlements: Settlements) -> ClaimTable:
    """Look a view's words up, each combination once.

    The order of rows makes no difference to what is made of them.
    """
    rows, theatre = view, settlements.theatre
    actor, actors = coded(rows["actor"])
    label = np.array([theatre.holder(a) for a in actors])
    certainty, words = coded(rows["certainty"])
    sure = np.array([CERTAINTIES.index(w) if w in CERTAINTIES else 0 for w in words])
    place, ids = coded(rows["place"])
    where = np.array([settlements.position.get(i, -1) for i in ids])
    published = _published(rows)
    speakers = _speakers(rows, theatre)
    return ClaimTable(
        rows=rows,
        day=_days(rows, published),
        published=published,
        place=_looked_up(where, place),
        label=_looked_up(label, actor),
        kind=_kinds(rows),
        voice=speakers.voice,
        stands=speakers.stands,
        certainty=_looked_up(sure, certainty),
        disputed=marked(rows, "disputed"),
        voices=speakers.voices,
        sides=speakers.sides,
    )


def _kinds(rows: pa.Table) -> Numbers:
    """The kind of each claim, as a position among the strengths."""
    table = strengths()
    event, events = coded(_event(rows, table))
    relation, relations = coded(_relation(rows))
    status, statuses = coded(_status(rows))
    polarity, polarities = coded(rows["polarity"])
    direct = marked(rows, "object").astype(np.int32)
    return _by_combination(
        (event, relation, status, polarity, direct),
        lambda e, r, s, p, d: table.kind_of(
            events[e], relations[r], statuses[s], polarities[p], direct=bool(d)
        ),
    )


@dataclass(frozen=True, eq=False)
class _Speakers:
    """Who speaks in each row and how they stand to the acting side; voices with their sides."""

    voice: Numbers
    stands: Numbers
    voices: tuple[str, ...]
    sides: tuple[str, ...]


def _speakers(rows: pa.Table, theatre: Theatre) -> _Speakers:
    # Who is cited as nobody in a forward is cited by the one whose words it passes on.
    has_origin = "origin" in rows.column_names
    cited = pc.coalesce(rows["origin"], rows["source"]) if has_origin else rows["source"]
    source, sources = coded(cited)
    speaker, speakers = coded(rows["speaker"])
    actor, actors = coded(rows["actor"])
    target, targets = coded(rows["target"])
    known, several = Voices(theatre), len(theatre.labels) > _TWO_SIDES
    pairs = {
        (a, b): known.of(sources[a], speakers[b])
        for a, b in set(zip(source.tolist(), speaker.tolist(), strict=True))
    }
    voices = tuple(sorted({group for group, _ in pairs.values()}))
    number = {name: k for k, name in enumerate(voices)}
    side_of = dict(sorted(pairs.values()))
    voice = _by_combination((source, speaker), lambda a, b: number[pairs[a, b][0]])
    stands = _by_combination(
        (source, speaker, actor, target),
        lambda a, b, c, d: STANDINGS.index(
            standing(pairs[a, b][1], actors[c], targets[d], several=several)
        ),
    )
    return _Speakers(voice, stands, voices, tuple(side_of[v] for v in voices))


def _looked_up(values: npt.NDArray[np.int64], codes: Numbers) -> Numbers:
    """The value of each row's code."""
    return values.astype(np.int32)[codes] if len(codes) else codes


def _event(rows: pa.Table, table: Strengths) -> pa.ChunkedArray:
    """Events, with "in control of" a hold even where the reader calls it a capture."""
    words = pc.fill_null(rows["trigger"], "")
    standing_words = pa.array(
        [w for w in pc.unique(words).to_pylist() if table.stands(w)], pa.string()
    )
    held = pc.and_(pc.equal(rows["event"], "capture"), pc.is_in(words, value_set=standing_words))
    return pc.if_else(held, "hold", rows["event"])


def _status(rows: pa.Table) -> pa.ChunkedArray:
    """Status, with an aim ("efforts to seize X") never a fact, whatever the reader's model makes
    of it.
    """
    aim = marked(rows, "aim") & among(rows, "event", "capture", "withdraw")
    return pc.if_else(pa.array(aim), "future", rows["status"])


def _relation(rows: pa.Table) -> pa.ChunkedArray:
    part = pc.fill_null(pc.less(rows["extent"], _PART), False)
    return pc.if_else(part, "part", pc.fill_null(rows["relation"], ""))


def _by_combination(columns: tuple[Numbers, ...], value: Any) -> Numbers:
    """A number for each row, found once for each combination of its columns."""
    rows, inverse = distinct(columns)
    out: Numbers = np.array([value(*row) for row in rows.tolist()], dtype=np.int32)[inverse]
    return out


def _published(rows: pa.Table) -> Numbers:
    said = pc.fill_null(
        rows["published_utc"].cast(pa.timestamp("s", "UTC")).cast(pa.int64()), UNKNOWN * 86400
    )
    out: Numbers = (said.to_numpy(zero_copy_only=False).astype(np.int64) // 86400).astype(np.int32)
    return out


def _days(rows: pa.Table, published: Numbers) -> Numbers:
    """The day that a claim speaks of: the last of its interval, or of publication if that is
    earlier or the claim looks ahead.
    """
    end = (
        pc.fill_null(rows["end"].cast(pa.int32()), UNKNOWN)
        .to_numpy(zero_copy_only=False)
        .astype(np.int64)
    )
    known = (end > _YEARS[0]) & (end < _YEARS[1])
    ahead = ~among(rows, "status", "actual")
    day = np.where(known, end, published)
    day = np.where((published != UNKNOWN) & (ahead | (day > published)), published, day)
    out: Numbers = day.astype(np.int32)
    return out

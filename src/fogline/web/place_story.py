"""A place's story: its chapters, what each side said beside what came true, and the documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from typing import TypedDict, cast
from weakref import WeakKeyDictionary

import pyarrow as pa

from fogline.claim_text import circumstances
from fogline.control import Control
from fogline.ledger import DocumentRow
from fogline.sources import cases, compare
from fogline.web.claims_view import PlaceFacts, place_facts, rows_about
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.links import safe_link
from fogline.web.place_chapters import ChapterRecord, chapter_records, days_told
from fogline.web.serializers import (
    ClaimRecord,
    UnknownTextRecord,
    claim_record,
    unknown_text_records,
)
from fogline.web.sources_view import OutcomeRecord

# Judged claims of a side that are told, the latest; documents whose links are told.
_SAID, _DOCUMENTS = 40, 40
# Characters of the longest post of Telegram. All links of a post are told, of a longer text those
# of the claim's paragraph.
_POST = 4096
_LINK = re.compile(r"https?://[^\s<>\"'\[\]{}|\\^`]+")
_AFTER_LINK = ".,;:!?)»”’"
Documents = Callable[[str], DocumentRow]
# What came of each side's claims, and where two differ, by estimate; it goes with the estimate.
_Rows = list[dict[str, object]]
_KEPT: WeakKeyDictionary[Control, dict[tuple[str, ...], _Rows]] = WeakKeyDictionary()


class SaidRecord(OutcomeRecord):
    """A claim about the place with what came of it, judged without all that its side says."""

    claim: ClaimRecord


_OF_OUTCOME = tuple(OutcomeRecord.__annotations__)
# Claims that stand apart so are no fault of who said them.
MISREAD = "may be misread"


class SideRecord(TypedDict):
    """What a side's speakers said of the place; no ``side`` for those who speak for none.

    ``counts`` are by outcome, those apart that may be misread; ``more`` are claims that say nothing
    of who holds it.
    """

    side: str
    said: list[SaidRecord]
    total: int
    counts: Mapping[str, int]
    more: int


class DifferenceRecord(TypedDict):
    """Days on which the speakers of two sides, each side's alone, name other holders; ``ended`` is
    the estimate of all a week after.
    """

    one_side: str
    two_side: str
    start: date
    end: date
    days: int
    one: str
    two: str
    ended: str


class PaperRecord(TypedDict):
    """A document behind the story, with its address and the addresses that it gives itself."""

    id: str
    name: str
    source: str
    published: str
    link: str
    circumstances: list[str]
    links: list[str]


class StoryRecord(TypedDict):
    """Who held a place when, what each side said of it beside what came true, and the documents.

    ``told`` are the days on which somebody published a claim about it.
    """

    place: PlaceFacts
    claims: int
    first: date
    last: date
    states: list[str]
    rests_on: str
    told: list[date]
    chapters: list[ChapterRecord]
    sides: list[SideRecord]
    differences: list[DifferenceRecord]
    documents: list[PaperRecord]
    unknown_texts: list[UnknownTextRecord]


def story(
    snapshot: LedgerSnapshot, control: Control, name: str, documents: Documents, source: str = ""
) -> StoryRecord:
    """The story of a place."""
    at = control.find(name)
    rows = rows_about(snapshot, control, at)
    chapters = chapter_records(snapshot, control, at, rows)
    sides = _sides(snapshot, control, at)
    shown = [r["claim"] for c in chapters for r in (*c["supporting"], *c["opposing"])]
    shown += [s["claim"] for side in sides for s in side["said"]]
    return {
        "place": place_facts(control.places[at]),
        "claims": len(rows),
        "first": control.first,
        "last": control.last,
        "states": list(control.states),
        "rests_on": control.rests_on,
        "told": days_told(snapshot, rows),
        "chapters": chapters,
        "sides": sides,
        "differences": _differences(control, at, [s["side"] for s in sides if s["said"]]),
        "documents": _papers(shown, documents),
        "unknown_texts": unknown_text_records(snapshot.unknown_texts, source),
    }


def _sides(snapshot: LedgerSnapshot, control: Control, at: int) -> list[SideRecord]:
    """The sides of which somebody speaks of the place, in the theatre's order; nobody's last."""
    claims = control.claims
    spoken = Counter(claims.sides[v] for v in claims.voice[claims.place == at].tolist())
    order = [side for side in (*control.theatre.labels, "") if side in spoken]
    return [_side(snapshot, control, at, side, spoken[side]) for side in order]


def _side(
    snapshot: LedgerSnapshot, control: Control, at: int, side: str, spoken: int
) -> SideRecord:
    place = control.places[at].id
    judged = _kept(control, (side,), partial(cases, control, side, by="side"))
    found = [row for row in judged if row["place"] == place][::-1]
    every = snapshot.with_copies
    told = {
        r.id: claim_record(r, snapshot.theatre)
        for r in every.claims([every.row_of[str(row["claim"])] for row in found[-_SAID:]])
    }
    return {
        "side": side,
        "said": [
            cast(SaidRecord, {**{n: row[n] for n in _OF_OUTCOME}, "claim": told[str(row["claim"])]})
            for row in found[-_SAID:]
        ],
        "total": len(found),
        "counts": Counter(_end(row) for row in found),
        "more": spoken - len(found),
    }


def _end(row: Mapping[str, object]) -> str:
    """What came of a claim, or that it may be misread, which is no sure end."""
    return str(row["apart"] if row["apart"] == MISREAD else row["outcome"])


def _differences(control: Control, at: int, sides: Sequence[str]) -> list[DifferenceRecord]:
    """Where the speakers of two sides differ about the place, the first day first."""
    found = []
    for one, two in combinations((side for side in sides if side), 2):
        differ = partial(compare, control, one, two, by="side")
        for row in _kept(control, (one, two), differ):
            if row["id"] == control.places[at].id:
                told = {**row, "one_side": one, "two_side": two}
                names = DifferenceRecord.__annotations__
                found.append(cast(DifferenceRecord, {n: told[n] for n in names}))
    return sorted(found, key=lambda d: d["start"])


def _kept(control: Control, of: tuple[str, ...], work_out: Callable[[], pa.Table]) -> _Rows:
    """Rows about all places, worked out once an estimate."""
    kept = _KEPT.setdefault(control, {})
    if of not in kept:
        kept[of] = work_out().to_pylist()
    return kept[of]


def _papers(claims: Sequence[ClaimRecord], documents: Documents) -> list[PaperRecord]:
    """The documents of some claims, the first published first."""
    by_document: dict[str, list[ClaimRecord]] = {}
    for claim in sorted(claims, key=lambda c: (c["published_utc"] or "", c["document"])):
        by_document.setdefault(claim["document"], []).append(claim)
    return [_paper(documents(id), told) for id, told in list(by_document.items())[:_DOCUMENTS]]


def _paper(document: DocumentRow, claims: Iterable[ClaimRecord]) -> PaperRecord:
    sentences = ["".join(p["text"] for p in claim["pieces"]) for claim in claims]
    return {
        "id": document.id,
        "name": document.title or document.name or document.id,
        "source": document.source or "",
        "published": document.published or "",
        "link": safe_link(document.url),
        "circumstances": circumstances(
            document.published, document.origin, document.written, document.stated, document.edited
        ),
        "links": links_in(document.text, sentences),
    }


def links_in(text: str, sentences: Sequence[str]) -> list[str]:
    """The addresses (http, https) in a post, or in the paragraphs of some sentences of a text."""
    parts = [text]
    if len(text) > _POST:
        firsts = [s.strip().split("\n", 1)[0] for s in sentences]
        parts = [p for p in text.split("\n") if any(s and s in p for s in firsts)]
    found = (m.rstrip(_AFTER_LINK) for part in parts for m in _LINK.findall(part))
    return [link for link in dict.fromkeys(found) if safe_link(link)]

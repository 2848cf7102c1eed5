"""A text cut at the edges of its marks, so that it can be shown marked and never becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TypedDict, cast

from fogline.model import ClaimRow


@dataclass(frozen=True)
class Mark:
    """Characters ``start`` to ``end`` of a text, and what they are.

    ``kind`` is trigger, cue, loaded or place; ``claims`` are the ids of the claims they belong to.
    """

    start: int
    end: int
    kind: str
    note: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A part of a text with the marks that cover it; joined, the segments are the text.

    ``note`` are neutral words for a loaded term that ends here, ``roles`` the roles of the cues
    that end here, ``begins`` the claims whose trigger begins here.
    """

    text: str
    kinds: tuple[str, ...] = ()
    note: str = ""
    roles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


class SegmentRecord(TypedDict):
    """A :class:`Segment` as it is served."""

    text: str
    kinds: Sequence[str]
    note: str
    roles: Sequence[str]
    claims: Sequence[str]
    begins: Sequence[str]


def split_at_marks(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """The segments of a text; marks that do not lie in it are left out."""
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    beginning: dict[int, list[Mark]] = {}
    for mark in inside:
        beginning.setdefault(mark.start, []).append(mark)
    open_marks: list[Mark] = []
    out = []
    for start, end in pairwise(edges):
        open_marks = [m for m in open_marks if m.end > start] + beginning.get(start, [])
        out.append(_segment(text[start:end], start, end, open_marks))
    return out


def _segment(text: str, start: int, end: int, covering: Sequence[Mark]) -> Segment:
    ending = [m for m in covering if m.note and m.end == end]
    begun = [m for m in covering if m.start == start and m.kind == "trigger"]
    return Segment(
        text,
        kinds=tuple(dict.fromkeys(m.kind for m in covering)),
        note="; ".join(dict.fromkeys(m.note for m in ending if m.kind == "loaded")),
        roles=tuple(dict.fromkeys(m.note for m in ending if m.kind == "cue")),
        claims=tuple(dict.fromkeys(c for m in covering for c in m.claims)),
        begins=tuple(c for m in begun for c in m.claims),
    )


def segment_records(text: str, marks: Sequence[Mark]) -> list[SegmentRecord]:
    """The segments of a text as they are served."""
    return [cast(SegmentRecord, asdict(s)) for s in split_at_marks(text, marks)]


def marks_of(row: ClaimRow, offset: int = 0) -> list[Mark]:
    """The marks of a claim in a text that begins ``offset`` characters into its document.

    They are its trigger, its cues and the loaded terms.
    """
    out = [Mark(row.trigger_start - offset, row.trigger_end - offset, "trigger", claims=(row.id,))]
    out += [Mark(c.span.start - offset, c.span.end - offset, "cue", c.role) for c in row.cues]
    out += [
        Mark(w.span.start - offset, w.span.end - offset, "loaded", w.neutral) for w in row.wording
    ]
    return out

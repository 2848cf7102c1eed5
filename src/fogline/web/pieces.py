"""A text cut at every edge of its marks, so that it can be shown with them and never becomes markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Mark:
    """Characters of a text, ``start`` to ``end``: what they are (trigger, cue, loaded, place), a note, and the claims they belong to."""

    start: int
    end: int
    kind: str
    note: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some of the text with the marks that cover it; joined, the pieces are the text.

    ``note`` are neutral words for a loaded term that ends here, ``roles`` what the cues that end here are for.
    """

    text: str
    kinds: tuple[str, ...] = ()
    note: str = ""
    roles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def cut(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The pieces of a text. ``begins`` are the claims whose trigger begins there."""
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    begins: dict[int, list[Mark]] = {}
    for mark in inside:
        begins.setdefault(mark.start, []).append(mark)
    open_marks: list[Mark] = []
    out = []
    for start, end in pairwise(edges):
        open_marks = [m for m in open_marks if m.end > start] + begins.get(start, [])
        claims = tuple(dict.fromkeys(c for m in open_marks for c in m.claims))
        ending = [m for m in open_marks if m.note and m.end == end]
        notes = "; ".join(dict.fromkeys(m.note for m in ending if m.kind == "loaded"))
        roles = tuple(dict.fromkeys(m.note for m in ending if m.kind == "cue"))
        kinds = tuple(dict.fromkeys(m.kind for m in open_marks))
        out.append(
            Piece(
                text[start:end],
                kinds,
                notes,
                roles,
                claims,
                tuple(c for m in begins.get(start, []) if m.kind == "trigger" for c in m.claims),
            )
        )
    return out


def marks_of(row: dict[str, Any], shift: int = 0) -> list[Mark]:
    """The marks of a claim: its trigger, its cues and the loaded terms, ``shift`` characters further to the front."""
    out = [
        Mark(
            row["trigger_start"] - shift, row["trigger_end"] - shift, "trigger", claims=(row["id"],)
        )
    ]
    out += [
        Mark(c["start"] - shift, c["end"] - shift, "cue", c["role"])
        for c in json.loads(row["cues"] or "[]")
    ]
    out += [
        Mark(w["start"] - shift, w["end"] - shift, "loaded", w["neutral"])
        for w in json.loads(row["wording"] or "[]")
    ]
    return out

"""Claims without the sentences that they were read from, for those who may not show texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

import pyarrow as pa

from fogline.ledger import DocumentRow

# How the place ids of maps' polygons begin: such a claim is bound to coordinates, which the
# estimate needs.
_MAP = "map:"
# What stands for the words between two marked ones.
_GAP = " … "


def quoted(place: str | None, sentence: str | None) -> str:
    """The words that a claim quotes: none where it is bound to the coordinates of a map."""
    return "" if (place or "").startswith(_MAP) else sentence or ""


def without_texts(view: pa.Table) -> pa.Table:
    """A view whose sentences are blank but for the words that mark a claim.

    Those are its trigger, its cues and its loaded terms. They keep their places, so that marks
    still fit.
    """
    names = ("place", "sentence", "sentence_start", "trigger", "trigger_start", "cues", "wording")
    rows = view.select(names).to_pylist()
    masked = [_masked(r) for r in rows]
    at = view.schema.get_field_index("sentence")
    return view.set_column(at, view.schema.field(at), pa.array(masked, view.schema.field(at).type))


def without_text(document: DocumentRow) -> DocumentRow:
    """A document without its text, and without the text that it answers."""
    return replace(document, text="", context=None)


def _masked(row: dict[str, Any]) -> str | None:
    sentence: str | None = row["sentence"]
    if not sentence or not quoted(row["place"], sentence):
        return sentence
    out = [" "] * len(sentence)
    end = 0
    for start, words in sorted(_marked(row)):
        at = start - row["sentence_start"]
        if at < 0 or at + len(words) > len(sentence):
            continue
        if at - end >= len(_GAP):
            out[end : end + len(_GAP)] = _GAP
        out[at : at + len(words)] = words
        end = max(end, at + len(words))
    return "".join(out)


def _marked(row: dict[str, Any]) -> Iterable[tuple[int, str]]:
    marks = chain(json.loads(row["cues"] or "[]"), json.loads(row["wording"] or "[]"))
    return chain([(row["trigger_start"], row["trigger"])], ((m["start"], m["text"]) for m in marks))

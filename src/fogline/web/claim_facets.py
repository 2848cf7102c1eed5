"""Facets of a list of claims: the values of its columns with their counts, each a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np

from fogline.web.claim_columns import (
    BANDS,
    INDEPENDENT,
    REVIEWS,
    STANDINGS,
    UNATTRIBUTED,
    WORDS,
)
from fogline.web.claim_filter import CODED, ClaimFilter, ClaimPageQuery, together
from fogline.web.ledger_snapshot import LedgerSnapshot, Mask
from fogline.web.texts import certainty_words, event_labels, text

# The facets in the order of the page, and values that stand open; the others are behind "more".
NAMES = (
    "event", "actor", "standing", "word", "certainty", "voice", "region", "source", "band",
    "review",
)  # fmt: skip
_OPEN, _MOST = 8, 60
# Facets whose values keep their own order; the others have the most frequent first.
_ORDERED: Mapping[str, tuple[str, ...]] = {
    "standing": STANDINGS,
    "word": WORDS,
    "band": BANDS,
    "review": REVIEWS,
}
# Facets whose values have words of their own, with what their keys begin with.
_OWN_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "standing": ("", STANDINGS),
    "word": ("word_", WORDS),
    "voice": ("", (INDEPENDENT, UNATTRIBUTED)),
    "band": ("band_", BANDS),
    "review": ("", REVIEWS),
    "placing": ("", ("located", "ambiguous", "unknown")),
}
# Values that go without a word elsewhere.
_PLAIN: Mapping[str, tuple[str, ...]] = {"status": ("actual",), "polarity": ("positive",)}


class FacetValue(NamedTuple):
    """A value with the number of claims that have it, and the address that adds or removes it."""

    words: str
    claims: int
    href: str
    chosen: bool


class Facet(NamedTuple):
    """A column's values: those that stand open, and the others."""

    name: str
    values: list[FacetValue]
    more: list[FacetValue]


def address(
    asked: ClaimPageQuery, changed: Mapping[str, object] | None = None, path: str = "/claims"
) -> str:
    """The address of a list with some of its parts changed; it begins with the first page."""
    parts: dict[str, object] = {**asked.by_name(), "sort": asked.sort, "column": asked.column}
    query = urlencode({n: v for n, v in {**parts, **(changed or {})}.items() if v}, doseq=True)
    return f"{path}?{query}" if query else path


def facets(
    snapshot: LedgerSnapshot, asked: ClaimPageQuery, masks: Mapping[str, Mask]
) -> list[Facet]:
    """What the claims that meet the conditions have in common.

    The values of a condition that is given are counted without it, so that another can be chosen.
    ``masks`` are those of the conditions in ``asked.searched(snapshot)``.
    """
    searched = asked.searched(snapshot)
    found = []
    for name in NAMES:
        if name == "review":
            counts = _review_counts(snapshot, asked, masks)
        elif name == "source" and searched is not snapshot.with_copies:
            # Each publisher's own prints, as its link shows them.
            counts = _counts(snapshot.with_copies, asked, name)
        else:
            counts = _counted(searched, masks, name)
        found.append(_facet(asked, name, counts))
    return [f for f in found if f.values]


def _counts(snapshot: LedgerSnapshot, asked: ClaimFilter, name: str) -> dict[str, int]:
    return _counted(snapshot, asked.masks(snapshot), name)


def _counted(snapshot: LedgerSnapshot, masks: Mapping[str, Mask], name: str) -> dict[str, int]:
    column = snapshot.columns.coded(CODED.get(name, name))
    rows = together(masks, snapshot.rows.num_rows, but=name)
    counts = np.bincount(column.codes[rows], minlength=len(column.values))
    return {v: int(n) for v, n in zip(column.values, counts, strict=True) if v and n}


def _review_counts(
    snapshot: LedgerSnapshot, asked: ClaimFilter, masks: Mapping[str, Mask]
) -> dict[str, int]:
    """By what people made of the claims; the rejected ones stand apart."""
    others = asked.model_copy(update={"review": ""})
    if asked.review == "rejected":
        counts = _counts(others.searched(snapshot), others, "review")
    else:
        counts = _counted(asked.searched(snapshot), masks, "review")
    if snapshot.rejected:
        counts |= _counts(snapshot.rejected, others, "review")
    return counts


def _facet(asked: ClaimPageQuery, name: str, counts: Mapping[str, int]) -> Facet:
    given = asked.by_name().get(name, ())
    counts = {**dict.fromkeys(given, 0), **counts}
    if name in _ORDERED:
        order = [v for v in _ORDERED[name] if v in counts]
    else:
        order = sorted(counts, key=lambda v: (v not in given, -counts[v], v))
    words = facet_words(name)
    values = [_value(asked, name, v, words.get(v, v), counts[v]) for v in order[:_MOST]]
    return Facet(name, values[:_OPEN], values[_OPEN:])


def _value(asked: ClaimPageQuery, name: str, value: str, words: str, count: int) -> FacetValue:
    given = asked.by_name().get(name, ())
    chosen = value in given
    if name == "review":
        after: tuple[str, ...] = () if chosen else (value,)
    else:
        after = tuple(v for v in given if v != value) if chosen else (*given, value)
    return FacetValue(words, count, address(asked, {name: after}), chosen)


def facet_words(name: str) -> Mapping[str, str]:
    """The words for a facet's values; publishers, regions and sides speak for themselves."""
    if name == "event":
        return event_labels()
    if name in _OWN_WORDS:
        lead, values = _OWN_WORDS[name]
        return {v: text("claims", lead + v.replace(".", "")) for v in values}
    return {**certainty_words()} | {v: text("claims", v) for v in _PLAIN.get(name, ())}

"""The page that lists claims: a table with its facets, columns, order, pages and downloads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fogline.web.claim_columns import Coded
from fogline.web.claim_facets import address, facet_words, facets
from fogline.web.claim_filter import ClaimPageQuery, together
from fogline.web.error_responses import Problem
from fogline.web.ledger_snapshot import LedgerSnapshot, Numbers
from fogline.web.serializers import ClaimRecord, claim_record, unknown_text_records
from fogline.web.template_rendering import render
from fogline.web.texts import text

# Claims on a page, and speakers that the filter suggests, those with most claims.
PER_PAGE, _SPEAKERS = 50, 60
# The columns that a table can have; "sentence" is a line below the others.
COLUMNS = (
    "day", "event", "who", "place", "region", "speaker", "publisher", "published", "tone",
    "standing", "word", "score", "review", "copies", "reader", "id", "sentence",
)  # fmt: skip
SHOWN = (
    "day", "event", "who", "place", "speaker", "tone", "standing", "score", "review", "sentence",
)  # fmt: skip
UNSORTED = ("sentence",)
# Columns that a first click sorts downward.
_DOWNWARD = ("day", "published", "score", "copies")
# Conditions that a form sends; the others are links.
FIELDS = ("text", "place", "speaker", "since", "until", "as_of")
FORMS = ("csv", "json", "parquet", "geojson")


class Heading(NamedTuple):
    """A column's head: its name, how it is sorted now, and the address that sorts by it."""

    name: str
    sorted: str
    href: str


class Condition(NamedTuple):
    """A condition that is given, in words, and the address without it."""

    name: str
    words: str
    href: str


class Row(NamedTuple):
    """A claim of the table, with what follows from several of its columns."""

    claim: ClaimRecord
    standing: str
    voice: str
    word: str


def claims_page(snapshot: LedgerSnapshot, asked: ClaimPageQuery, *, review: bool = False) -> bytes:
    """The claims that meet the conditions, a page of them; ``review`` says whether they can be
    judged here.

    Raises:
        Problem: a value that can't be, or a page that is not there.
    """
    _check(asked)
    searched = asked.searched(snapshot)
    asked.check(snapshot)
    masks = asked.masks(searched)
    numbers = _sorted(searched, np.flatnonzero(together(masks, searched.rows.num_rows)), asked)
    pages, page = -(-len(numbers) // PER_PAGE), asked.page
    if page > max(1, pages):
        raise Problem(404, f"page {page}", f"there are {pages} of these claims", "see the first")
    shown = numbers[(page - 1) * PER_PAGE : page * PER_PAGE]
    columns = [n for n in COLUMNS if n in (asked.column or SHOWN)]
    sources = asked.source[0] if len(asked.source) == 1 else ""
    return render(
        "claims",
        asked=asked,
        total=len(numbers),
        rows=_rows(searched, shown),
        columns=columns,
        headings=[_heading(asked, n) for n in columns if n not in UNSORTED],
        every=COLUMNS,
        facets=facets(snapshot, asked, masks),
        conditions=_conditions(asked),
        kept=_kept(asked, FIELDS),
        kept_by_columns=_kept(asked, ("column",)),
        speakers=snapshot.speakers[:_SPEAKERS],
        unknown_texts=unknown_text_records(snapshot.unknown_texts, sources),
        downloads=[(form, address(asked, {"column": ()}, f"/claims.{form}")) for form in FORMS],
        query=asked.query(),
        page=page,
        pages=pages,
        before=address(asked, {"page": page - 1 if page > 2 else 0}) if page > 1 else "",
        after=address(asked, {"page": page + 1}) if page < pages else "",
        last=address(asked, {"page": pages}) if page < pages - 1 else "",
        review=review,
    )


def selection(snapshot: LedgerSnapshot, asked: ClaimPageQuery) -> Numbers:
    """Row numbers of the claims that meet the conditions, in the order that is asked for; of
    ``asked.searched(snapshot)``.

    Raises:
        Problem: a value that can't be.
    """
    _check(asked)
    searched = asked.searched(snapshot)
    return _sorted(searched, asked.rows(searched), asked)


def _sorted(searched: LedgerSnapshot, found: Numbers, asked: ClaimPageQuery) -> Numbers:
    return searched.columns.order(found, asked.sort) if asked.sort else found


def _check(asked: ClaimPageQuery) -> None:
    sortable = [n for n in COLUMNS if n not in UNSORTED]
    if asked.sort and asked.sort.removeprefix("-") not in sortable:
        advice = f"give one of {', '.join(sortable)}, with - before it for the other direction"
        raise Problem(422, f"sort {asked.sort!r}", "no column of this name is sorted", advice)
    for name in asked.column:
        if name not in COLUMNS:
            advice = f"give some of {', '.join(COLUMNS)}"
            raise Problem(422, f"column {name!r}", "the table has none of this name", advice)


def _heading(asked: ClaimPageQuery, name: str) -> Heading:
    up, down = name, f"-{name}"
    first, second = (down, up) if name in _DOWNWARD else (up, down)
    # Three clicks: one way, the other way, as it was.
    after = {first: second, second: ""}.get(asked.sort, first)
    words = {up: "ascending", down: "descending"}.get(asked.sort, "")
    return Heading(name, words, address(asked, {"sort": after}))


def _conditions(asked: ClaimPageQuery) -> list[Condition]:
    """The conditions that are given, each with the address without it."""
    found = []
    for name, values in asked.by_name().items():
        words = facet_words(name)
        for value in values:
            left = tuple(v for v in values if v != value)
            changed = left if isinstance(getattr(asked, name), tuple) else ""
            label = text("claims", name)
            href = address(asked, {name: changed})
            found.append(Condition(label, words.get(value, value), href))
    return found


def _kept(asked: ClaimPageQuery, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """What a form keeps of the address beside its own fields."""
    parts: dict[str, tuple[str, ...]] = {
        **asked.by_name(),
        "sort": (asked.sort,),
        "column": asked.column,
    }
    return [(n, v) for n, vs in parts.items() if n not in without for v in vs if v]


def _rows(snapshot: LedgerSnapshot, numbers: Numbers) -> list[Row]:
    columns = snapshot.columns
    derived: list[Coded] = [columns.coded(n) for n in ("standing", "voice", "word")]
    return [
        Row(claim_record(row, snapshot.theatre), *(c.values[c.codes[k]] for c in derived))
        for k, row in zip(numbers, snapshot.claims(numbers), strict=True)
    ]

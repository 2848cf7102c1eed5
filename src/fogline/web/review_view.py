"""What reviewers need and made: vocabulary, places, figures of agreement, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import sqrt
from typing import NamedTuple, TypedDict

import numpy as np

from fogline.control import Control, NoReasonsError, weigh
from fogline.ledger import Judgement, Ledger
from fogline.model import POLARITIES, STATUSES, ClaimRow, event_types
from fogline.web.claim_columns import BANDS
from fogline.web.claim_facets import facet_words
from fogline.web.ledger_snapshot import LedgerSnapshot, Numbers, day_number
from fogline.web.places_view import meant
from fogline.web.serializers import ClaimRecord, claim_record

# Places that a search for one lists.
_PLACES = 12
# Of the unreviewed claims of a kind, so many with the lowest scores are weighed; and listed in all.
_WEIGHED, _LISTED = 200, 25
# The normal quantile of a 90 % interval.
_Z = 1.645


class VocabularyRecord(TypedDict):
    """The values that a correction may give, each with its words, by field."""

    event: list[tuple[str, str]]
    actor: list[tuple[str, str]]
    target: list[tuple[str, str]]
    status: list[tuple[str, str]]
    polarity: list[tuple[str, str]]


class PlaceRecord(TypedDict):
    """A place of the gazetteer."""

    id: str
    name: str
    region: str
    kind: str


class Reviewer(NamedTuple):
    """What one person said: claims by their last verdict, and the day of the last one."""

    name: str
    claims: int
    last: str
    accepted: int
    corrected: int
    rejected: int


class Band(NamedTuple):
    """Reviewed claims whose score lies in a band, and how many of them were accepted as read.

    ``low`` and ``high`` are the ends of the share's 90 % interval (Wilson).
    """

    name: str
    claims: int
    mean: float
    accepted: int
    corrected: int
    rejected: int
    low: float
    high: float


class Queued(NamedTuple):
    """A claim to review: how much it moves the odds of who holds its place, and that place."""

    claim: ClaimRecord
    nats: float
    place: str


def vocabulary(snapshot: LedgerSnapshot) -> VocabularyRecord:
    """The values that a correction may give."""
    sides = [(b.label, b.name) for b in snapshot.theatre.belligerents]
    status, polarity = facet_words("status"), facet_words("polarity")
    return {
        "event": [(name, kind.label) for name, kind in event_types().items()],
        "actor": sides,
        "target": sides,
        "status": [(v, status.get(v, v)) for v in STATUSES],
        "polarity": [(v, polarity.get(v, v)) for v in POLARITIES],
    }


def places(snapshot: LedgerSnapshot, words: str) -> list[PlaceRecord]:
    """The places that a name may mean, the likeliest first; those that claims name come first."""
    known = {m.place.id: m.place for m in meant(snapshot, words)}
    return [
        {"id": p.id, "name": p.name, "region": p.region or "", "kind": p.kind}
        for p in list(known.values())[:_PLACES]
    ]


def state_of(snapshot: LedgerSnapshot, claim: str) -> str:
    """What people made of a claim: accepted, corrected, rejected, or open."""
    if snapshot.rejected and claim in snapshot.rejected.row_of:
        return "rejected"
    known = snapshot.with_earlier_texts
    if claim not in known.row_of:
        return "open"
    return known.rows["judged"][known.row_of[claim]].as_py() or "open"


class Figures(NamedTuple):
    """The figures of the page."""

    total: int
    reviewed: int
    people: list[Reviewer]
    bands: list[Band]
    agreement: Sequence[object]
    pairs: Sequence[object]


def figures(snapshot: LedgerSnapshot, ledger: Ledger) -> Figures:
    """Who judged, how often the reader was right by its own score, and how far people agree."""
    said = ledger.review.standing()
    bands = _bands(snapshot)
    every = snapshot.with_earlier_texts.rows.num_rows
    every += snapshot.rejected.rows.num_rows if snapshot.rejected else 0
    return Figures(
        total=every,
        reviewed=sum(b.claims for b in bands),
        people=_people(said),
        bands=bands,
        agreement=[a for a in ledger.agreement() if a.claims] if said else [],
        pairs=ledger.review.pairs(),
    )


def _people(said: Iterable[Judgement]) -> list[Reviewer]:
    verdicts: dict[str, dict[str, str]] = {}
    last: dict[str, str] = {}
    words = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
    for j in said:
        own = verdicts.setdefault(j.who, {})
        kept = own.get(j.claim) == "corrected" and j.verdict == "accept"
        own[j.claim] = "corrected" if kept else words[j.verdict]
        last[j.who] = j.at[:10]
    found = []
    for who, own in verdicts.items():
        counts = Counter(own.values())
        of_each = (counts[word] for word in words.values())
        found.append(Reviewer(who, len(own), last[who], *of_each))
    return sorted(found, key=lambda r: (-r.claims, r.name))


def _bands(snapshot: LedgerSnapshot) -> list[Band]:
    """The reviewed claims by band of their score."""
    parts = [p for p in (snapshot.with_earlier_texts, snapshot.rejected) if p]
    codes = [p.columns.coded("band").codes for p in parts]
    band = np.concatenate(codes)
    score = np.concatenate([p.rows["score"].to_numpy() for p in parts])
    reviews = [p.columns.coded("review") for p in parts]

    def are(word: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.concatenate([r.among((word,)) for r in reviews])

    verdicts = [are(word) for word in ("accepted", "corrected", "rejected")]
    found = []
    for k, name in enumerate(BANDS):
        right, corrected, rejected = (int((v & (band == k)).sum()) for v in verdicts)
        total = right + corrected + rejected
        if total:
            judged = np.logical_or.reduce(verdicts) & (band == k)
            ends = _interval(right, total)
            mean = float(score[judged].mean())
            found.append(Band(name, total, mean, right, corrected, rejected, *ends))
    return found


def _interval(hits: int, total: int) -> tuple[float, float]:
    """The 90 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    share, z2 = hits / total, _Z**2
    middle = share + z2 / (2 * total)
    half = _Z * sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return (middle - half) / (1 + z2 / total), (middle + half) / (1 + z2 / total)


def queue(snapshot: LedgerSnapshot, control: Control) -> list[Queued]:
    """Unreviewed claims: those that two readers read differently first, and among both kinds those
    whose chance of a misreading times what they move is highest.
    """
    weights: dict[tuple[str, date], dict[str, float]] = {}

    def nats(row: ClaimRow) -> float:
        if row.place not in control.position or not row.end:
            return 0.0
        key = str(row.place), min(max(row.end, control.first), control.last)
        if key not in weights:
            weights[key] = _weights(control, *key)
        return abs(weights[key].get(row.id, 0.0))

    rows = [(row, nats(row)) for row in snapshot.claims(_doubtful(snapshot))]
    found = [(row, moves) for row, moves in rows if moves or row.is_disputed]
    found.sort(key=lambda f: (not f[0].is_disputed, -(1 - f[0].score) * f[1], f[0].id))
    return [
        Queued(claim_record(row, snapshot.theatre), moves, row.place or "")
        for row, moves in found[:_LISTED]
    ]


def _weights(control: Control, place: str, day: date) -> dict[str, float]:
    try:
        return {r.claim.id: r.nats for r in weigh(control, place).on(day).reasons}
    except NoReasonsError:
        return {}


def _doubtful(snapshot: LedgerSnapshot) -> Numbers:
    """Unreviewed claims with the lowest scores: those that two readers read differently, and of the
    others those about control at a place.
    """
    told = [n for n, kind in event_types().items() if kind.sign or kind.territorial or kind.combat]
    wanted = {"event": told, "place_status": ("located",), "standing": ("happened",)}
    columns, disputed = snapshot.columns, snapshot.disputed
    unreviewed = columns.coded("review").among(("open",))
    about = ~disputed & (snapshot.start > day_number(date.min))
    for name, values in wanted.items():
        about &= columns.coded(name).among(values)
    return np.concatenate(
        [
            columns.order(np.flatnonzero(unreviewed & kind), "score")[:_WEIGHED]
            for kind in (disputed, about)
        ]
    )

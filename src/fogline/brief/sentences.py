"""Sentences of a brief from claims that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from fogline import claim_text
from fogline.brief.brief import Sentence
from fogline.model import ClaimRow
from fogline.theatre import Theatre


class Saying(NamedTuple):
    """What a claim says and how surely, apart from who says it."""

    event: str
    actor: str | None
    place: str | None
    relation: str | None
    start: date | None
    end: date | None
    polarity: str
    status: str
    certainty: str


def saying_of(row: ClaimRow) -> Saying:
    """What a claim says and how surely, apart from who says it."""
    return Saying(
        row.event,
        row.actor,
        row.place or row.name,
        row.relation,
        row.start,
        row.end,
        row.polarity,
        row.status,
        row.certainty,
    )


def sentence_of(
    theatre: Theatre, rows: Sequence[ClaimRow], names: Mapping[str, str] | None = None
) -> Sentence:
    """One sentence from claims that say the same, by all who say it; ``names`` has the places'
    names by id.
    """
    row = rows[0]
    what = claim_text.statement(theatre, row, (names or {}).get(row.place or ""))
    when = claim_text.days(row.start, row.end, "no day given", " to ")
    voices = listed(list(dict.fromkeys(claim_text.voice(r) for r in rows)))
    text = f"{voices} {claim_text.saying(row)} that {what} ({when})."
    return Sentence(text, tuple(r.id for r in rows))


class SentenceWriter:
    """Writes the sentences of one brief, each thing once."""

    def __init__(self, theatre: Theatre, names: Mapping[str, str]) -> None:
        self._theatre, self._names = theatre, names
        self._written: set[str] = set()

    def one(self, rows: Sequence[ClaimRow]) -> Sentence:
        """A sentence from claims that say the same, whether or not it was written before."""
        return sentence_of(self._theatre, rows, self._names)

    def new(self, rows: Iterable[ClaimRow], most: int) -> list[Sentence]:
        """A sentence for each thing that is said and was not written before, what most voices say
        first.
        """
        groups: dict[Saying, list[ClaimRow]] = {}
        for row in rows:
            groups.setdefault(saying_of(row), []).append(row)
        order = sorted(groups.values(), key=lambda g: (-len(voices(g)), -len(g), g[0].id))
        sentences = [self.one(_first_of_each_voice(group)) for group in order]
        new = [s for s in sentences if s.text not in self._written][:most]
        self._written |= {s.text for s in new}
        return new


def voices(rows: Iterable[ClaimRow]) -> set[str]:
    """All who speak."""
    return {claim_text.voice(row) for row in rows}


def _first_of_each_voice(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    return list({claim_text.voice(row): row for row in reversed(rows)}.values())[::-1]


def listed(names: Sequence[str]) -> str:
    """Names as a list in words."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, what: str) -> str:
    """A number of things."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")

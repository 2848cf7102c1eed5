"""What one document may cost: texts that are no prose are refused before they take minutes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from fogline.gazetteer import open_gazetteer
from fogline.model import Document
from fogline.reading import dates
from fogline.reading.context import Context
from fogline.reading.errors import DenseError, UndatedError
from fogline.reading.heads import Candidate
from fogline.reading.languages import languages
from fogline.reading.layout import Layout, lay_out
from fogline.theatre import Theatre

# One text is read in memory and in seconds; longer ones are books or archives.
MAX_TEXT = 300_000
# What a text may cost, some seconds: pairing the events and places of its sentences (daily reports
# come to 41,000 at most), pairing the places within a dozen sentences (9,000), the characters of a
# sentence (517), and all words and marks. Beyond, it is a list or a trap, no prose.
WORK, PAIRS, LONGEST, TOKENS = 800_000, 1_500_000, 10_000, 75_000
# Sentences on either side within which places are weighed against each other (resolve.py).
AROUND = 12
# What else a place is weighed against, in pairs: measured once.
OVERHEAD = 22
# Characters of a text that an error quotes.
QUOTED = 40


# A long text, by its characters and words, is a list if fewer of its words join sentences ("the",
# "in"). Of 188 daily assessments the one with the fewest has 29 in a hundred, of 204 articles of an
# encyclopaedia 9, of posts put together 17; lists of places have none.
LONG, LONG_WORDS, JOINING = 20_000, 1_000, 0.02
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader takes: the most characters of one document.

    ``near_copies`` says whether its documents are compared with each other: copies of texts are,
    maps of two days are always alike.
    """

    characters: int = MAX_TEXT
    near_copies: bool = True


def refuse_relative(layout: Layout) -> None:
    """Refuse days that only a day of publication can place.

    Raises:
        UndatedError: there are such days.
    """
    for sentence in layout.sentences:
        found = dates.relative(sentence)
        if found:
            words = sentence.span_of(*found).of(layout.document.text)
            raise UndatedError(
                f"{words!r} can only be placed from the day of publication",
                "give it with --published YYYY-MM-DD, or read without such days with --undated",
                where=layout.document.id,
            )


def refuse_list(document: Document) -> None:
    """Refuse a long list before its names are looked up, one by one.

    Raises:
        DenseError: it has hardly a word that joins sentences.
    """
    if len(document.text) < LONG:
        return
    words = _WORD.findall(document.text.casefold())
    joining = frozenset[str]().union(*(language.function_words for language in languages()))
    found = sum(word in joining for word in words)
    if len(words) >= LONG_WORDS and found < JOINING * len(words):
        raise DenseError(
            f"{len(words):,} words, of which {found:,} join a sentence as 'the' and 'in' do",
            "this is a list, no prose",
            "give the sentences that speak of it; a table of events goes into fogline add-table",
            where=document.id,
        )


def laid_out(document: Document, theatre: Theatre, language: str, *, undated: bool) -> Layout:
    """A document ready to be read, if it is prose.

    Raises:
        ReadingError: it is none; or it has relative days, no day of publication, and is not to be
            read ``undated``.
    """
    refuse_list(document)
    layout = lay_out(document, theatre, open_gazetteer(theatre), language)
    if document.today is None and not undated:
        refuse_relative(layout)
    refuse_endless(layout)
    return layout


def refuse_endless(layout: Layout) -> None:
    """Refuse too many words, and a sentence without an end.

    Raises:
        DenseError: there are such.
    """
    document = layout.document
    tokens = sum(len(s.tokens) for s in layout.sentences)
    if tokens > TOKENS:
        raise DenseError(
            f"{tokens:,} words and marks",
            advice=f"{TOKENS:,} are allowed in one document: split it",
            where=document.id,
        )
    longest = max((s.span for s in layout.sentences), key=lambda s: s.end - s.start, default=None)
    if longest is not None and longest.end - longest.start > LONGEST:
        words = document.text[longest.start : longest.start + QUOTED]
        raise DenseError(
            f"{longest.end - longest.start:,} characters from {words!r} "
            "without the end of a sentence or paragraph",
            advice=f"{LONGEST:,} are allowed: this is no prose",
            where=document.id,
        )


def refuse_crowded(layout: Layout, chosen: list[tuple[int, Candidate]]) -> None:
    """Refuse more names than can be weighed against those near them.

    Raises:
        DenseError: there are too many.
    """
    counts = Counter(k for k, _ in chosen)
    pairs = sum(
        n * sum(counts[k + gap] for gap in range(-AROUND, AROUND + 1))
        for k, n in tuple(counts.items())
    )
    if pairs > PAIRS:
        raise DenseError(
            f"{len(chosen):,} names of places in {len(counts):,} sentences",
            "this is a list, no prose",
            "split it",
            where=layout.document.id,
        )


def refuse_dense(layout: Layout, sentences: list[Context]) -> None:
    """Refuse more events and places in sentences than can be weighed against each other.

    Raises:
        DenseError: there are too many.
    """
    work = sum(len(c.triggers) * (len(c.spots) + 1) * (len(c.spots) + OVERHEAD) for c in sentences)
    if work > WORK:
        worst = max(sentences, key=lambda c: len(c.triggers) * len(c.spots) ** 2)
        words = worst.sentence.span.of(layout.document.text)[:QUOTED]
        raise DenseError(
            "too many events and places in one sentence, "
            f"{len(worst.triggers)} and {len(worst.spots)} in {words!r}...",
            "give it as prose, with sentences that end, or split it",
            where=layout.document.id,
        )

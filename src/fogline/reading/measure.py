"""How far a reader agrees with people who annotated the same texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fogline.model import Claim, Mention, Reading
from fogline.reading.annotated import Example, read_examples, speaker_kind
from fogline.reading.errors import ReadingError
from fogline.reading.reader import Reader, read_ahead
from fogline.theatre import Theatre

# Assessments are said in so many ways that they are left out, on both sides.
_LEFT_OUT = "other"
# Of the shorter of two sentences, what both must share.
_SHARED = 0.5
SCORES = ("event", "core", "full")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Texts that were read and that were not, claims annotated, read, and read as annotated.

    ``right`` counts by what is compared: ``event`` sentence, event and place, ``core`` the acting
    side too, ``full`` also certainty, status, polarity and kind of speaker. ``dropped`` counts what
    a reader left out, by reason.
    """

    texts: int
    failed: tuple[str, ...]
    annotated: int
    read: int
    right: dict[str, int]
    dropped: dict[str, int]

    def figures(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and their harmonic mean (F1) of a score."""
        hits = self.right[name]
        precision, recall = hits / max(1, self.read), hits / max(1, self.annotated)
        return precision, recall, 2 * hits / max(1, self.read + self.annotated)


def measure(files: Sequence[Path], opened: Callable[[Theatre], Reader]) -> Agreement:
    """Read annotated texts and compare; ``opened`` gives the reader for a theatre.

    Raises:
        ReadingError: a file that can't be read.
    """
    found, reader_of = read_examples(files), cache(opened)
    annotated, read, failed = 0, 0, []
    right: Counter[str] = Counter(dict.fromkeys(SCORES, 0))
    dropped: Counter[str] = Counter()
    for example, reader in _ahead(found, reader_of):
        gold = [c for c in example.row["claims"] if c["event"] != _LEFT_OUT]
        annotated += len(gold)
        try:
            reading = reader.read(example.layout.document)
        except ReadingError as error:
            failed.append(f"{example.name}: {error}")
            continue
        made = [c for c in reading.claims if c.event != _LEFT_OUT]
        read += len(made)
        dropped.update(one.why for one in reading.left_out)
        for name in SCORES:
            right[name] += _matches(example, gold, made, reading, name)
    return Agreement(len(found), tuple(failed), annotated, read, dict(right), dict(dropped))


def _ahead(
    found: Sequence[Example], reader_of: Callable[[Theatre], Reader]
) -> Iterator[tuple[Example, Reader]]:
    """The examples of each theatre with its reader."""
    for theatre in dict.fromkeys(e.layout.theatre for e in found):
        own, reader = [e for e in found if e.layout.theatre == theatre], reader_of(theatre)
        begun = 0
        for example in read_ahead(reader, own, lambda e: e.layout.document):
            begun += 1
            yield example, reader
        # What a model that had to stop has left is told of as not read.
        yield from ((e, reader) for e in own[begun:])


def _matches(
    example: Example, gold: list[dict[str, Any]], made: list[Claim], reading: Reading, name: str
) -> int:
    """How many claims are annotated and read alike, each once."""
    left, hits = list(gold), 0
    for claim in made:
        same = next((g for g in left if _is_same(example, g, claim, reading.places, name)), None)
        if same is not None:
            left.remove(same)
            hits += 1
    return hits


def _is_same(
    example: Example, gold: dict[str, Any], claim: Claim, places: Sequence[Mention], name: str
) -> bool:
    start, end = gold["sentence"]
    shared = min(end, claim.sentence.end) - max(start, claim.sentence.start)
    shorter = min(end - start, claim.sentence.end - claim.sentence.start)
    if gold["event"] != claim.event or shared < _SHARED * shorter:
        return False
    if not _is_there(example, gold["place"], None if claim.place is None else places[claim.place]):
        return False
    if name == "event":
        return True
    if gold.get("actor") != claim.actor:
        return False
    manner = (claim.certainty, claim.status, claim.polarity, speaker_kind(claim.speaker))
    wanted = (
        *(gold[n] for n in ("certainty", "status", "polarity")),
        speaker_kind(gold["speaker"]),
    )
    return name == "core" or bool(manner == wanted)


def _is_there(example: Example, place: int | None, mention: Mention | None) -> bool:
    """Whether an annotated place and one that was read are the same mention, or of one name."""
    if place is None or mention is None:
        return place is None and mention is None
    wanted = example.row["places"][place]
    meets = wanted["start"] < mention.span.end and mention.span.start < wanted["end"]
    return bool(meets or wanted["text"].casefold() == mention.text.casefold())

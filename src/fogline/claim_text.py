"""A claim in words: who says it, how sure they are, what it says, where and when."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Protocol

from fogline.model import ClaimRow, Cue, Document, event_type
from fogline.theatre import Theatre

# A sentence of more characters is cut around its trigger; a third of them stand before it.
EXCERPT = 240
_BEFORE = 3
_DAY = len("2022-09-10")
# Characters shown of the text that a post answers.
_ANSWERED = 80
# From how many nats evidence is fair and strong: a factor on the odds of 3 and of 20, where Kass
# and Raftery (1995) call it positive and strong. Less is "not worth more than a bare mention".
_FAIR, _STRONG = 1.0, 3.0
# What is told of a publication, with the value in it.
_CIRCUMSTANCES = {"origin": "origin", "written": "day", "stated": "stated", "edited": "moment"}


class Stated(Protocol):
    """What a claim of a reading and a row of the ledger have in common."""

    @property
    def event(self) -> str:
        """The type of event."""

    @property
    def actor(self) -> str | None:
        """The acting side."""

    @property
    def target(self) -> str | None:
        """The side it is done to."""

    @property
    def relation(self) -> str | None:
        """How the event stands to its place."""

    @property
    def extent(self) -> float | None:
        """The share of the place, 0 to 1."""

    @property
    def speakers(self) -> Sequence[str]:
        """The chain of speakers, outermost first."""

    @property
    def cues(self) -> Sequence[Cue]:
        """The words that decided its fields."""

    @property
    def certainty(self) -> str:
        """The speaker's certainty."""

    @property
    def status(self) -> str:
        """Actual, future or conditional."""

    @property
    def polarity(self) -> str:
        """Positive, or negative for a denial."""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The words by kind (``data/claim_text.toml``)."""
    file = resources.files("fogline") / "data" / "claim_text.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def how_sure(claim: Stated) -> str:
    """How sure the speaker is: "stated as fact", "as possible, forecast", "..., denied"."""
    parts = (
        words()["certainty"][claim.certainty],
        words()["status"][claim.status],
        words()["polarity"][claim.polarity],
    )
    return ", ".join(part for part in parts if part)


def speaker_chain(claim: Stated, publisher: str | None = "") -> str:
    """All who speak, outermost first; a publisher's own voice by its name."""
    return " > ".join(speakers_of(claim, publisher))


def speakers_of(claim: Stated, publisher: str | None = "") -> list[str]:
    """The same as a list."""
    return [s for s in claim.speakers if s != "source"] or [publisher or "source"]


def sides(claim: Stated) -> str:
    """Who did it, and to whom: "RU > UA"; '? ("Our")' where nobody knows who speaks."""
    open_ = next((f' ("{q.text}")' for q in claim.cues if q.role == "unresolved"), "")
    actor = claim.actor or f"?{open_}"
    return f"{actor} > {claim.target}" if claim.target else actor


def place_phrase(claim: Stated, name: str | None, status: str | None = "located") -> str:
    """The place with its relation: "near Lyman", "part (0.67) of Kupiansk", "toward Oskil"."""
    if not name:
        return "-"
    share = (
        f"part ({claim.extent:g}) of"
        if claim.extent is not None and claim.extent < 1
        else "part of"
    )
    leads = {"in": "", "part": share, "area": "area of"}
    lead = leads.get(claim.relation or "in", claim.relation or "")
    open_ = "" if status in {None, "located"} else f" ({status})"
    return f"{lead} {name}{open_}".strip()


def days(
    start: date | None, end: date | None, unknown: str = "unknown", between: str = ".."
) -> str:
    """The days of an event: one day, or "2022-09-08..2022-09-10"."""
    known = [day.isoformat() for day in (start, end) if day is not None]
    return between.join(dict.fromkeys(known)) or unknown


def short_days(start: date, end: date) -> str:
    """The same with a year that both share once: "2022-09-08..09-10"."""
    last = end.strftime("%m-%d") if end.year == start.year else end.isoformat()
    return start.isoformat() if start == end else f"{start.isoformat()}..{last}"


def circumstances(
    published: str | None,
    origin: str | None = "",
    written: str | None = "",
    stated: str | None = "",
    edited: str | None = "",
) -> list[str]:
    """What else there is to say of a publication: whose words it passes on and of which day, the
    time as its file has it where that is of another day, and when it was given its text.
    """
    told = words()["circumstances"]
    moved = stated if stated and stated[:_DAY] != (published or "")[:_DAY] else ""
    values = {"origin": origin, "day": written, "stated": moved, "moment": edited}
    return [
        told[name].format(**{key: values[key]})
        for name, key in _CIRCUMSTANCES.items()
        if values[key]
    ]


def circumstances_of(document: Document) -> list[str]:
    """The same of a document, with the beginning of the text that it answers."""
    days = (document.published, document.written)
    published, written = (day.isoformat() if day else "" for day in days)
    edited = document.edited_at.isoformat() if document.edited_at else ""
    found = circumstances(published, document.origin, written, document.stated, edited)
    answered = " ".join(document.context.split())
    if len(answered) > _ANSWERED:
        answered = answered[: answered.rfind(" ", 0, _ANSWERED)] + " …"
    return (
        [*found, words()["circumstances"]["answers"].format(text=answered)] if answered else found
    )


# The columns of a table of claims; each has its words from :func:`cells`.
COLUMNS = ("when", "place", "event", "who", "speaker", "how sure", "score")


def cells(row: ClaimRow) -> tuple[str, ...]:
    """A claim as one line of a table, by :data:`COLUMNS`."""
    return (
        days(row.start, row.end),
        place_phrase(row, row.name, row.place_status),
        row.event,
        sides(row),
        speaker_chain(row, row.source),
        how_sure(row),
        f"{row.score:.2f}",
    )


def heading(row: ClaimRow) -> str:
    """A claim in a few words: "capture Izium (UA), denied"."""
    who = f" ({row.actor})" if row.actor else ""
    denied = f", {words()['polarity']['negative']}" if row.polarity == "negative" else ""
    return f"{row.event} {row.name or ''}".strip() + who + denied


def published_day(row: ClaimRow, unknown: str = "undated") -> str:
    """The day of publication; of a moment, its day."""
    return (row.published or unknown)[:_DAY]


def quote(row: ClaimRow) -> str:
    """A claim's sentence on one line."""
    return " ".join(row.sentence.split())


def excerpt(row: ClaimRow, longest: int = EXCERPT) -> str:
    """A claim's sentence; of a long one the words around its trigger, cut between words."""
    sentence = quote(row)
    if len(sentence) <= longest:
        return sentence
    at = max(0, sentence.find(row.trigger))
    start = sentence.rfind(" ", 0, max(0, at - longest // _BEFORE)) + 1
    end = sentence.find(" ", start + longest)
    return ("… " if start else "") + (sentence[start:] if end < 0 else sentence[start:end] + " …")


def weight_in_words(nats: float) -> str:
    """How much evidence weighs, for or against: strong, fair or weak."""
    size = abs(nats)
    return words()["weight"]["strong" if size >= _STRONG else "fair" if size >= _FAIR else "weak"]


def voice(row: ClaimRow) -> str:
    """Who says it, for a sentence: the innermost speaker who has a name, else the publisher.

    Of a speaker without a proper name it says who cites them too.
    """
    named = [s for s in row.speakers if s not in {"source", "unattributed"}]
    publisher = row.source or "An unnamed publisher"
    if row.speaker == "unattributed":
        return f"{publisher} (naming no source)"
    if not named or named[-1] == publisher:
        return publisher
    return named[-1] if named[-1][:1].isupper() else f"{named[-1]} ({publisher})"


def side_name(theatre: Theatre, label: str | None) -> str:
    """A side in a word: a state's adjective; of others, whose adjectives are often loaded, the
    label.
    """
    for b in theatre.belligerents:
        if b.label == label:
            plain = (a for a in b.adjectives if "-" not in a and a[:1].isupper())
            return next(plain, b.label) if b.kind != "armed group" else b.label
    return "unnamed"


def is_alleged(claim: Stated) -> bool:
    """Whether the claim is always told as an allegation."""
    return event_type(claim.event).alleged


def phrase_of(claim: Stated) -> str | None:
    """The phrase for what a claim says, if there is one.

    Of what might be, only forecasts have one.
    """
    denied, future = claim.polarity == "negative", claim.status == "future"
    phrase = event_type(claim.event).phrase
    if claim.status == "conditional" or (future and denied):
        return None
    if future or denied:
        return phrase.get("future" if future else "denied")
    by = phrase.get("by") if claim.actor else None
    return by or phrase.get("actual")


def can_say(row: ClaimRow) -> bool:
    """Whether a claim can be told as a sentence: it has a phrase, a place, and an actor if the
    phrase has one.
    """
    phrase = phrase_of(row)
    return bool(row.name and phrase and (row.actor or "{actor}" not in phrase))


def statement(theatre: Theatre, row: ClaimRow, place: str | None = None) -> str:
    """What a claim says in neutral words, without who says it.

    ``place`` is another name for its place. Of what has no phrase: the event, side and place.
    """
    name = place or row.name or ""
    relation = words()["relation"].get(row.relation or "in", "in")
    actor = side_name(theatre, row.actor)
    if can_say(row):
        inside = row.relation in {None, "in", "from"}
        where = name if inside else f"ground {relation} {name}"
        return (phrase_of(row) or "").format(actor=actor, place=where, at=f"{relation} {name}")
    lead = "denied" if row.polarity == "negative" else row.status
    at = f" {relation} {name}" if name else ""
    return f"{words()['lead'].get(lead, '')}{row.event.replace('_', ' ')} ({actor}){at}"


def saying(row: ClaimRow) -> str:
    """The verb for how sure the speaker is: "said", "expected as probable", "alleged"."""
    verbs = words()["saying"]
    if is_alleged(row):
        return verbs["alleged"]
    return verbs["expected" if row.status == "future" else "said"] + verbs[row.certainty]

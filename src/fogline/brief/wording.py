"""Sentences from claims, in the same neutral words for all sides (``data/phrases.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from fogline.brief.brief import Sentence
from fogline.theatre import Theatre

Row = dict[str, Any]


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The words by kind."""
    return tomllib.loads(
        (resources.files("fogline.brief") / "data" / "phrases.toml").read_text(encoding="utf-8")
    )


def voice(row: Row) -> str:
    """Who says it: the innermost speaker who has a name, else the publisher; of one without a
    proper name also who cites it.
    """
    named = [s for s in row["speakers"] or () if s not in {"source", "unattributed"}]
    publisher = row["source"] or "An unnamed publisher"
    if row["speaker"] == "unattributed":
        return f"{publisher} (naming no source)"
    if not named or named[-1] == publisher:
        return publisher
    return named[-1] if named[-1][:1].isupper() else f"{named[-1]} ({publisher})"


def side(theatre: Theatre, label: str | None) -> str:
    """A side in a word: a state's adjective; for others, whose adjectives are often loaded or
    shared, the label.
    """
    for b in theatre.belligerents:
        if b.label == label:
            return (
                next((a for a in b.adjectives if "-" not in a and a[:1].isupper()), b.label)
                if b.kind != "armed group"
                else b.label
            )
    return "unnamed"


def key(row: Row) -> tuple[Any, ...]:
    """What a claim says and how surely, apart from who says it."""
    what = (
        row["event"],
        row["actor"],
        row["place"] or row["name"],
        row["relation"],
        row["start"],
        row["end"],
    )
    return (*what, row["polarity"], row["status"], row["certainty"])


def can_say(row: Row) -> bool:
    """Whether there are words for a claim."""
    if not row["name"] or (row["actor"] is None and row["event"] not in {"fight", "harm"}):
        return False
    return template(row) is not None


def template(row: Row) -> str | None:
    """The phrase for what a claim says, if there is one; of what might be, only forecasts have
    one.
    """
    if row["status"] == "conditional" or (
        row["status"] == "future" and row["polarity"] == "negative"
    ):
        return None
    kind = (
        "future"
        if row["status"] == "future"
        else "denied"
        if row["polarity"] == "negative"
        else "actual"
    )
    name = "harm by" if row["event"] == "harm" and row["actor"] else row["event"]
    return phrases()[kind].get(name)


def saying(row: Row) -> str:
    """The verb for how sure the speaker is."""
    words = phrases()["saying"]
    if row["event"] == "harm":
        return words["alleged"]
    return words["expected" if row["status"] == "future" else "said"] + words[row["certainty"]]


def said(theatre: Theatre, rows: Sequence[Row], names: dict[str, str]) -> Sentence:
    """One sentence from claims that say the same (:func:`key`), by all who say it; ``names`` has
    the places' names by id.
    """
    row = rows[0]
    what = _filled(theatre, row, names.get(row["place"] or "", row["name"] or ""))
    voices = list(dict.fromkeys(voice(r) for r in rows))
    return Sentence(
        f"{listed(voices)} {saying(row)} that {what} ({_days(row)}).", tuple(r["id"] for r in rows)
    )


def worded(theatre: Theatre, row: Row) -> str:
    """What a claim says in neutral words, without who says it; of what has no phrase the event, the
    side and the place.
    """
    if can_say(row):
        return _filled(theatre, row, row["name"] or "")
    where = (
        f" {phrases()['relation'].get(row['relation'] or 'in', 'in')} {row['name']}"
        if row["name"]
        else ""
    )
    kind = (
        "not: "
        if row["polarity"] == "negative"
        else "if: "
        if row["status"] == "conditional"
        else ""
    )
    kind = "ahead: " if row["status"] == "future" and not kind else kind
    return f"{kind}{row['event'].replace('_', ' ')} ({side(theatre, row['actor'])}){where}"


def _filled(theatre: Theatre, row: Row, place: str) -> str:
    relation = phrases()["relation"].get(row["relation"] or "in", "in")
    whole = row["relation"] in {None, "in", "from"}
    words = {
        "actor": side(theatre, row["actor"]),
        "place": place if whole else f"ground {relation} {place}",
        "at": f"{relation} {place}",
    }
    return (template(row) or "").format(**words)


def listed(names: Sequence[str]) -> str:
    """Names as a list in words."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, what: str) -> str:
    """A number of things."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _days(row: Row) -> str:
    """The days that a claim speaks of."""
    days = [str(d) for d in (row["start"], row["end"]) if d]
    return " to ".join(dict.fromkeys(days)) or "no day given"

"""Sentences from claims, in the same neutral words for all sides (``data/phrases.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any

from fogline.brief.brief import Sentence
from fogline.theatre import Theatre

Row = dict[str, Any]


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The words by kind."""
    return tomllib.loads((resources.files("fogline.brief") / "data" / "phrases.toml").read_text(encoding="utf-8"))


def voice(row: Row) -> str:
    """Who says it: the innermost speaker who has a name, else the publisher; of one without a proper name also who cites it."""
    named = [s for s in row["speakers"] or () if s not in {"source", "unattributed"}]
    publisher = row["source"] or "An unnamed publisher"
    if not named or named[-1] == publisher:
        return publisher
    return named[-1] if named[-1][:1].isupper() else f"{publisher}, citing {named[-1]},"


def side(theatre: Theatre, label: str | None) -> str:
    """A side's adjective, or its label where it only has adjectives for what it holds, such as "RSF-held"."""
    found = {b.label: next((a for a in b.adjectives if "-" not in a), b.label) for b in theatre.belligerents}
    return found.get(label or "", "unnamed")


def key(row: Row) -> tuple[Any, ...]:
    """What a claim says, apart from who says it and how sure."""
    return row["event"], row["actor"], row["place"] or row["name"], row["relation"], row["polarity"], row["status"]


def can_say(row: Row) -> bool:
    """Whether there are words for a claim."""
    if not row["name"] or (row["actor"] is None and row["event"] not in {"fight", "harm"}):
        return False
    return row["event"] in phrases()[_kind(row)]


def _kind(row: Row) -> str:
    return "future" if row["status"] != "actual" else "denied" if row["polarity"] == "negative" else "actual"


def said(theatre: Theatre, rows: Sequence[Row], names: dict[str, str]) -> Sentence:
    """One sentence from claims that say the same (:func:`key`), by all who say it; ``names`` has the places' names by id."""
    row = rows[0]
    place = names.get(row["place"] or "", row["name"])
    relation = phrases()["relation"].get(row["relation"] or "in", "in")
    whole = row["relation"] in {None, "in", "from"}
    words = {"actor": side(theatre, row["actor"]), "place": place if whole else f"ground {relation} {place}", "at": f"{relation} {place}"}
    what = phrases()[_kind(row)][row["event"]].format(**words)
    how = "alleged" if row["event"] == "harm" else "expected" if row["status"] != "actual" else _surest(rows)
    return Sentence(f"{listed(_voices(rows))} {phrases()['saying'][how]} that {what} ({_days(rows)}).", tuple(r["id"] for r in rows))


def _surest(rows: Iterable[Row]) -> str:
    found = {r["certainty"] for r in rows}
    return next(c for c in ("certain", "probable", "possible") if c in found)


def _voices(rows: Iterable[Row]) -> list[str]:
    """Speakers, each once; who only passes on what nobody answers for says so."""
    out: list[str] = []
    for row in rows:
        name = voice(row) + (", naming no source," if row["speaker"] == "unattributed" else "")
        if name not in out:
            out.append(name)
    return out


def listed(names: Sequence[str]) -> str:
    """Names as a list in words."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _days(rows: Sequence[Row]) -> str:
    """The days that the claims speak of, or of their publication."""
    starts = [r["start"] for r in rows if r["start"]]
    ends = [r["end"] for r in rows if r["end"]]
    if not starts:
        return "no day given"
    first, last = min(starts), max(ends)
    return f"{first}" if first == last else f"{first} to {last}"

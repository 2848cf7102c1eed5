"""Lessons: texts written for training, with their claims beside them, in a form that a person can
edit.

A lesson begins with ``@ theatre | source | day``. Its text follows, each place in brackets
(``[Izium]``; ``[Crimea|region]`` where it is no settlement), then a line a claim::

    > EVENT ACTOR>TARGET [Place]2 RELATION: trigger; prob; by=Speaker

``-`` stands for no actor or no place, the figure for the second mention of a place, ``trigger#2``
for the second occurrence of the words. Marks after it: ``prob``/``poss``, ``fut``/``cond``,
``neg``, ``unattr``, ``by=Speaker``; for a claim about a region, a river bank or a part of the
country ``amount=whole|most|rest|part``, ``bank=words``, ``except=words`` and
``aspect=done|ongoing|before|aim|announced``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fogline.model import EVENTS
from fogline.reading.errors import LessonError
from fogline.reading.text import split

_PLACE = re.compile(r"\[([^\]|\n]+)(?:\|(\w+))?\]")
_CLAIM = re.compile(r"^> (\w+) (\S+) (?:\[([^\]]+)\](\d*)|-) (\w*) ?: (.+)$")
_MARKS = {
    "prob": ("certainty", "probable"),
    "poss": ("certainty", "possible"),
    "fut": ("status", "future"),
    "cond": ("status", "conditional"),
    "neg": ("polarity", "negative"),
    "unattr": ("speaker", "unattributed"),
}
# The marks of a territory with the values that they take; where none is listed, words of the text.
_TERRITORY: dict[str, tuple[str, ...]] = {
    "amount": ("whole", "most", "rest", "part"),
    "bank": (),
    "except": (),
    "aspect": ("done", "ongoing", "before", "aim", "announced"),
}


def read_lessons(path: Path) -> Iterator[dict[str, Any]]:
    """The lessons of a file as annotated rows, in the form of the annotated reports.

    Raises:
        LessonError: an unknown event or mark, or a place or trigger that the text lacks.
    """
    head = ""
    lines: list[str] = []
    claims: list[tuple[int, str]] = []
    number, begun = 0, 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "@"], 1):
        if line.startswith("@"):
            if head:
                yield _row(path, begun, head, lines, claims)
            head, lines, claims, begun = line[1:], [], [], number
        elif line.startswith("> "):
            claims.append((number, line))
        elif line.strip() and not line.startswith("#"):
            lines.append(line)


def _row(
    path: Path, begun: int, head: str, lines: list[str], claims: list[tuple[int, str]]
) -> dict[str, Any]:
    fields = [f.strip() for f in head.split("|")]
    if len(fields) != 3:
        raise LessonError(
            f"{path}:{begun}: {head.strip()!r}: a lesson begins with '@ theatre | source | day'"
        )
    theatre, source, day = fields
    text, places = _unbracket("\n".join(lines))
    row: dict[str, Any] = {
        "doc": f"{path.stem}-{begun}",
        "theatre": theatre,
        "source": source,
        "published": day,
        "text": text,
        "places": places,
    }
    sentences = [(s.span.start, s.span.end) for s in split(text)]
    row["claims"] = [
        _claim(f"{path}:{number}", line, text, places, sentences) for number, line in claims
    ]
    return row


def _unbracket(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its brackets, and its places."""
    out, places, last = "", [], 0
    for match in _PLACE.finditer(marked):
        out += marked[last : match.start()]
        name = match[1]
        places.append(
            {
                "start": len(out),
                "end": len(out) + len(name),
                "text": name,
                "name": name,
                "kind": match[2] or "settlement",
            }
        )
        out += name
        last = match.end()
    return out + marked[last:], places


def _claim(
    where: str, line: str, text: str, places: list[dict[str, Any]], sentences: list[tuple[int, int]]
) -> dict[str, Any]:
    match = _CLAIM.match(line)
    if match is None or match[1] not in EVENTS:
        raise LessonError(
            repr(line),
            "a claim is '> EVENT ACTOR>TARGET [Place] RELATION: trigger; marks', "
            f"events are {', '.join(EVENTS)}",
            where=where,
        )
    trigger, *marks = [part.strip() for part in match[6].split(";")]
    start = _find(where, text, trigger)
    actor, _, target = match[2].partition(">")
    words = trigger.partition("#")[0]
    sentence = next(s for s in sentences if s[0] <= start < s[1])
    claim: dict[str, Any] = {
        "event": match[1], "sentence": list(sentence),
        "trigger": {"start": start, "end": start + len(words), "text": words},
        "actor": None if actor == "-" else actor, "target": target or None, "place": None,
        "relation": match[5] or None, "certainty": "certain", "status": "actual",
        "polarity": "positive", "speaker": "source",
    }  # fmt: skip
    if match[3]:
        claim["place"] = _place(where, places, match[3], int(match[4] or 0), sentence)
    territory: dict[str, str | None] = {}
    for mark in marks:
        name, _, value = mark.partition("=")
        if name in _TERRITORY and value and value in (_TERRITORY[name] or (value,)):
            territory[name] = value
        elif mark.startswith("by="):
            claim["speaker"] = mark[3:]
        elif mark in _MARKS:
            claim[_MARKS[mark][0]] = _MARKS[mark][1]
        else:
            known = ", ".join(_MARKS)
            use = f"use {known}, by=Speaker or, for a territory, {', '.join(_TERRITORY)}"
            raise LessonError(f"mark {mark!r}", use, where=where)
    if territory:
        claim["territory"] = {name: territory.get(name) for name in _TERRITORY}
    return claim


def _find(where: str, text: str, trigger: str) -> int:
    words, _, nth = trigger.partition("#")
    at = -1
    for _ in range(int(nth or 1)):
        found = re.compile(r"(?<!\w)" + re.escape(words) + r"(?!\w)").search(text, at + 1)
        if found is None:
            raise LessonError(f"the words {trigger!r} do not stand in the text", where=where)
        at = found.start()
    return at


def _place(
    where: str, places: list[dict[str, Any]], name: str, nth: int, sentence: tuple[int, int]
) -> int:
    """Index of a place: the given mention, else the one in the claim's sentence, else the first."""
    found = [k for k, p in enumerate(places) if p["text"] == name]
    if not found or nth > len(found):
        raise LessonError(f"place [{name}]{nth or ''} is not marked in the text", where=where)
    if nth:
        return found[nth - 1]
    return next((k for k in found if sentence[0] <= places[k]["start"] < sentence[1]), found[0])

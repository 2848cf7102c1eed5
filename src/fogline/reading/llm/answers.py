"""Answers of a large model: parsed, whatever stands around them, into what they state."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fogline.model import RELATIONS, Answer
from fogline.reading.llm.prompt import NEEDED, VALUES

# Claims of one answer that are looked at: a passage has some dozens; and beginnings of an object.
MOST_CLAIMS, _MOST_STARTS = 500, 40
_BEGINS = re.compile(r'\{\s*"claims"')


class Answers(Protocol):
    """Where answers are kept, so that nothing is asked twice; used from several threads."""

    def find(self, request: str) -> Answer | None:
        """The answer to a request, by its hash; none if it was not asked."""

    def keep(self, answer: Answer) -> None:
        """Keep an answer; one that is there already stays."""


class AnswersInMemory:
    """Answers as long as the program runs."""

    def __init__(self) -> None:
        self._kept: dict[str, Answer] = {}

    def find(self, request: str) -> Answer | None:
        """The answer to a request."""
        return self._kept.get(request)

    def keep(self, answer: Answer) -> None:
        """Keep an answer."""
        self._kept.setdefault(answer.request, answer)


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as a model states it; what it quotes has not been looked up. Empty is none."""

    sentence: str
    trigger: str
    event: str
    place: str
    relation: str
    actor: str
    target: str
    when: str
    speaker: str
    speaker_words: str
    certainty: str
    certainty_words: str
    status: str
    status_words: str
    polarity: str
    polarity_words: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """What an answer has in a claim's place and can't be read; ``words`` is what it quotes."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What an answer states; ``why`` says why it can't be parsed, empty where it was."""

    stated: tuple[Stated | Unclear, ...] = ()
    why: str = ""


def parse(text: str) -> Parsed:
    """What an answer states: the JSON object in it, whatever stands around that."""
    try:
        found = _object(text)
    except ValueError as error:
        return Parsed(why=str(error))
    claims = found.get("claims")
    if not isinstance(claims, list):
        return Parsed(why='it has no list "claims"')
    return Parsed(tuple(_stated(claim) for claim in claims[:MOST_CLAIMS]))


def _object(text: str) -> Mapping[str, Any]:
    """The first JSON object that a text has and that holds claims; marks and thoughts may stand
    around it.

    Raises:
        ValueError: there is none.
    """
    decoder, at, why = json.JSONDecoder(), text.find("{"), "there is no JSON object"
    best: Mapping[str, Any] | None = None
    for _ in range(_MOST_STARTS):
        if at < 0:
            break
        try:
            found, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            told = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
            why = f"no JSON at character {at}: {told}"
            if best is None and _BEGINS.match(text, at):
                break  # cut off or broken inside: what follows are only its parts
            end = at + 1
        else:
            if isinstance(found, dict) and "claims" in found:
                return found
            best = best or found
        at = text.find("{", end)
    if best is None:
        raise ValueError(why)
    return best


def _stated(claim: object) -> Stated | Unclear:
    """A claim of an answer; a value outside the vocabulary, or one missing, makes it unclear."""
    if not isinstance(claim, dict):
        return Unclear(str(claim), "it is no object")
    words = {name: _word(value) for name, value in claim.items() if isinstance(name, str)}
    quoted = words.get("sentence_words", "")
    for name in NEEDED:
        if not words.get(name):
            return Unclear(quoted, f"it has no {name}")
    for name, allowed in VALUES.items():
        if words.get(name, "") not in allowed:
            return Unclear(quoted, f"its {name} is none that there is")
    relation = words.get("relation", "")
    return Stated(
        quoted,
        words["event_words"],
        words["event"],
        words.get("place_words", ""),
        relation if relation in RELATIONS else "",
        words.get("actor_words", ""),
        words.get("target_words", ""),
        words.get("when_words", ""),
        words["speaker"],
        words.get("speaker_words", ""),
        words["certainty"],
        words.get("certainty_words", ""),
        words["status"],
        words.get("status_words", ""),
        words["polarity"],
        words.get("polarity_words", ""),
    )


def _word(value: object) -> str:
    """A value as words; models write the absence of a value in several ways."""
    said = value.strip() if isinstance(value, str) else ""
    return "" if said.casefold() in {"null", "none", "n/a", "-"} else said

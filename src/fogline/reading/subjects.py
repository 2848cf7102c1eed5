"""Where the subject of a verb of speech stands: right before it, or before an apposition ("X, the
governor of Y, said").
"""

from __future__ import annotations

from dataclasses import dataclass

from fogline.reading.lexicon import any_of, is_cue, words_of
from fogline.reading.text import Sentence

# Words of the longest subject, and of the longest apposition: "who heads the region's council".
_SUBJECT, _APPOSED = 16, 16
_NAME = 4  # words of the longest name of a person
_TO_NOUN = 2  # words from "a" to "military source"
_PLACE_NOUNS = ("settlement_words", "facility_heads", "admin_heads")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks, at tokens ``start`` to ``end`` (none where both are the same), and the token
    ``edge`` at which all that names them begins.
    """

    start: int
    end: int
    edge: int


def subject(s: Sentence, end: int) -> Subject:
    """The subject that ends before token ``end``."""
    end = _before_bracket(s, end)
    named = _apposed(s, end)
    if named is not None:
        return named
    edge = _start(s, end)
    start = _at_own_article(s, edge, end)
    name = _name_before(s, start) if start > edge else None
    told = name is not None and any(
        is_cue("speaker_nouns", w) or w in words_of("organisations")
        for w in s.words[name.start : name.end]
    )
    if name is not None and told:
        return name  # "the Aleppo Media Council an activist group said"
    return Subject(start, end, start)


def _before_bracket(s: Sentence, end: int) -> int:
    """Step over a name's short form: "the Free Press Union (FPU) said"."""
    if end < 3 or s.words[end - 1] != ")":
        return end
    opened = next((k for k in range(end - 2, max(0, end - 2 - _NAME), -1) if s.words[k] == "("), 0)
    return opened or end


def _start(s: Sentence, end: int) -> int:
    """Back over a subject's words to the clause's edge."""
    start = end
    while start > 0 and end - start < _SUBJECT:
        word = s.words[start - 1]
        joins = (
            word in words_of("and_words")
            and start - 2 >= 0
            and s.tokens[start - 2].is_name
            and (s.tokens[start].is_name or is_cue("speaker_nouns", s.words[start]))
        )
        part = word not in words_of("speaker_stops") and (
            s.tokens[start - 1].is_name
            or word in words_of("inside_names")
            or word in words_of("state_adjectives")
            or not is_cue("saying", word)
        )
        if not (joins or part):
            break
        start -= 1
    return start


def _at_own_article(s: Sentence, start: int, end: int) -> int:
    """Where a subject begins that runs on behind another clause without a comma: "ten people in
    Douma a field source said", not "the governor of the region said".
    """
    for k in range(end - 1, start, -1):
        if s.words[k] in words_of("articles"):
            behind_name = s.tokens[k - 1].is_name and s.words[k - 1] not in words_of("articles")
            keys = ("weekdays", "months", "time_nouns", *_PLACE_NOUNS)
            own = behind_name or any(s.words[k - 1] in words_of(x) for x in keys)
            return k if own or _opens_speaker(s, k) else start
    return start


def _opens_speaker(s: Sentence, k: int) -> bool:
    """Whether "a" opens a speaker that nothing before it leads to: "12 injured a source said"."""
    led = s.words[k - 1] in words_of("place_before") or s.words[k - 1] in words_of("inside_names")
    near = s.words[k + 1 : k + 1 + _TO_NOUN]
    indefinite = s.words[k] not in words_of("definite_articles")
    return indefinite and not led and any(is_cue("speaker_nouns", w) for w in near)


def _apposed(s: Sentence, end: int) -> Subject | None:
    """The name that an apposition stands behind ("X, the governor of Y, said") or is itself ("the
    governor of Y, X, said"); none where no comma ends before the verb.
    """
    if end < 2 or s.words[end - 1] != ",":
        return None
    commas = [k for k in range(max(1, end - 1 - _APPOSED), end - 1) if s.words[k] == ","]
    if not commas:
        return _name_before(s, end - 1)
    inner = commas[-1] + 1
    if 1 < end - 1 - inner <= _NAME and all(s.tokens[k].is_name for k in range(inner, end - 1)):
        office = s.words[max(0, commas[-1] - _SUBJECT) : commas[-1]]
        if any_of(office, "titles") or any(is_cue("speaker_nouns", w) for w in office):
            return Subject(inner, end - 1, _start(s, commas[-1]))
    for comma in reversed(commas):
        inside = s.words[comma + 1 : end - 1]
        if any(is_cue("saying", w) for w in inside) or not _may_appose(s, comma + 1, end - 1):
            return None
        name = _name_before(s, comma)
        if name is not None:
            return name
    return None


def _may_appose(s: Sentence, start: int, end: int) -> bool:
    """Whether words between two commas may say who somebody is."""
    return start < end and not any(w in {'"', "“", "”", ":", ";"} for w in s.words[start:end])


def _name_before(s: Sentence, comma: int) -> Subject | None:
    """The name or office right before a comma, with nothing but names and titles in it."""
    start = comma
    while start > 0 and comma - start < _SUBJECT and _names(s, start - 1):
        start -= 1
    while start < comma and not s.tokens[start].is_name:
        start += 1
    led = start and any_of(s.words[start - 1 : start], "place_before")
    return Subject(start, comma, start) if start < comma and not led else None


def _names(s: Sentence, k: int) -> bool:
    word = s.words[k]
    joins = word in words_of("inside_names") and k > 0 and s.tokens[k - 1].is_name
    return s.tokens[k].is_name or word in words_of("titles") or joins

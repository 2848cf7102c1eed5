"""Attributions: the words of a sentence that name who says it."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.reading import labels
from fogline.reading.context import Context
from fogline.reading.dates import is_month
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.subjects import subject
from fogline.reading.text import Sentence

# Marks between what is said and who says it.
QUOTE_ENDS = frozenset({",", "”", '"', "’", "»", "—", "–"})

_LONGEST = 9  # words of a speaker: "the head of the X Regional State Administration Y Z"
_SHORT = 4  # letters of words that headlines too write small: "with"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker named at tokens ``start`` to ``end``, said by the cue at ``cue``.

    ``form`` is how: before (X said ...), after (..., X said), according, label (X: ...; ... - X),
    quoted (... "...", said X).
    """

    start: int
    end: int
    cue: int
    form: str
    text: str


def attributions(c: Context, text: str) -> list[Attribution]:
    """All attributions to a named speaker in a sentence, in the order of their cues."""
    s = c.sentence
    found: list[Attribution] = []
    for k, word in enumerate(s.words):
        verb = is_cue("saying", word) and word not in words_of("state_adjectives")
        if verb and not (_is_in_name(s, k) or _is_no_verb(s, k) or _goes_on(s.words, k)):
            way, other = (_inverted, _subject) if _is_set_off(s, k) else (_subject, _inverted)
            spoken = way(s, k, text) or other(s, k, text)
            if spoken:
                found.append(spoken)
        if word in words_of("attributing") or (
            word in words_of("agent_words") and k and is_cue("saying", s.words[k - 1])
        ):
            after = k + 2 if word in words_of("according_words") else k + 1
            spoken = _phrase(s, after, k, "according", text)
            if spoken:
                found.append(spoken)
    named = labels.speaker(c)
    spoken = _made(s, *named, "label", text) if named else None
    found += [spoken] if spoken else []
    # An earlier version of a text is no speaker: the text takes it back itself.
    return [a for a in found if not any_of(s.words[a.start : a.end], "versions")]


def _subject(s: Sentence, cue: int, text: str) -> Attribution | None:
    """The words before a verb of speech, back to the clause's edge."""
    end = cue
    while end > 0 and (
        s.words[end - 1] in words_of("speech_adverbs")
        or s.words[end - 1] in words_of("auxiliaries")
        or s.words[end - 1].endswith(endings_of("adverb_endings"))
    ):
        end -= 1
    end = _without_time(s, end)
    who = subject(s, end)
    behind = who.edge > 0 and s.words[who.edge - 1] in QUOTE_ENDS
    form = "after" if cue > len(s.words) * 0.5 and behind else "before"
    return _made(s, who.start, who.end, cue, form, text)


def _without_time(s: Sentence, end: int) -> int:
    """Step over "on March 27", "at noon local time on March 21" between a subject and its verb."""
    last = s.words[end - 1] if end else ""
    times = ("months", "weekdays", "time_words", "time_leads", "day_parts")
    if not (last == "," or last.isdecimal() or any(last in words_of(key) for key in times)):
        return end
    for back in range(1, 9):
        k = end - back
        if k < 0 or not _may_be_time(s.words[k:end]):
            break
        if s.words[k] in words_of("time_leads") and any(
            w in words_of("months") or w in words_of("weekdays") or w in words_of("time_words")
            for w in s.words[k:end]
        ):
            return _without_time(s, k)
    return end


def _behind_time(s: Sentence, start: int, end: int) -> int:
    """Step over "on 14 May", "У вівторок увечері" before a subject."""
    leads = words_of("time_leads") | words_of("inside")
    k = start + 1 if start < end and s.words[start] in leads else start
    opened, k = k, _behind_numbers(s, k, end)
    named = k < end and s.words[k] in words_of("months") | words_of("weekdays")
    if not named and not (k < end and is_month(s.words[k]) and k > opened):
        return start
    k = _behind_numbers(s, k + 1, end)
    while k < end and s.words[k] in words_of("day_parts"):
        k += 1
    return k if k < end else start


def _behind_date(s: Sentence, start: int, end: int) -> int:
    """Step over all up to a date that stands before a subject: "Published April 2 2017 Sources"."""
    for k in range(end - 2, start, -1):
        if is_month(s.words[k]) and s.words[k + 1].isdecimal():
            behind = _behind_numbers(s, k + 1, end)
            return behind if behind < end else start
    return start


def _last_name(s: Sentence, start: int, end: int) -> int:
    """Where the name before a verb of speech begins, in texts without commas: too many words before
    it are a clause of its own ("... on the other hand the agency announced").
    """
    if end - start <= _LONGEST or not any_of(s.words[start:end], "no_name_words"):
        return start
    linked = words_of("of_words") | words_of("place_before") | words_of("articles")
    opens = (
        k
        for k in range(end - 1, start, -1)
        if (s.words[k] in words_of("definite_articles") and s.words[k - 1] not in linked)
        or (s.tokens[k].is_name and not s.tokens[k - 1].is_name and s.words[k - 1] not in linked)
    )
    return next(opens, start)


def _behind_numbers(s: Sentence, k: int, end: int) -> int:
    while k < end and (s.words[k][0].isdecimal() or s.words[k] == ","):
        k += 1
    return k


def _may_be_time(words: list[str]) -> bool:
    """Whether a comma in a stretch only stands in a date.

    So it is in "on March 27, 2022," but not in "on Monday, the governor".
    """
    behind = words[words.index(",") + 1 :] if "," in words else []
    return all(w == "," or w.isdecimal() for w in behind)


def _goes_on(words: list[str], k: int) -> bool:
    """Whether a verb that may be one of speech is none: troops "continued to attack"."""
    follower, after = (words[j] if j < len(words) else "." for j in (k + 1, k + 2))
    quoted = any(w in QUOTE_ENDS - {","} for w in words)
    speaks = (quoted and not follower[0].isalpha()) or (
        follower in words_of("infinitive_words") and is_cue("saying", after)
    )
    return words[k] in words_of("going_on") and not speaks


def _is_in_name(s: Sentence, k: int) -> bool:
    """Whether a word that may be a verb of speech stands in capitals inside a name: "United
    States", where not all words do ("Zelensky Says").
    """
    if not k or not all(s.tokens[j].text[:1].isupper() for j in (k - 1, k)):
        return False
    plain = [t.text for t in s.tokens if t.text.isalpha() and len(t.text) > _SHORT]
    return any(w[0].islower() for w in plain)


def _is_no_verb(s: Sentence, k: int) -> bool:
    """Whether a word of speech is a noun ("an estimate"), or a passive whose subject says nothing
    ("is said to", "will be revealed", "jets believed to be", not "was quoted as").
    """
    before = s.words[max(0, k - 1) : k]
    if any_of(s.words[max(0, k - 2) : k], "so_words") and not s.words[k - 1][0].isalpha():
        return True  # "the so-called X"
    passive = any_of(before, "be_words") and s.words[k] not in words_of("quoted_words")
    supposed = s.words[k] in words_of("supposed") and any_of(s.words[k + 1 : k + 2], "to_words")
    return passive or supposed or any_of(before, "articles")


def _is_set_off(s: Sentence, cue: int) -> bool:
    """Whether a verb of speech follows a comma and its speaker follows it: ", reports the mayor,"
    in languages that have this order.
    """
    before, behind = s.words[max(0, cue - 1) : cue], s.tokens[cue + 1 : cue + 2]
    named = [t for t in behind if t.is_name or is_cue("speaker_nouns", t.lower)]
    return before == [","] and bool(named) and s.words[cue] in words_of("inverting")


def _inverted(s: Sentence, cue: int, text: str) -> Attribution | None:
    """..., said the governor; ... — said X. Whom somebody told, or where, is none."""
    if cue == 0 or s.words[cue - 1] not in QUOTE_ENDS | {"'"}:
        return None
    if s.words[cue] in words_of("telling") or any_of(s.words[cue + 1 : cue + 2], "place_before"):
        return None
    return _phrase(s, cue + 1, cue, "quoted", text)


def _phrase(s: Sentence, start: int, cue: int, form: str, text: str) -> Attribution | None:
    end = start
    while end < len(s.words) and end - start < 14:
        word = s.words[end]
        if word in words_of("speaker_ends") or is_cue("saying", word):
            break
        if word in words_of("and_words") and not (
            end + 1 < len(s.words) and s.tokens[end + 1].is_name
        ):
            break
        end += 1
    return _made(s, start, max(start, _without_time(s, end)), cue, form, text)


def _made(s: Sentence, start: int, end: int, cue: int, form: str, text: str) -> Attribution | None:
    if s.words[cue] in words_of("blaming") and any_of(s.words[max(0, cue - 1) : cue], "be_words"):
        return None  # "the strike was blamed on B": who is blamed says nothing
    # "milbloggers amplified claims that": who passes something on is named before the verb, or,
    # where it opens, after it.
    passed = next(
        (
            k
            for k in range(start, end)
            if s.words[k] in words_of("passing_on") and not s.tokens[k].is_name
        ),
        None,
    )
    if passed is not None:
        start, end = (start, passed) if passed > start else (passed + 1, end)
    start = _behind_date(s, _behind_time(s, start, end), end)
    start = _last_name(s, start, end)
    if any(s.words[k] in words_of("finite_verbs") for k in range(start, end)):
        return None  # a clause of its own: "Russian forces did not conduct any confirmed attacks"
    while start < end and (
        s.words[start] in words_of("articles")
        or s.words[start] in words_of("speech_adverbs")
        or not s.tokens[start].text[0].isalpha()
    ):
        start += 1
    falsehood = (k for k in range(start, end) if s.words[k] in words_of("falsehoods"))
    start = max(
        (k + 1 for k in falsehood), default=start
    )  # "fictitious the claim", "lies Moscow's"
    while end > start and (
        s.words[end - 1] in words_of("inside_names") - words_of("possessives")
        or not s.tokens[end - 1].text[0].isalnum()
    ):
        end -= 1
    if start >= end or (end - start == 1 and s.words[start] in words_of("not_speakers")):
        return None
    return Attribution(start, end, cue, form, text[s.tokens[start].start : s.tokens[end - 1].end])

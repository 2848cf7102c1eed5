"""Who says it: attributions in a sentence, with the words that name the speaker."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.reading.context import Context
from fogline.reading.cues import is_cue
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence

_STOP_LEFT = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "—",
        "–",
        "(",
        ")",
        "that",
        "but",
        "while",
        "which",
        "who",
        "as",
        "after",
        "before",
        "although",
        "though",
        "when",
        "where",
        "if",
        "because",
        '"',
        "“",
        "”",
        "and",
        "also",
        "additionally",
        "separately",
        "later",
        "further",
        "notably",
        "meanwhile",
        "however",
        "»",
        "«",
        "•",
        "'",
        "‘",
        "’",
        "with",
    }
)
_INSIDE = frozenset(
    {
        "of",
        "the",
        "for",
        "in",
        "to",
        "from",
        "'s",
        "’s",
        "-",
        "/",
        "at",
        "a",
        "an",
        "on",
        "his",
        "her",
        "its",
    }
)
_TIME = frozenset({"on", "at", "earlier", "late", "early", "yesterday", "today"})
_ADVERBS = frozenset(
    {
        "also",
        "additionally",
        "separately",
        "later",
        "further",
        "previously",
        "notably",
        "reportedly",
        "repeatedly",
        "earlier",
        "then",
        "has",
        "have",
        "had",
        "again",
        "both",
        "either",
        "explicitly",
        "now",
        "publicly",
        "however",
        "likely",
        "did",
        "not",
        "that",
        "consistently",
        "falsely",
        "strongly",
        "officially",
    }
)
_FINITE = frozenset({"cannot", "did", "does", "do", "has", "have", "had", "is", "are", "was", "were"})
_NOT_NAMES = frozenset(
    {
        "it",
        "this",
        "which",
        "that",
        "who",
        "there",
        "they",
        "he",
        "she",
        "we",
        "i",
        "reports",
        "report",
    }
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker named at tokens ``start`` to ``end``, said by the cue at ``cue``. ``form`` is how: before (X said ...),
    after (..., X said), according, label (X: ...; ... - X), quoted (... "...", said X).
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
        if is_cue("saying", word) and not _goes_on(s.words, k):
            spoken = _subject(s, k, text) or _inverted(s, k, text)
            if spoken:
                found.append(spoken)
        if word in {"according", "per", "citing", "quoting"} or (
            word == "by" and k and is_cue("saying", s.words[k - 1])
        ):
            after = k + 2 if word == "according" else k + 1
            spoken = _phrase(s, after, k, "according", text)
            if spoken:
                found.append(spoken)
    label = _label(s, text)
    return [*found, label] if label else found


def _subject(s: Sentence, cue: int, text: str) -> Attribution | None:
    """The words before a verb of speech, back to the clause's edge."""
    end = cue
    while end > 0 and (
        s.words[end - 1] in _ADVERBS
        or s.words[end - 1] in words_of("auxiliaries")
        or s.words[end - 1].endswith("ly")
    ):
        end -= 1
    end = _without_time(s, end)
    start = end
    while start > 0 and end - start < 16:
        word = s.words[start - 1]
        joins = (
            word == "and"
            and start - 2 >= 0
            and s.tokens[start - 2].is_name
            and (s.tokens[start].is_name or is_cue("speaker_nouns", s.words[start]))
        )
        name_part = word not in _STOP_LEFT and (
            s.tokens[start - 1].is_name or word in _INSIDE or not is_cue("saying", word)
        )
        if not (joins or name_part):
            break
        start -= 1
    form = (
        "after"
        if cue > len(s.words) * 0.5
        and start > 0
        and s.words[start - 1] in {",", "”", '"', "’", "»", "—", "–"}
        else "before"
    )
    return _made(s, start, end, cue, form, text)


def _without_time(s: Sentence, end: int) -> int:
    """Step over "on March 27", "at noon local time on March 21" between a subject and its verb."""
    for back in range(1, 9):
        k = end - back
        if k < 0 or not _may_be_time(s.words[k:end]):
            break
        if s.words[k] in _TIME and any(
            w in words_of("months") or w in words_of("weekdays") or w == "time"
            for w in s.words[k:end]
        ):
            return _without_time(s, k)
    return end


def _goes_on(words: list[str], k: int) -> bool:
    """Whether a verb that may be one of speech is none: troops "continued to attack", he "continued, ..."."""
    follower, after = (words[j] if j < len(words) else "." for j in (k + 1, k + 2))
    speaks = not follower[0].isalpha() or (follower == "to" and is_cue("saying", after))
    return words[k].startswith("continu") and not speaks


def _may_be_time(words: list[str]) -> bool:
    """Whether a comma in a stretch only stands in a date: "on March 27, 2022," but not "on Monday, the governor"."""
    behind = words[words.index(",") + 1 :] if "," in words else []
    return all(w == "," or w.isdecimal() for w in behind)


def _inverted(s: Sentence, cue: int, text: str) -> Attribution | None:
    """..., said the governor; ... — said X."""
    if cue == 0 or s.words[cue - 1] not in {",", "”", '"', "’", "»", "—", "–", "'"}:
        return None
    return _phrase(s, cue + 1, cue, "quoted", text)


def _phrase(s: Sentence, start: int, cue: int, form: str, text: str) -> Attribution | None:
    end = start
    while end < len(s.words) and end - start < 14:
        word = s.words[end]
        if word in {
            ",",
            ";",
            ":",
            ".",
            "—",
            "–",
            "(",
            ")",
            "that",
            "who",
            "which",
            '"',
            "“",
            "”",
        } or is_cue("saying", word):
            break
        if word == "and" and not (end + 1 < len(s.words) and s.tokens[end + 1].is_name):
            break
        end += 1
    return _made(s, start, end, cue, form, text)


def _label(s: Sentence, text: str) -> Attribution | None:
    """Headlines: "General Staff: ..." in front, "... — Russian military" or "... - RIA" behind."""
    for k, word in enumerate(s.words[:9]):
        if word == ":" and 0 < k <= 8 and k + 2 < len(s.words):
            spoken = _made(s, 0, k, k, "label", text)
            return spoken if spoken and _names_speaker(s, 0, k) else None
    for k in range(len(s.words) - 2, max(0, len(s.words) - 9), -1):
        spaced = s.tokens[k].start > s.tokens[k - 1].end
        if s.words[k] in {"—", "–", "-"} and spaced and len(s.words) - k <= 8:
            end = len(s.words) - (s.words[-1] in {".", "!"})
            return (
                _made(s, k + 1, end, k, "label", text)
                if end > k + 1 and _names_speaker(s, k + 1, end)
                else None
            )
    return None


def _names_speaker(s: Sentence, start: int, end: int) -> bool:
    words = s.words[start:end]
    if any(is_cue("speaker_nouns", w) or w in words_of("titles") for w in words):
        return True
    return all(s.tokens[k].is_name for k in range(start, end)) and len(words) <= 3


def _made(s: Sentence, start: int, end: int, cue: int, form: str, text: str) -> Attribution | None:
    # "milbloggers amplified claims that": who passes something on is named before the verb, or, where it opens, after it.
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
    if any(s.words[k] in _FINITE for k in range(start, end)):
        return None  # a clause of its own: "Russian forces did not conduct any confirmed attacks"
    while start < end and (
        s.words[start] in {"the", "a", "an"}
        or s.words[start] in _ADVERBS
        or not s.tokens[start].text[0].isalpha()
    ):
        start += 1
    while end > start and (
        s.words[end - 1] in _INSIDE - {"'s"} or not s.tokens[end - 1].text[0].isalnum()
    ):
        end -= 1
    if start >= end or (end - start == 1 and s.words[start] in _NOT_NAMES):
        return None
    return Attribution(start, end, cue, form, text[s.tokens[start].start : s.tokens[end - 1].end])


def features(c: Context, found: list[Attribution], start: int, end: int) -> list[str]:
    """How the attributions of a sentence stand to the trigger at tokens ``start`` to ``end``."""
    if not found:
        return ["att=none"]
    out = [f"att=n{min(3, len(found))}"]
    for a in found:
        order = "before" if a.cue < start else "after"
        lo, hi = (a.cue + 1, start) if a.cue < start else (end, a.start)
        between = c.sentence.words[lo:hi] if hi > lo else []
        cue = c.sentence.words[a.cue]
        cut = ("that" if between[:1] == ["that"] else "") + (
            "but" if {"but", "although", "while", "however", "though", ";"} & set(between) else ""
        )
        name = next((s.kind for s in c.sides if a.start <= s.start < a.end), "none")
        noun = any(is_cue("speaker_nouns", w) for w in c.sentence.words[a.start : a.end])
        inside = a.start <= start < a.end
        out += [
            f"att|{a.form}|{order}", f"att|{a.form}|{order}|{cut}", f"att|cue={cue}|{order}", f"att|{a.form}|side={name}|noun={noun}|{order}",
            f"att|inside={inside}", f"att|{order}|gap={min(4, len(between) // 6)}", f"att|{order}|{cut}|noun={noun}",
        ]  # fmt: skip
    return out


def governing(c: Context, found: list[Attribution], start: int) -> list[Attribution]:
    """The chain of speakers over a trigger, outermost first: the nearest cue before it, else one behind it, with what
    quotes that one.
    """
    before = [
        a
        for a in found
        if a.cue < start
        and a.form in {"before", "label", "according", "quoted"}
        and not a.start <= start < a.end
    ]
    after = [
        a
        for a in found
        if a.cue >= start and a.form in {"after", "according", "label", "quoted", "before"}
    ]
    chain: list[Attribution] = []
    for a in before:
        if not chain or a.start >= chain[-1].end:
            chain.append(a)
    if chain:
        last = chain[-1]
        return [a for a in chain if not (a is not last and _closed(c, a, last))]
    return after[:1]


def _closed(c: Context, a: Attribution, b: Attribution) -> bool:
    """Whether the clause of ``a`` ends before ``b`` begins, so that ``b`` is not its content."""
    between = c.sentence.words[a.cue + 1 : b.start]
    return len(between) > 6 or bool({"but", "while", ";", "although"} & set(between))

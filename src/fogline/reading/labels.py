"""Who speaks in a headline: "General Staff: ..." in front, "... - RIA" or "...: General" behind."""

from __future__ import annotations

from fogline.reading.context import Context
from fogline.reading.headed_lists import head_of
from fogline.reading.lexicon import any_of, is_cue, words_of
from fogline.reading.text import Sentence

# Tokens of a name in front of a colon, behind a dash, and behind a colon; and of a bare name.
_FRONT, _BEHIND, _LAST, _NAME = 8, 7, 4, 3
_DASHES = frozenset({"—", "–", "-"})

Label = tuple[int, int, int]  # the name's tokens, and the mark


def speaker(c: Context) -> Label | None:
    """The label of a headline; stamps around it ("22.06.22 23:05 - ...", "... (22.06.22 23:05)")
    are no part of it. What it is about ("Kharkiv Oblast: ...", "Watch: ...") is none.
    """
    s = c.sentence
    if head_of(s) is not None:
        return None  # "Liberated: A, B" is a list, and nobody speaks
    first, last = _between_stamps(s)
    return _in_front(c, first, last) or _behind_dash(c, first, last) or _behind_colon(c, last)


def _in_front(c: Context, first: int, last: int) -> Label | None:
    s = c.sentence
    colons = (k for k in range(first + 1, min(first + 1 + _FRONT, last - 2)) if s.words[k] == ":")
    k = next(colons, None)
    if k is None or s.words[k - 1] in words_of("admin_heads"):
        return None  # none, or the region that the sentence is about
    return (first, k, k) if _may_speak(c, first, k) else None


def _behind_dash(c: Context, first: int, last: int) -> Label | None:
    """Behind the last dash."""
    s = c.sentence
    marks = range(last - 2, max(first, last - 2 - _BEHIND), -1)
    spaced = (k for k in marks if s.words[k] in _DASHES and s.tokens[k].start > s.tokens[k - 1].end)
    k = next(spaced, None)
    if k is None:
        return None
    start, end = _bare(s, k + 1, last)
    return (start, end, k) if _may_speak(c, start, end) and _leads(s, start) else None


def _behind_colon(c: Context, last: int) -> Label | None:
    """Behind a colon at the end: "...: General", "...: Report"."""
    s = c.sentence
    k = next((k for k in range(last - 2, max(0, last - 2 - _LAST), -1) if s.words[k] == ":"), None)
    if k is None or len(s.words) - k > _LAST:
        return None
    start, end = _bare(s, k + 1, last)
    return (start, end, k) if _may_speak(c, start, end) else None


def _may_speak(c: Context, start: int, end: int) -> bool:
    """Whether words are a name: no clause, no heading ("Battle for X"), no word for how it is told
    ("Watch", "Live updates").
    """
    s = c.sentence
    told = any(start <= t.start < end and _is_deed(s, t.start) for t in c.triggers)
    tagged = any_of(s.words[start:end], "headline_tags")
    says = any(is_cue("saying", s.words[k]) for k in range(start, end))
    return start < end and not (told or tagged or says) and _names_speaker(s, start, end)


def _is_deed(s: Sentence, k: int) -> bool:
    """Whether a word that may tell an event is none of a name: "head", "regiment". The first word
    of a headline is in capitals in any case.
    """
    noun = is_cue("speaker_nouns", s.words[k]) or s.words[k] in words_of("force_nouns")
    named = s.tokens[k].is_name and k > 0 and s.words[k - 1][0].isalpha()
    return not (named or noun)


def _leads(s: Sentence, start: int) -> bool:
    """Whether a label begins with who speaks: a clause has another word before its subject."""
    first = start + (s.words[start] in words_of("articles"))
    return s.tokens[first].is_name or is_cue("speaker_nouns", s.words[first]) or _is_title(s, first)


def _bare(s: Sentence, start: int, end: int) -> tuple[int, int]:
    """Tokens without the marks around them."""
    while start < end and not s.words[start][0].isalnum():
        start += 1
    while end > start and not s.words[end - 1][0].isalnum():
        end -= 1
    return start, end


def _is_title(s: Sentence, k: int) -> bool:
    """Whether a title stands before a name: "major Ivanov", not "a major success"."""
    named = any(t.is_name for t in s.tokens[k + 1 : k + 2])
    return s.words[k] in words_of("titles") and (named or "'" in s.words[k + 1 : k + 2])


def _names_speaker(s: Sentence, start: int, end: int) -> bool:
    named = [k for k in range(start, end) if s.words[k][0].isalnum()]
    if any(is_cue("speaker_nouns", s.words[k]) or _is_title(s, k) for k in named):
        return True
    return all(s.tokens[k].is_name for k in named) and 0 < len(named) <= _NAME


def _between_stamps(s: Sentence) -> tuple[int, int]:
    """The tokens of a headline without the day and hour that feeds put before or behind it."""
    first = next((k for k, w in enumerate(s.words) if w[0].isalpha()), 0)
    if first and not (s.words[0][0].isdecimal() and s.words[first - 1] in {*_DASHES, ")"}):
        first = 0
    opens = (k for k in range(first + 1, len(s.words) - 1) if s.words[k] == "(")
    return first, next((k for k in opens if _is_stamp(s.words[k + 1 :])), len(s.words))


def _is_stamp(words: list[str]) -> bool:
    """Whether words are a day and an hour up to the bracket's end."""
    inside = words[: words.index(")")] if ")" in words else []
    numbers = [w for w in inside if w[0].isdecimal()]
    return len(inside) > 1 and len(numbers) > len(inside) // 2 and not any(map(str.isalpha, inside))

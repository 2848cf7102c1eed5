"""Which candidate spans name places, decided by a small trained model over cheap features."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from fogline.reading.candidates import MAX_WORDS, Candidate
from fogline.reading.lexicon import words_of
from fogline.reading.sides import SideMention
from fogline.reading.text import Sentence

_STARTS = {'"', "“", "'", "‘", "«", "("}


def features(
    sentence: Sentence,
    candidate: Candidate,
    found: list[Candidate],
    sides: list[SideMention],
    common: frozenset[str],
    seen: dict[str, str],
    home: frozenset[str],
) -> list[str]:
    """Features of one candidate. ``common`` are words that texts write in lower case; ``seen`` maps names to how the
    document introduces them elsewhere.
    """
    words, tokens = sentence.words, sentence.tokens
    start, end = candidate.start, candidate.end
    before = words[start - 1] if start else "<s>"
    before2 = words[start - 2] if start > 1 else "<s>"
    after = words[end] if end < len(words) else "</s>"
    after2 = words[end + 1] if end + 1 < len(words) else "</s>"
    label = next((f"{s.kind}" for s in sides if s.start < end and start < s.end), "none")
    out = [
        "bias", f"kind={candidate.kind}", f"head={candidate.head}", f"b={_word(before)}", f"a={_word(after)}",
        f"bb={_word(before2)}|{_word(before)}", f"aa={_word(after)}|{_word(after2)}", f"side={label}",
        f"side={label}|b={_group(before)}|a={_group(after)}", f"g={_known(candidate, home)}",
        f"g={_known(candidate, home)}|b={_group(before)}", f"seen={seen.get(candidate.core, 'no')}",
        f"bg={_group(before)}|ag={_group(after)}",
    ]  # fmt: skip
    lower = candidate.core.casefold()
    first = start == 0 or tokens[start - 1].text in _STARTS
    out.append(f"common={lower in common}|first={first}|b={_group(before)}")
    out.append(
        f"acronym={candidate.core.isupper() and len(candidate.core) > 1}|m={bool(candidate.matches)}"
    )
    if start and tokens[start - 1].is_name and start > 1:
        out.append(f"namebefore|{_group(before)}")
    if end < len(tokens) and tokens[end].is_name:
        out.append(f"nameafter|{_group(after)}|{_known(candidate, home)}")
    out.extend(_list_features(sentence, candidate, found, home))
    out.extend(
        f"near={_group(w)}" for w in set(words[end + 1 : end + 4]) if _group(w) in {"office", "org"}
    )
    if any(w in words_of("settlement_words") for w in words[max(0, start - 3) : start]):
        out.append(f"settle|{_group(before)}|m={bool(candidate.matches)}")
    if after == "'s":
        force = any(
            _group(w) in {"force", "say", "office", "title"} for w in words[end + 1 : end + 3]
        )
        out.append(f"owner|force={force}|side={label}")
    if label == "capital" or label == "country":
        out.append(f"metonym|{_word(after)}|{sentence.heading}")
        out.append(f"metonym|b={_word(before)}|{first}")
    return out


def _list_features(
    sentence: Sentence, candidate: Candidate, found: list[Candidate], home: frozenset[str]
) -> list[str]:
    """Whether the neighbours in a list are likely places."""
    out = []
    position = bisect_left(found, candidate.start, key=lambda c: c.start)
    for name, other in (("prev", position - 1), ("next", position + 1)):
        if 0 <= other < len(found):
            a, b = sorted((candidate, found[other]), key=lambda c: c.start)
            between = sentence.words[a.end : b.start]
            if (
                between
                and len(between) <= 2
                and all(w in {",", "and", "or", "-", "–", "—", "та", "и", "і"} for w in between)
            ):
                out.append(f"list{name}|{_known(found[other], home)}")
    return out


def _known(candidate: Candidate, home: frozenset[str]) -> str:
    """What the gazetteer knows of a name: how alike, how large, and whether in the theatre's countries."""
    if not candidate.matches:
        return "none"
    alike = max(m.likeness for m in candidate.matches)
    close = [m for m in candidate.matches if m.likeness >= alike - 0.1]
    weight = max(m.place.weight for m in close)
    at_home = any(m.place.country in home for m in close)
    return f"{int(alike * 10)}|{min(6, int(weight))}|{int(at_home)}"


def _word(word: str) -> str:
    return "<num>" if word[:1].isdecimal() else word


def _group(word: str) -> str:
    for name, key in _GROUPS:
        if word in words_of(key):
            return name
    return "x" if word[:1].isalpha() else word[:1]


_GROUPS = (
    ("place", "place_before"), ("title", "titles"), ("office", "office_heads"), ("org", "organisations"),
    ("say", "saying"), ("month", "months"), ("dir", "direction_words"), ("admin", "admin_heads"), ("area", "area_heads"), ("force", "force_nouns"),
)  # fmt: skip


# A list of so many places makes of what stands in it a place too.
_LISTED = 2
_BEHIND_A_LIST = {".", ",", ";", ")", "and", "or", "in", "of", "</s>", "та", "і", "и", "у", "в"}


def listed_among_places(
    sentence: Sentence,
    found: list[Candidate],
    chosen: set[int],
    sides: list[SideMention],
    text: str,
) -> dict[int, Candidate]:
    """Candidates that stand in a list of places, by position: villages that no gazetteer knows.

    Each has a chosen place of the list on both hands, or two before it and the end of the list behind.
    """
    out: dict[int, Candidate] = {}
    for k, candidate in enumerate(found):
        if k in chosen or candidate.kind != "settlement" or _is_side(candidate, sides):
            continue
        whole = candidate if candidate.matches else _whole_name(sentence, candidate, text)
        row = [*found[:k], whole, *found[k + 1 :]]
        before = _run(sentence, row, chosen | set(out), k, -1)
        after = _run(sentence, row, chosen, k, 1)
        follower = sentence.words[whole.end] if whole.end < len(sentence.words) else "</s>"
        if (before and after) or (before >= _LISTED and follower in _BEHIND_A_LIST):
            out[k] = whole
    return out


def _whole_name(sentence: Sentence, candidate: Candidate, text: str) -> Candidate:
    """The candidate with all capitalised words that follow it: "Nova Balka", of which no gazetteer knows a part."""
    tokens, end = sentence.tokens, candidate.end
    while end < len(tokens) and end - candidate.start < MAX_WORDS and tokens[end].is_name:
        end += 1
    core = text[tokens[candidate.start].start : tokens[end - 1].end]
    return replace(candidate, end=end, core=core)


def _is_side(candidate: Candidate, sides: list[SideMention]) -> bool:
    return any(s.start < candidate.end and candidate.start < s.end for s in sides)


def _run(sentence: Sentence, found: list[Candidate], chosen: set[int], k: int, step: int) -> int:
    """How many chosen places the list has on one hand of a candidate."""
    count = 0
    while 0 <= k + step < len(found):
        one, two = sorted((found[k], found[k + step]), key=lambda c: c.start)
        between = sentence.words[one.end : two.start]
        if (k + step) not in chosen or not between or not _links(between):
            break
        count, k = count + 1, k + step
    return count


def _links(between: list[str]) -> bool:
    joins = any(w in {",", "and", "or", "&", "та", "і", "й", "и"} for w in between)
    return joins and all(w in words_of("list_words") for w in between)

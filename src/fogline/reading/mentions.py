"""Which candidate spans name places, decided by a small trained model over cheap features."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from fogline.reading.candidates import GENITIVE
from fogline.reading.heads import SURE, Candidate
from fogline.reading.lexicon import words_of
from fogline.reading.sides import SideMention
from fogline.reading.text import Sentence

# What ends words that are told, before the dash that leads in who said them.
_DASHES, _SAID_ENDS = frozenset({"-", "–", "—"}), frozenset({",", '"', "”", "»", "!"})
_SIGNATURE_ENDS = frozenset({".", "!", "(", "»"})
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
    """Features of one candidate.

    ``common`` are words that texts write in lower case; ``seen`` maps names to how the document
    introduces them elsewhere.
    """
    words, tokens = sentence.words, sentence.tokens
    start, end = candidate.start, candidate.end
    owned = any(c.end == start and c.head == GENITIVE for c in found)
    before = "'s" if owned else words[start - 1] if start else "<s>"
    before2 = words[start - 2] if start > 1 else "<s>"
    after = words[end] if end < len(words) else "</s>"
    after2 = words[end + 1] if end + 1 < len(words) else "</s>"
    label = next((f"{s.kind}" for s in sides if s.start < end and start < s.end), "none")
    out = [
        "bias", f"kind={candidate.kind}", f"head={candidate.head}", f"b={_word(before)}",
        f"a={_word(after)}", f"bb={_word(before2)}|{_word(before)}",
        f"aa={_word(after)}|{_word(after2)}", f"side={label}",
        f"side={label}|b={_group(before)}|a={_group(after)}", f"g={_known(candidate, home)}",
        f"g={_known(candidate, home)}|b={_group(before)}",
        f"seen={seen.get(candidate.core, 'no')}", f"bg={_group(before)}|ag={_group(after)}",
    ]  # fmt: skip
    lower = candidate.core.casefold()
    first = start == 0 or tokens[start - 1].text in _STARTS
    out.append(f"common={lower in common}|first={first}|b={_group(before)}")
    if start > 1 and tokens[start - 1].is_name and not owned:
        out.append(f"namebefore|{_group(before)}")
    if end < len(tokens) and tokens[end].is_name:
        out.append(f"nameafter|{_group(after)}|{_known(candidate, home)}")
    out.extend(_list_features(sentence, candidate, found, home))
    out.extend(
        f"near={_group(w)}" for w in set(words[end + 1 : end + 4]) if _group(w) in {"office", "org"}
    )
    if any(w in words_of("settlement_words") for w in words[max(0, start - 3) : start]):
        out.append(f"settle|{_group(before)}|m={bool(candidate.matches)}")
    return out + _acronym(candidate) + _side_features(sentence, candidate, label)


def _acronym(candidate: Candidate) -> list[str]:
    acronym = candidate.core.isupper() and len(candidate.core) > 1
    return [f"acronym={acronym}|m={bool(candidate.matches)}"]


def _side_features(sentence: Sentence, candidate: Candidate, label: str) -> list[str]:
    """Whether a name stands for a side: an owner of forces, or a capital for its government."""
    words, start, end = sentence.words, candidate.start, candidate.end
    before = words[start - 1] if start else "<s>"
    after = words[end] if end < len(words) else "</s>"
    first = start == 0 or sentence.tokens[start - 1].text in _STARTS
    out = []
    if after in words_of("possessives"):
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
                and all(w in words_of("place_list_joins") for w in between)
            ):
                out.append(f"list{name}|{_known(found[other], home)}")
    return out


def _known(candidate: Candidate, home: frozenset[str]) -> str:
    """What the gazetteer knows of a name: how alike, how large, and whether in the theatre's
    countries.
    """
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
    ("place", "place_before"), ("title", "titles"), ("office", "office_heads"),
    ("org", "organisations"), ("say", "saying"), ("month", "months"), ("dir", "direction_words"),
    ("admin", "admin_heads"), ("area", "area_heads"), ("force", "force_nouns"),
)  # fmt: skip


def is_signature(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether a name is who said the words before it: "we hold the town, - Zelenskyi"."""
    words, start = sentence.words, candidate.start
    led = start > 1 and words[start - 1] in _DASHES and words[start - 2] in _SAID_ENDS
    behind = words[candidate.end : candidate.end + 1]
    return led and (not behind or behind[0] in _SIGNATURE_ENDS)


# A list of so many places makes of what stands in it a place too.
_LISTED = 2


def with_listed(
    sentence: Sentence,
    found: list[Candidate],
    chosen: set[int],
    sides: list[SideMention],
    text: str,
) -> list[Candidate]:
    """The chosen candidates, and with them what a list of places has and no gazetteer knows.

    Each has a chosen place of the list on both hands, or two before it and the end of the list
    behind. Its name runs on to the next mark: "Nova Balka", of which a gazetteer knows half.
    """
    row, kept = _whole_names(sentence, found, chosen, text)
    for k, candidate in enumerate(row):
        if k in kept or candidate.kind != "settlement" or _is_side(candidate, sides):
            continue
        before, after = (_run(sentence, row, kept, k, step) for step in (-1, 1))
        follower = sentence.words[candidate.end : candidate.end + 1]
        ended = not follower or follower[0] in words_of("behind_lists")
        if (before and after) or (before >= _LISTED and ended):
            kept.add(k)
    names = [c for k, c in enumerate(row) if k in kept]
    chosen_parts = [found[k] for k in chosen]
    return names + [c for c in chosen_parts if not any(_within(c, name) for name in names)]


def _within(part: Candidate, whole: Candidate) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _whole_names(
    sentence: Sentence, found: list[Candidate], chosen: set[int], text: str
) -> tuple[list[Candidate], set[int]]:
    """The candidates, those on neighbouring words as one name, and which of them are chosen."""
    row: list[Candidate] = []
    kept: set[int] = set()
    k = 0
    while k < len(found):
        first, last = k, k
        sure = k in chosen and bool(found[k].matches) and found[k].matches[0].likeness >= SURE
        while last + 1 < len(found) and not sure and _touches(found, last):
            last += 1
        whole = found[first]
        if last > first:
            start, end = found[first].start, found[last].end
            core = text[sentence.tokens[start].start : sentence.tokens[end - 1].end]
            whole = replace(found[first], end=end, core=core, matches=())
        elif k in chosen:
            kept.add(len(row))
        row.append(whole)
        k = last + 1
    return row, kept


def _touches(found: list[Candidate], k: int) -> bool:
    one, two = found[k], found[k + 1]
    return one.end == two.start and one.kind == two.kind == "settlement" and not one.head


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
    joins = any(w in words_of("list_joints") for w in between)
    return joins and all(w in words_of("list_words") for w in between)

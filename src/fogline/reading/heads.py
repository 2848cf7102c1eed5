"""The words that make a name a region's or a water's, and the names that have them in common."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fogline.gazetteer import Gazetteer, Match
from fogline.reading.lexicon import any_of, singular_of, words_of
from fogline.reading.text import Sentence, joins_names

# Likeness above which a name with its head is that region, river or facility.
SURE = 0.85


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``start`` to ``end`` of a sentence that may name a place; ``core`` is the name without
    its head word.
    """

    start: int
    end: int
    core: str
    kind: str
    head: str
    matches: tuple[Match, ...]


def regions_named(gazetteer: Gazetteer, core: str, head: str) -> tuple[Match, ...]:
    """Regions of a name under its head in the singular, or under another word for the same: "Sumy
    oblasts", "Kherson region".
    """
    single = singular_of(head)
    heads = (
        (single, *sorted(words_of("region_heads")))
        if single in words_of("region_heads")
        else (single,)
    )
    for word in heads:
        found = tuple(
            m
            for m in gazetteer.find(f"{core} {word}")
            if m.likeness >= SURE and m.place.kind == "admin"
        )
        if found:
            return found
    return ()


def shared(sentence: Sentence, found: list[Candidate], gazetteer: Gazetteer) -> list[Candidate]:
    """The candidates with the heads that others have: "Donetsk and Luhansk Oblasts", "the
    Zaporizhia-Donetsk Oblast border", or that stand before them: "the province of Idlib".
    """
    out = [_led(sentence, candidate, gazetteer) for candidate in found]
    for k in range(1, len(out)):
        if out[k] is not found[k] and out[k - 1].end == out[k].start - 1:
            out[k - 1] = _without_head(out[k - 1])
    for k in range(len(out) - 1, 0, -1):
        if out[k].kind not in {"admin", "river"}:
            continue
        several = out[k].head in words_of("plural_heads")
        j = k - 1
        while (
            j >= 0
            and out[j].head == ""
            and _may_share(out[j], out[k], gazetteer)
            and (
                (several and _listed(sentence, out[j].end, out[j + 1].start))
                or _hyphened(sentence, out[j].end, out[j + 1].start)
            )
        ):
            out[j] = replace(out[j], kind=out[k].kind, head=out[k].head)
            j -= 1
    return out


def _led(sentence: Sentence, candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    """A name behind "province of", where there is such a region."""
    words, at = sentence.words, candidate.start
    of = any_of(words[max(0, at - 1) : at], "of_words")
    head = words[at - 2] if of and at > 1 else ""
    named = head in words_of("region_heads") and candidate.kind == "settlement"
    if named and regions_named(gazetteer, candidate.core, head):
        return replace(candidate, kind="admin", head=head)
    return candidate


def _without_head(candidate: Candidate) -> Candidate:
    """A country before a region's head that belongs to the name behind it: "the central X region of
    Y".
    """
    country = candidate.matches and candidate.matches[0].place.kind == "country"
    if candidate.kind != "admin" or not country:
        return candidate
    return replace(candidate, end=candidate.end - 1, kind="country", head="")


def _may_share(candidate: Candidate, shared: Candidate, gazetteer: Gazetteer) -> bool:
    known = any(m.place.kind == "admin" for m in candidate.matches)
    return (
        shared.kind != "admin"
        or known
        or bool(regions_named(gazetteer, candidate.core, shared.head))
    )


def _listed(sentence: Sentence, end: int, start: int) -> bool:
    between = sentence.words[end:start]
    return 0 < len(between) <= 3 and all(w in words_of("list_joins") for w in between)


def _hyphened(sentence: Sentence, end: int, start: int) -> bool:
    return start == end + 1 and joins_names(sentence.tokens, end)

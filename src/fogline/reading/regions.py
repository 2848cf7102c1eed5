"""Which region the text itself gives a place: "Lyman (Donetsk Oblast)", "In Luhansk Oblast ..."."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.gazetteer import Gazetteer
from fogline.model import Place
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence

# Words between a list of places and the region that they lie in: "in the far south of".
_REACH = 5
# Words between a region's genitive and the place in it: "Syria's besieged city of".
_OWNED = 4
_CUTS = frozenset({",", ";", ":", "(", ")"})
# Stands for a region such as Donbas, which no place's entry names.
UNBOUNDED = "?"


@dataclass(frozen=True, slots=True)
class LocatedName:
    """A name of a sentence: its tokens, the regions it stands for if it is one, whether it is a
    country's, and whether it is written as a genitive without its mark ("Syrias").
    """

    start: int
    end: int
    regions: frozenset[str]
    country: bool = False
    genitive: bool = False


def given_regions(sentence: Sentence, names: Sequence[LocatedName]) -> list[frozenset[str]]:
    """For each name of a sentence, in order, the regions that the text says it lies in.

    A bracket or an apposition behind a name counts for that name, "in REGION" behind a list for the
    whole list, and a region that opens the sentence for all names behind it that have none yet.
    """
    out: list[frozenset[str]] = [frozenset()] * len(names)
    for k, name in enumerate(names):
        if name.regions:
            continue
        regions = _behind(sentence, names, k)
        for j in (
            _list_before(sentence, names, k) if regions and not _encloses(sentence, name) else [k]
        ):
            out[j] = out[j] or regions
    opening = _opening(sentence, names)
    return [
        given or (opening if opening and not name.regions else given)
        for given, name in zip(out, names, strict=True)
    ]


def _encloses(sentence: Sentence, name: LocatedName) -> bool:
    """Whether a bracket or an apposition, which speaks of one name only, follows it."""
    return sentence.words[name.end : name.end + 1] in (["("], [","])


def _behind(sentence: Sentence, names: Sequence[LocatedName], k: int) -> frozenset[str]:
    """The regions right behind a name: in brackets, as an apposition, or led by "in" or "of"."""
    words, end = sentence.words, names[k].end
    if k + 1 == len(names) or not names[k + 1].regions:
        return frozenset()
    follower = names[k + 1]
    between = words[end : follower.start]
    if between == ["("]:
        return follower.regions
    if between == [","]:
        after = words[follower.end : follower.end + 1]
        closed = follower.country or after in ([], [","], ["."], [";"], [")"])
        return follower.regions if closed else frozenset()
    lead = [w for w in between if w != "," and w not in words_of("lying")]
    if lead and len(lead) <= _REACH and lead[0] in words_of("inside") and _plain(lead[1:]):
        return _joined(words, names, k + 1)
    return frozenset()


def _plain(words: Sequence[str]) -> bool:
    known = words_of("inside") | words_of("determiners") | words_of("direction_words")
    return all(w in known for w in words)


def _joined(words: Sequence[str], names: Sequence[LocatedName], k: int) -> frozenset[str]:
    """The regions of a name and of those that are listed with it: "Kharkiv and Donetsk Oblasts"."""
    regions = names[k].regions
    for name in names[k + 1 :]:
        between = words[names[k].end : name.start]
        linked = [w for w in between if w not in words_of("list_joints")]
        if not name.regions or not between or len(linked) > _REACH or not _plain(linked):
            break
        regions, k = regions | name.regions, k + 1
    return regions


def _list_before(sentence: Sentence, names: Sequence[LocatedName], k: int) -> list[int]:
    """The places of the list that ends with a name."""
    out = [k]
    for j in range(k - 1, -1, -1):
        between = sentence.words[names[j].end : names[j + 1].start]
        if names[j].regions or not all(w in words_of("list_words") for w in between):
            break
        out.append(j)
    return out


def _opening(sentence: Sentence, names: Sequence[LocatedName]) -> frozenset[str]:
    """The region that a sentence opens with: "In Luhansk Oblast, ..."."""
    if not names or not names[0].regions:
        return frozenset()
    first = names[0]
    lead = [w for w in sentence.words[: first.start] if w != "," and w not in words_of("openers")]
    label = not lead and sentence.words[first.end : first.end + 1] == [":"]
    opens = label or (bool(lead) and lead[0] in words_of("inside") and _plain(lead))
    return first.regions if opens else frozenset()


def only_locate(sentence: Sentence, names: Sequence[LocatedName]) -> list[bool]:
    """Which names of a sentence are regions or countries that only say where its other places lie:
    "in Aleppo, Syria", "Syria's Aleppo".
    """
    used: frozenset[str] = frozenset().union(*given_regions(sentence, names))
    return [bool(name.regions & used) or _owns(sentence, names, k) for k, name in enumerate(names)]


def _owns(sentence: Sentence, names: Sequence[LocatedName], k: int) -> bool:
    """Whether a region's genitive leads to a place in it: "Syria's besieged city of Aleppo"."""
    if not names[k].regions or k + 1 == len(names):
        return False
    between = sentence.words[names[k].end : names[k + 1].start]
    if not between or between[0] not in words_of("possessives"):
        return bool(names[k].genitive and len(between) <= _OWNED)
    return len(between) <= 1 + _OWNED and not any(w in _CUTS for w in between)


def regions_meant(place: Place | None) -> frozenset[str]:
    """The regions that a place stands for, as other places' entries name them."""
    if place is None or place.kind not in {"admin", "region"}:
        return frozenset()
    return frozenset({first_word(place.name) if place.kind == "admin" else UNBOUNDED})


def first_word(region: str) -> str:
    """The word that tells a region from others: "kharkiv" of "Kharkiv Oblast"."""
    return region.split()[0].casefold() if region else ""


def region_word(region: str, gazetteer: Gazetteer) -> str:
    """The word that tells a region from others, whatever spelling a table of places has of it."""
    found = gazetteer.find(region) if region else ()
    named = next((m.place.name for m in found if m.place.kind == "admin"), region)
    return first_word(named)

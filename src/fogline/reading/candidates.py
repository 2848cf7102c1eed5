"""Spans that may name a place: capitalised words, with the heads that make them regions, waters,
roads, facilities.
"""

from __future__ import annotations

import re

from fogline.gazetteer import Gazetteer, Match
from fogline.reading import heads
from fogline.reading.heads import SURE, Candidate
from fogline.reading.lexicon import endings_of, words_of
from fogline.reading.not_places import is_no_place
from fogline.reading.text import HYPHENS, Sentence

MAX_WORDS = 4
_ROAD = re.compile(r"^(?:[AEHKMNPRTАЕНМРТ]|DI)-?\d{1,4}$")
# Likeness above which several words are one name.
SAME = 0.8
# The head of a country's name in a genitive without its mark.
GENITIVE = "genitive"
_JOINS = {"-", "–", "'", "’"}


def candidates(sentence: Sentence, gazetteer: Gazetteer, text: str) -> list[Candidate]:
    """Non-overlapping spans that may name places, in order."""
    found: list[Candidate] = []
    k = 0
    tokens = sentence.tokens
    while k < len(tokens):
        candidate = None
        if _may_start(sentence, k):
            candidate = _road(sentence, k) or _named(sentence, k, gazetteer, text)
        if candidate is None or _is_no_place(candidate):
            k += 1
            continue
        found.append(candidate)
        k = candidate.end
    return heads.shared(sentence, found, gazetteer)


def _is_no_place(candidate: Candidate) -> bool:
    """Whether a name is no place's; waters keep a people's name: "the Arabian Sea"."""
    alike = max((m.likeness for m in candidate.matches), default=1)
    return candidate.kind not in {"river", "other"} and is_no_place(candidate.core, alike)


def _may_start(sentence: Sentence, k: int) -> bool:
    token = sentence.tokens[k]
    if not token.text[0].isalpha():
        return False
    if token.is_name:
        return token.lower not in words_of("never_places")
    following = sentence.tokens[k + 1] if k + 1 < len(sentence.tokens) else None
    if (
        token.lower in words_of("port_heads")
        and following is not None
        and following.lower in words_of("of_words")
    ):
        return True
    if token.lower in words_of("lower_places"):
        return True
    return (
        token.lower in words_of("name_particles")
        and following is not None
        and following.text == "-"
    )


def _road(sentence: Sentence, k: int) -> Candidate | None:
    tokens = sentence.tokens
    end = k + 1
    if (
        k + 2 < len(tokens)
        and tokens[k + 1].text == "-"
        and _ROAD.match(tokens[k].text + tokens[k + 2].text)
    ):
        end = k + 3
    elif not _ROAD.match(tokens[k].text):
        return None
    core = "".join(t.text for t in tokens[k:end])
    if end < len(tokens) and tokens[end].lower in words_of("road_heads"):
        end += 1
    return Candidate(k, end, core, "other", "road", ())


def _named(sentence: Sentence, k: int, gazetteer: Gazetteer, text: str) -> Candidate | None:
    tokens = sentence.tokens
    port = (
        tokens[k].lower in words_of("port_heads")
        and k + 2 < len(tokens)
        and tokens[k + 1].lower in words_of("of_words")
    )
    start = k + 2 if port else k
    ends = _name_ends(sentence, start)
    if port and (not ends or not tokens[start].is_name):
        return None
    if not port and ends and (country := _genitive(tokens[start].text, gazetteer)):
        return Candidate(k, start + 1, tokens[start].text, "country", GENITIVE, country)
    openers = words_of("name_openers")
    for end in reversed(ends):
        core = text[tokens[start].start : tokens[end - 1].end]
        matches = gazetteer.find(core)
        whole = end - start > 1 or len(ends) == 1 or tokens[start].lower not in openers
        if matches and whole and (end - start == 1 or matches[0].likeness >= SAME):
            return _with_head(sentence, k, start, end, core, matches, port)
    if not ends:
        return None
    hyphened = any(t.text == "-" for t in tokens[start : ends[-1]])
    opened = len(ends) > 1 and tokens[start].lower in openers
    end = ends[-1] if hyphened else ends[1] if opened else ends[0]
    core = text[tokens[start].start : tokens[end - 1].end]
    return _with_head(sentence, k, start, end, core, gazetteer.fuzzy(core), port)


def _genitive(word: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """The country of a genitive whose mark a text has lost: "Syrias Aleppo"."""
    ending = next((e for e in endings_of("genitive_endings") if word.endswith(e)), "")
    name = word.removesuffix(ending) if ending else ""
    found = gazetteer.find(name) if name else ()
    return tuple(m for m in found if m.likeness >= 1 and m.place.kind == "country")


def _name_ends(sentence: Sentence, start: int) -> list[int]:
    """Ends of the spans of up to four words that a name beginning at ``start`` may have."""
    tokens = sentence.tokens
    ends: list[int] = []
    words = 0
    k = start
    while k < len(tokens) and words < MAX_WORDS:
        token = tokens[k]
        if (
            token.text in _JOINS
            and k > start
            and k + 1 < len(tokens)
            and tokens[k - 1].end == token.start == tokens[k + 1].start - 1
        ):
            k += 1
            continue
        if not token.text[0].isalpha() or not (token.is_name or _is_particle(sentence, k)):
            break
        if k > start and tokens[k - 1].end != token.start and tokens[k - 1].end + 1 < token.start:
            break
        words += 1
        k += 1
        if token.is_name:
            ends.append(k)
    return ends


def _is_particle(sentence: Sentence, k: int) -> bool:
    """Small words inside names: al-Bab, Ras al-Ain, Rostov-on-Don, Komsomolsk-na-Amure."""
    tokens = sentence.tokens
    following = tokens[k + 1 : k + 3]
    if not following:
        return False
    if following[0].text == "-" and len(following) > 1 and following[1].is_name:
        return tokens[k].lower in words_of("name_particles") or (
            k > 0 and tokens[k - 1].text == "-"
        )
    return (
        tokens[k].lower in words_of("name_particles")
        and following[0].is_name
        and k > 0
        and tokens[k - 1].is_name
    )


def _with_head(
    sentence: Sentence,
    first: int,
    start: int,
    end: int,
    core: str,
    matches: tuple[Match, ...],
    port: bool,
) -> Candidate:
    """Extend a name by the word that says what it is: Oblast, River, airport, direction."""
    tokens = sentence.tokens
    words = sentence.words
    following = words[end] if end < len(words) else ""
    if port:
        return Candidate(first, end, core, "facility", "port", matches)
    if following in words_of("admin_heads"):
        return Candidate(first, end + 1, core, "admin", following, matches)
    adjective = following.isascii() or core.casefold().endswith(endings_of("adjective_endings"))
    if following in words_of("water_heads") and adjective:
        return Candidate(first, end + 1, core, "river", following, matches)
    sea = following in words_of("sea_heads") and tokens[end].is_name
    if sea or (following in words_of("sea_nouns") and adjective):
        return Candidate(first, end + 1, core, "other", following, matches)
    tail = end
    while tail < len(tokens) and tail - end < 5 and words[tail] in words_of("facility_heads"):
        tail += 1
    while tail > end and words[tail - 1] not in words_of("facility_last"):
        tail -= 1
    joined = first > 0 and words[first - 1] in HYPHENS  # the road "from A to B" is named by both
    if tail > end and not joined and adjective:
        return Candidate(first, tail, core, "facility", words[tail - 1], matches)
    if following in words_of("city_heads") and tokens[end].is_name:
        return Candidate(first, end + 1, core, "settlement", "city", matches)
    kind = _kind_alone(sentence, first, core, matches)
    head = following if following in words_of("area_heads") and kind != "admin" else ""
    return Candidate(first, end, core, kind, "named" if kind == "facility" else head, matches)


def _kind_alone(sentence: Sentence, first: int, core: str, matches: tuple[Match, ...]) -> str:
    """What a name without a head is: what the gazetteer says first, but a settlement before a
    river or region of the same name, and a water with the article of one.
    """
    ground = any(m.place.kind in {"admin", "region"} for m in matches)
    if ground and core.casefold().endswith(endings_of("region_endings")):
        return "admin"
    words, tokens = sentence.words, sentence.tokens
    kind = matches[0].place.kind if matches else "settlement"
    if kind in {"river", "admin"} and any(m.place.kind == "settlement" for m in matches):
        kind = "settlement"
    led = first > 0 and words[first - 1] in words_of("water_names") and tokens[first - 1].is_name
    return "river" if led or (_beside(words, first) and _is_water(matches)) else kind


def _beside(words: list[str], first: int) -> bool:
    """Whether a name has the article of a water: "bank of the Dnipro", "across the Inhulets"."""
    return (
        first > 1
        and words[first - 1] in words_of("definite_articles")
        and words[first - 2] in words_of("before_waters")
    )


def _is_water(matches: tuple[Match, ...]) -> bool:
    return any(m.place.kind == "river" and m.likeness >= SURE for m in matches)

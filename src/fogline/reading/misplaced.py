"""Small places that a name has and can't mean: of half a name, or far from all that stands beside.

No gazetteer has every village. Where it lacks the one that is meant, a namesake must not take its
place.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import inf

from fogline.reading.drafts import LARGE, MentionDraft, by_sentence, is_decided
from fogline.reading.layout import Layout
from fogline.reading.lexicon import any_of, endings_of, numbers_of
from fogline.reading.text import Token, joins_names

# log10 of people below which a name may be half of another: "Dolyna", a town of 20,000, and "Zelena
# Dolyna". No text calls a city by half the name of a village.
HALF = 4.5
# A spelling less like than this is a guess (a rule of transliteration gives .95 and more), which
# says nothing of where the places beside it lie.
GUESS = 0.95
# A small place farther from the nearest sure one of its sentence is not meant: most of an oblast's
# width. With the packaged gazetteer, of 1,361 settlements of the daily assessments 167 were put
# wrongly; farther than 100 km leaves 94 of them and loses 4 of 1,193 right ones, 150 km 111 and 1.
FAR_KM = 150.0
FAR = "no settlement of this name in the gazetteer near the places beside it"
PART = "part of a longer name, which the gazetteer does not have"
# A text's "10 km northeast of X" is rounded, by road, or from the edge of a large city.
TOLD_TIMES, TOLD_MORE_KM = 2.0, 30.0
# Words from a name to the place that it is told to be so far from.
_TO_TOLD = 12
# Words beside each other that are two places lie this near: a list that has lost its comma.
_TWO_PLACES_KM = 50.0


@dataclass(frozen=True)
class _Reach:
    """How far from the nearest sure place a small one may be, in km: one of the name, and a guess,
    which needs its neighbours' word. ``sentences`` on either side are looked at for guesses alone,
    because the next sentence of a bulletin may tell of another front.
    """

    km: float
    guess_km: float
    sentences: int


# With all villages imported hardly any is lacking: 50 of 1,485 settlements of the daily assessments
# are put wrongly, and 46 with what serves for the packaged ones.
_PACKAGED, _IMPORTED = _Reach(FAR_KM, 60.0, 2), _Reach(inf, 250.0, 0)


def drop(layout: Layout, names: list[MentionDraft], common: Set[str]) -> None:
    """Take from the mentions the small places that they can't mean, and say why.

    Where all villages are imported only guesses go that are very far; every name stays whole.
    """
    groups = by_sentence(names)
    reach = _IMPORTED if layout.gazetteer.imported_files else _PACKAGED
    if reach is _PACKAGED:
        for n in names:
            _keep_to_told(layout, n, groups[n.sentence])
        for n in names:
            if _is_below(n, HALF) and _is_part(layout, n, groups[n.sentence], common):
                n.misplaced = PART
    for n in names:
        if not n.misplaced and _is_below(n, LARGE) and _is_far(n, groups, reach):
            n.misplaced = FAR
    for n in names:
        if n.misplaced:
            n.ranked = []


def _is_far(n: MentionDraft, groups: dict[int, list[MentionDraft]], reach: _Reach) -> bool:
    """Whether a place lies beyond reach of all sure ones beside it."""
    place, is_guess = n.ranked[0][1].place, n.ranked[0][1].likeness < GUESS
    sure = _beside(n, groups, reach.sentences if is_guess else 0)
    near = [place.km(s.ranked[0][1].place) for s in sure]
    return bool(near) and min(near) > (reach.guess_km if is_guess else reach.km)


def _keep_to_told(layout: Layout, n: MentionDraft, beside: Sequence[MentionDraft]) -> None:
    """Keep of the places of a name those that are as far as the text says: "X, 10 km from Y"."""
    words = layout.sentences[n.sentence].words
    after = [s for s in beside if s.candidate.start >= n.candidate.end]
    if not n.ranked or not after or n.ranked[0][1].place.kind != "settlement":
        return
    other = min(after, key=lambda s: s.candidate.start)
    between = words[n.candidate.end : other.candidate.start]
    told = _kilometres(between)
    if not told or not is_decided(other):
        return
    far = TOLD_TIMES * told + TOLD_MORE_KM
    kept = [(x, m) for x, m in n.ranked if m.place.km(other.ranked[0][1].place) <= far]
    if not kept:
        name = other.ranked[0][1].place.name
        n.misplaced = f"the text places it {told:g} km from {name}; none of this name lies there"
    n.ranked = kept


def _kilometres(between: Sequence[str]) -> float:
    """How far the words between two places say that they are apart; 0 if they don't."""
    joint = between[-1:]
    opens = any_of(between[:1], "apposition_marks") and len(between) <= _TO_TOLD
    if not opens or not (any_of(joint, "of_words") or any_of(joint, "from_words")):
        return 0.0
    units = numbers_of("kilometres")
    for k, word in enumerate(between):
        digits = word.rstrip("abcdefghijklmnopqrstuvwxyzкм")
        unit = word[len(digits) :] or "".join(between[k + 1 : k + 2])
        if unit in units and digits.isdecimal():
            return float(digits) * units[unit]
    return 0.0


def _is_below(n: MentionDraft, weight: float) -> bool:
    """Whether a mention is of a settlement smaller than this."""
    if not n.ranked:
        return False
    place = n.ranked[0][1].place
    return place.kind == "settlement" and place.weight < weight


def _beside(
    n: MentionDraft, groups: dict[int, list[MentionDraft]], reach: int
) -> list[MentionDraft]:
    """The sure places of other names in the nearest sentences that have any."""
    name = n.candidate.core.casefold()
    for gap in range(reach + 1):
        sure = [
            s
            for at in sorted({n.sentence - gap, n.sentence + gap})
            for s in groups.get(at, ())
            if is_decided(s) and s.ranked[0][1].likeness >= GUESS
            if s.candidate.core.casefold() != name
        ]
        if sure:
            return sure
    return []


def _is_part(
    layout: Layout, n: MentionDraft, beside: Sequence[MentionDraft], common: Set[str]
) -> bool:
    """Whether a name goes on: "Bila" of "Bila Hora", "Darivka" of "Ivano-Darivka"."""
    sentence, c = layout.sentences[n.sentence], n.candidate
    tokens = sentence.tokens
    if any(_is_compound(tokens, k) for k in (c.start - 1, c.end)):
        return True
    for at, joint in ((c.start - 1, c.start), (c.end, c.end)):
        if not 0 <= at < len(tokens) or not _touches(tokens, joint):
            continue
        is_side = any(s.start <= at < s.end for s in layout.sides[n.sentence])
        if is_side or _is_near(n, beside, at) or (at == c.end and _is_person(tokens, at)):
            continue
        if _may_be_part(tokens[at], at, common):
            return True
    return False


def _is_person(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name and a surname follow: "in Sviatohirsk Vladimir Rybalkin said"."""
    behind = tokens[at : at + 2]
    return len(behind) == 2 and all(t.is_name for t in behind) and _touches(tokens, at + 1)


def _touches(tokens: Sequence[Token], joint: int) -> bool:
    """Whether nothing but a space stands before a token."""
    return tokens[joint].start - tokens[joint - 1].end <= 1


def _is_compound(tokens: Sequence[Token], hyphen: int) -> bool:
    """Whether a hyphen joins the halves of one name: its first half ends as such halves do."""
    if not joins_names(tokens, hyphen):
        return False
    first, second = tokens[hyphen - 1], tokens[hyphen + 1]
    ends = first.lower.endswith(endings_of("compound_endings"))
    return ends and first.is_name and second.is_name


def _may_be_part(token: Token, at: int, common: Set[str]) -> bool:
    """Whether a word beside a name may belong to it: no word that only its place, or what it says
    of the name, makes a capital of.
    """
    if not at or not token.is_name or not token.text.isalpha() or token.lower in common:
        return False
    return not any(any_of([token.lower], key) for key in _BESIDE_NAMES)


def _is_near(n: MentionDraft, beside: Sequence[MentionDraft], at: int) -> bool:
    """Whether the word at a position is a place of its own near by, as in a list without commas."""
    place = n.ranked[0][1].place
    return any(
        place.km(s.ranked[0][1].place) <= _TWO_PLACES_KM
        for s in beside
        if s.candidate.start <= at < s.candidate.end and is_decided(s)
    )


# Lists of words that stand with a capital beside a place's name and are no part of it.
_BESIDE_NAMES = (
    "admin_heads", "city_heads", "area_heads", "facility_heads", "facility_last", "water_heads",
    "sea_heads", "road_heads", "force_nouns", "titles", "office_heads", "organisations", "months",
    "weekdays", "direction_words", "saying", "place_before", "never_places", "settlement_words",
)  # fmt: skip

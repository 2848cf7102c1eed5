"""Which place a name means: the theatre, the named region and the neighbours in the text decide
between namesakes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from fogline.gazetteer import Match
from fogline.model import Mention, Place
from fogline.reading import misplaced, regions
from fogline.reading.drafts import ADMIN, LARGE, MentionDraft, by_sentence, is_decided
from fogline.reading.heads import SURE, Candidate, regions_named
from fogline.reading.layout import Layout
from fogline.reading.regions import UNBOUNDED, LocatedName, given_regions, region_word
from fogline.reading.twins import MIN_LIKENESS, merged

# Scores are in the units of a place's weight (log10 of people). Share of 1,962 settlements of the
# training files within 5 km, with the annotators' mentions: .962. Halved and doubled: anchor .953
# and .960, its distance .953 and .961; every other value .961 to .963. A margin of 0, .25, .5 gives
# .963, .960, .956: what is less sure stays ambiguous.
LIKENESS, ANCHOR, ANCHOR_KM, REGION, ABROAD, FORMER = 6.0, 4.0, 20.0, 1.0, 2.2, 1.2
MARGIN = 0.1
ABROAD_LIKENESS = 0.93
# Letters of names of which one in another place makes another name, and how like its official name
# the place's must then be: Adra is not Dara, Uda may be Udy.
SHORT, SHORT_LIKE = 6, 0.65


def resolve(
    layout: Layout, chosen: list[tuple[int, Candidate]], common: Set[str] = frozenset()
) -> list[Mention]:
    """Mentions for the chosen candidates (sentence index, candidate), in the order of the text.

    ``common`` are words that texts write in lower case, so that they are no parts of names.
    """
    names = [_named(layout, k, c) for k, c in chosen]
    mentioned = _named_regions(layout, names)
    _keep_to_given_regions(layout, names)
    for _ in range(3):
        anchors: dict[int, list[Place]] = defaultdict(list)
        for n in names:
            if is_decided(n):
                anchors[n.sentence].append(n.ranked[0][1].place)
        scored = [_rank(layout, n, anchors, mentioned) for n in names]
        for n, ranked in zip(names, scored, strict=True):
            n.ranked = ranked
        _one_sense(names)
    misplaced.drop(layout, names, common)
    return [_mention(n, layout.document.text) for n in names]


def _named(layout: Layout, k: int, candidate: Candidate) -> MentionDraft:
    span = layout.sentences[k].span_of(candidate.start, candidate.end)
    matches = list(candidate.matches)
    if candidate.kind in {"facility", "river", "other", "admin"}:
        full = [
            m
            for m in layout.gazetteer.find(span.of(layout.document.text))
            if m.likeness >= SURE and (_fits(m, candidate, layout.home) or _is_base(m, candidate))
        ]
        named: tuple[Match, ...] = ()
        if candidate.kind == "admin":
            named = regions_named(layout.gazetteer, candidate.core, candidate.head)
        matches = full or next(
            (
                f
                for s in (named, matches)
                if (f := [m for m in s if _fits(m, candidate, layout.home)])
            ),
            [],
        )
    else:
        matches = [m for m in matches if _fits(m, candidate, layout.home)]
    return MentionDraft(k, span, candidate, merged(matches), [])


def _fits(match: Match, candidate: Candidate, home: frozenset[str]) -> bool:
    kind = match.place.kind
    if match.place.country and match.place.country not in home and match.likeness < ABROAD_LIKENESS:
        return False
    short = sum(map(str.isalpha, candidate.core)) <= SHORT
    if short and match.likeness < SURE and match.official < SHORT_LIKE:
        return False  # a letter or two like a name that the place is seldom called by
    if candidate.kind == "admin":
        return kind in ADMIN
    if candidate.kind == "settlement":
        return kind in {"settlement", "country", "region"} and not (
            kind != "settlement" and candidate.head == "city"
        )
    return kind == candidate.kind


def _is_base(match: Match, candidate: Candidate) -> bool:
    """Whether a facility's whole name is one of a settlement's: an air base that is the town."""
    town = match.place.kind == "settlement" and match.likeness == 1
    return candidate.kind == "facility" and town


def _named_regions(layout: Layout, names: list[MentionDraft]) -> dict[int, set[str]]:
    """First words of the regions that each sentence names, with those of the heading above it."""
    found: dict[int, set[str]] = defaultdict(set)
    for n in names:
        if n.options and n.options[0].place.kind in ADMIN:
            found[n.sentence].add(regions.first_word(n.options[0].place.name))
    heading: set[str] = set()
    for sentence in layout.sentences:
        if sentence.heading:
            heading = found[sentence.index]
        elif not found[sentence.index]:
            found[sentence.index] = set(heading)
    return found


def _keep_to_given_regions(layout: Layout, names: list[MentionDraft]) -> None:
    """Where the text says which region a place lies in, only its namesakes there are left.

    A small place that has none there is unknown; of a large one, the text speaks loosely.
    """
    for index, group in by_sentence(names).items():
        said = [
            LocatedName(
                n.candidate.start,
                n.candidate.end,
                regions.regions_meant(n.options[0].place if n.options else None),
            )
            for n in group
        ]
        for n, given in zip(group, given_regions(layout.sentences[index], said), strict=True):
            if not given or UNBOUNDED in given or n.candidate.kind != "settlement":
                continue
            known = layout.gazetteer
            inside = [m for m in n.options if region_word(m.place.region, known) in given]
            if inside or _only_small_and_placed(n.options):
                n.given, n.outside = given, len(n.options) - len(inside)
                n.options = inside


def _only_small_and_placed(options: list[Match]) -> bool:
    return all(m.place.region and m.place.weight < LARGE for m in options)


def _rank(
    layout: Layout,
    n: MentionDraft,
    anchors: dict[int, list[Place]],
    said: dict[int, set[str]],
) -> list[tuple[float, Match]]:
    near = [(abs(gap), p) for gap in range(-12, 13) for p in anchors.get(n.sentence + gap, ())]
    named = said.get(n.sentence, set())
    scored = []
    for match in n.options:
        place = match.place
        score = LIKENESS * match.likeness + place.weight
        if place.country not in layout.home:
            score -= ABROAD
        if len(named) == 1 and regions.first_word(place.region) in named:
            score += REGION
        if match.official < MIN_LIKENESS:
            score -= FORMER  # an old name of the place, or one of another language
        pulls = sorted((_pull(place, p, gap) for gap, p in near if p.id != place.id), reverse=True)
        score += ANCHOR * sum(pulls[:4]) / 2
        scored.append((score, match))
    return sorted(scored, key=lambda s: (-s[0], s[1].place.id))


def _pull(place: Place, anchor: Place, gap: int) -> float:
    """How strongly a decided place ``gap`` sentences away speaks for a place beside it, 0 to 1."""
    return 1 / (1 + (place.km(anchor) / ANCHOR_KM) ** 2) / (1 + gap / 3)


def _one_sense(names: list[MentionDraft]) -> None:
    """A name means one place throughout a document, the one that its clearest mention means."""
    best: dict[tuple[str, str, frozenset[str]], MentionDraft] = {}
    senses = _senses(names)
    for n, key in zip(names, senses, strict=True):
        if n.ranked and (key not in best or _gap(n) > _gap(best[key])):
            best[key] = n
    for n, key in zip(names, senses, strict=True):
        if key in best and n.ranked:
            n.ranked = best[key].ranked


def _senses(names: list[MentionDraft]) -> list[tuple[str, str, frozenset[str]]]:
    """Name, kind and region of each; without a region, the only one given to it elsewhere."""
    given: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for n in names:
        if n.given:
            given[n.candidate.core.casefold(), n.candidate.kind].add(n.given)
    out = []
    for n in names:
        name = (n.candidate.core.casefold(), n.candidate.kind)
        only = next(iter(given[name])) if len(given[name]) == 1 else frozenset()
        out.append((*name, n.given or only))
    return out


def _gap(n: MentionDraft) -> float:
    return n.ranked[0][0] - n.ranked[1][0] if len(n.ranked) > 1 else 9.0


def _mention(n: MentionDraft, whole: str) -> Mention:
    text = n.span.of(whole)
    core, kind = n.candidate.core, n.candidate.kind
    if not n.ranked and n.outside:
        there = " or ".join(sorted(r.title() for r in n.given))
        reason = f"the text places it in {there}; the {n.outside} known of this name lie elsewhere"
        return Mention(n.span, text, core, kind, "unknown", reason)
    if not n.ranked:
        reason = n.misplaced or f"no {kind} of this name in the gazetteer"
        return Mention(n.span, text, core, kind, "unknown", reason)
    top = n.ranked[0][1].place
    rivals = [m.place for s, m in n.ranked if n.ranked[0][0] - s < MARGIN]
    kind = top.kind if kind == "settlement" else kind
    if len(rivals) > 1:
        reason = f"{len(rivals)} places of this name, and nothing in the text decides"
        return Mention(n.span, text, core, kind, "ambiguous", reason, None, tuple(rivals[:8]))
    others = tuple(m.place for _, m in n.ranked[1:6])
    reason = (
        "the only entry of this name"
        if not others
        else f"fits the text best of {len(n.ranked)} places of this name"
    )
    return Mention(n.span, text, top.name, kind, "located", reason, top, others)

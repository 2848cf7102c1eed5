"""The places of a document, and its sentences with the places that they name or take up."""

from __future__ import annotations

from fogline.model import Mention
from fogline.reading import agents, anaphors, context, mentions, persons
from fogline.reading.actors import TERSE
from fogline.reading.context import Context
from fogline.reading.dateline import dateline_end
from fogline.reading.heads import Candidate
from fogline.reading.layout import Layout
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.model import Bundle
from fogline.reading.regions import LocatedName, only_locate, regions_meant
from fogline.reading.sides import SidesBefore
from fogline.reading.taken_up import COUNTRY, Memory, TakenUp
from fogline.reading.text import Sentence
from fogline.reading.triggers import Triggers
from fogline.reading.warfare import about_war, named

# Chance above which a candidate span is a place. Cross-validated, .4 and .6 move core by .012 at
# the most, up or down.
MENTION = 0.5


def find_places(layout: Layout, bundle: Bundle) -> list[tuple[int, Candidate]]:
    """The candidate spans that name places, each with the index of its sentence."""
    model = bundle.models["mention"]
    yes = model.classes.index("yes")
    chosen: list[tuple[int, Candidate]] = []
    people = persons.speaking(layout.sentences, layout.sides)
    for k, (sentence, found, sides) in enumerate(
        zip(layout.sentences, layout.candidates, layout.sides, strict=True)
    ):
        rows = (
            mentions.features(
                sentence, candidate, found, sides, bundle.common, layout.seen, layout.home
            )
            for candidate in found
        )
        named = {
            n
            for n, row in enumerate(rows)
            if model.chances(row)[yes] > MENTION
            and not agents.is_loser(sentence, found[n], sides)
            and not mentions.is_signature(sentence, found[n])
            and not persons.is_person(found[n], people, layout.seen.get(found[n].core))
            and not persons.is_full_name(sentence, found[n])
        }
        places = mentions.with_listed(sentence, found, named, sides, layout.document.text)
        chosen += [(k, candidate) for candidate in sorted(places, key=lambda c: c.start)]
    return chosen


def contexts(layout: Layout, places: list[Mention], triggers: Triggers) -> list[Context]:
    """The context of each sentence, with the places it names or takes up."""
    by_sentence: dict[int, list[tuple[int, Mention]]] = {}
    at = 0
    for k, mention in enumerate(places):
        while layout.sentences[at].span.end <= mention.span.start:
            at += 1
        by_sentence.setdefault(at, []).append((k, mention))
    memory = Memory()
    found = [triggers.find(sentence) for sentence in layout.sentences]
    own = [_of_events(s, by_sentence.get(s.index, [])) for s in layout.sentences]
    for sentence, row, words in zip(layout.sentences, own, found, strict=True):
        near = [(k, m) for k, m in row if not context.is_abroad(m, layout.reach)]
        memory.add(sentence.index, near, frozenset(e for t in words for e in t.events))
    of_war = about_war(layout.sentences, layout.sides, terse=layout.genre in TERSE)
    names = named(layout.sentences, layout.sides)
    at_hand = layout.voice in names or len(layout.theatre.labels) == 2
    own_side = layout.voice if at_hand else None
    year = layout.document.published.year if layout.document.published else 0
    out: list[Context] = []
    before = SidesBefore()
    for sentence, sides in zip(layout.sentences, layout.sides, strict=True):
        k = sentence.index
        elsewhere = all(m.kind == COUNTRY for _, m in own[k])
        earlier: list[TakenUp] = []
        if elsewhere:
            together = anaphors.listed(sentence.words, out)
            earlier = memory.nearby(k, {m.name for _, m in own[k]}, together)
        c = context.build(sentence, layout, own[k], found[k], before, earlier)
        c.about_war, c.named, c.year, c.own_side = of_war[k], names, year, own_side
        out.append(c)
        before = before.then(sides)
    return out


def _of_events(sentence: Sentence, found: list[tuple[int, Mention]]) -> list[tuple[int, Mention]]:
    """The places of a sentence that events may be at: none of its dateline, no region that only
    says where the others lie, and none that something is compared with.
    """
    behind = dateline_end(sentence)
    tokens = [
        (sentence.token_at(m.span.start), sentence.token_at(m.span.end - 1) + 1) for _, m in found
    ]
    names = [
        LocatedName(start, end, _regions(m), m.kind == COUNTRY, _is_genitive(m))
        for (start, end), (_, m) in zip(tokens, found, strict=True)
    ]
    return [
        pair
        for pair, (start, _), locates in zip(
            found, tokens, only_locate(sentence, names), strict=True
        )
        if start >= behind and not locates and not _is_compared(sentence.words, start)
    ]


def _is_compared(words: list[str], start: int) -> bool:
    """Whether a name is only what something is measured by: "larger than X", "the size of X"."""
    before = words[max(0, start - 2) : start]
    sized = len(before) == 2 and before[0] in words_of("size_words")
    return any_of(before[-1:], "than_words") or (sized and before[1] in words_of("of_words"))


def _regions(mention: Mention) -> frozenset[str]:
    """What a region or a country stands for, beside its other places."""
    if mention.kind == COUNTRY:
        return frozenset({mention.name})
    return regions_meant(mention.place)


def _is_genitive(mention: Mention) -> bool:
    """Whether a country's name has an ending that its text should have set apart: "Syrias"."""
    written = {mention.name + ending for ending in endings_of("genitive_endings")}
    return mention.kind == COUNTRY and mention.text in written

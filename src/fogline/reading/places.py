"""The places of a document, and its sentences with the places that they name or take up."""

from __future__ import annotations

from fogline.model import Mention
from fogline.reading import context, mentions
from fogline.reading.candidates import Candidate
from fogline.reading.context import Context
from fogline.reading.dateline import dateline_end
from fogline.reading.layout import Layout
from fogline.reading.model import Bundle
from fogline.reading.regions import LocatedName, only_locate, regions_meant
from fogline.reading.text import Sentence
from fogline.reading.triggers import Triggers

# Chance above which a candidate span is a place. Cross-validated, .4 and .6 move core by .012 at
# the most, up or down.
MENTION = 0.5


def find_places(layout: Layout, bundle: Bundle) -> list[tuple[int, Candidate]]:
    """The candidate spans that name places, each with the index of its sentence."""
    model = bundle.models["mention"]
    yes = model.classes.index("yes")
    chosen: list[tuple[int, Candidate]] = []
    for k, (sentence, found, sides) in enumerate(
        zip(layout.sentences, layout.candidates, layout.sides, strict=True)
    ):
        rows = (
            mentions.features(
                sentence, candidate, found, sides, bundle.common, layout.seen, layout.home
            )
            for candidate in found
        )
        named = {n for n, row in enumerate(rows) if model.chances(row)[yes] > MENTION}
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
    by_sentence = {s: _of_events(layout.sentences[s], row) for s, row in by_sentence.items()}
    done = [(s, k, m) for s, row in sorted(by_sentence.items()) for k, m in row]
    out: list[Context] = []
    previous: str | None = None
    genre = layout.genre
    for sentence, sides in zip(layout.sentences, layout.sides, strict=True):
        own = by_sentence.get(sentence.index, [])
        earlier = [] if own else context.nearby(done, sentence.index)
        c = context.build(
            sentence,
            sides,
            own,
            triggers.find(sentence),
            previous,
            layout.main_side,
            layout.voice,
            earlier,
            genre,
        )
        out.append(c)
        previous = sides[0].label if sides else previous
    return out


def _of_events(sentence: Sentence, found: list[tuple[int, Mention]]) -> list[tuple[int, Mention]]:
    """The places of a sentence that events may be at: none of its dateline, and no region that only
    says where the others lie.
    """
    behind = dateline_end(sentence)
    tokens = [
        (sentence.token_at(m.span.start), sentence.token_at(m.span.end - 1) + 1) for _, m in found
    ]
    names = [
        LocatedName(start, end, regions_meant(m.place))
        for (start, end), (_, m) in zip(tokens, found, strict=True)
    ]
    return [
        pair
        for pair, (start, _), locates in zip(
            found, tokens, only_locate(sentence, names), strict=True
        )
        if start >= behind and not locates
    ]

"""The places of a document, and its sentences with the places that they name or take up."""

from __future__ import annotations

from fogline.model import Mention
from fogline.reading import context, mentions
from fogline.reading.candidates import Candidate
from fogline.reading.context import Context
from fogline.reading.layout import Layout
from fogline.reading.model import Bundle
from fogline.reading.triggers import Triggers

# Chance above which a candidate span is a place. Cross-validated, .4 and .6 move core by .012 at
# the most, up or down.
MENTION = 0.5


def find_places(layout: Layout, bundle: Bundle) -> list[tuple[int, Candidate]]:
    """The candidate spans that name places, each with the index of its sentence."""
    model = bundle.models["mention"]
    chosen = []
    for k, (sentence, found, sides) in enumerate(
        zip(layout.sentences, layout.candidates, layout.sides, strict=True)
    ):
        for candidate in found:
            features = mentions.features(
                sentence, candidate, found, sides, bundle.common, layout.seen, layout.home
            )
            if model.chances(features)[model.classes.index("yes")] > MENTION:
                chosen.append((k, candidate))
    return chosen


def contexts(layout: Layout, places: list[Mention], triggers: Triggers) -> list[Context]:
    """The context of each sentence, with the places it names or takes up."""
    by_sentence: dict[int, list[tuple[int, Mention]]] = {}
    at = 0
    for k, mention in enumerate(places):
        while layout.sentences[at].span.end <= mention.span.start:
            at += 1
        by_sentence.setdefault(at, []).append((k, mention))
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

"""Training items: sentences of annotated documents with what annotators made of each pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fogline.reading import actors
from fogline.reading import train as linear
from fogline.reading.annotated import Example, speaker_kind
from fogline.reading.context import Context
from fogline.reading.encoder import items
from fogline.reading.encoder.items import Answers, Item
from fogline.reading.encoder.schema import CLASSES, EVENTS, LATIN
from fogline.reading.triggers import Trigger, Triggers

# How often each pass of training shows a sentence in Cyrillic, of which there are few.
OFTEN = 2


def for_letters(found: Iterable[Example], triggers: Triggers, letters: str) -> list[Item]:
    """What a network for sentences in these letters learns from, those in Cyrillic more often."""
    items = list(of_examples(found, triggers))
    if letters == LATIN:
        return [item for item in items if not item.cyrillic]
    return items + [item for item in items if item.cyrillic] * (OFTEN - 1)


def of_examples(found: Iterable[Example], triggers: Triggers) -> Iterator[Item]:
    """The items of documents, with the annotators' places; those without any pair teach nothing."""
    for example in found:
        linear.lay_gold(example, triggers)
        before: Context | None = None
        for c in example.contexts:
            item = _item(example, c, before)
            if item.pairs:
                yield item
            before = c


def _item(example: Example, c: Context, before: Context | None) -> Item:
    places = example.row["places"]
    names = [places[g]["text"] for g in example.gold_of]
    claims = [x for x in example.row["claims"] if linear.inside(c, x)]
    more = _unknown(c, claims)
    made = items.make(c, before, names, example.layout.theatre.labels, more)
    c.triggers += more
    labelled = linear.labelled_pairs(example, c, claims)
    c.triggers = c.triggers[: len(c.triggers) - len(more)]
    best: dict[int, tuple[int, dict[str, Any], Trigger]] = {}
    for k, (t, _, claim) in enumerate(labelled):
        made.labels.append(EVENTS.index(claim["event"]) if claim else 0)
        if claim is not None and (id(claim) not in best or claim["event"] in t.events):
            best.setdefault(id(claim), (k, claim, t))
    made.claims = [_answers(k, claim) for k, claim, _ in best.values()]
    return made


def _unknown(c: Context, claims: list[dict[str, Any]]) -> list[Trigger]:
    """Annotators' words that no trigger covers: the network learns that such words may express
    events too.
    """
    taken = {k for t in c.triggers for k in range(t.start, t.end)}
    taken |= {k for s in c.spots if not s.carried for k in range(s.start, s.end)}
    out: list[Trigger] = []
    for claim in claims:
        at = claim["trigger"]
        words = [
            k
            for k, t in enumerate(c.sentence.tokens)
            if t.start < at["end"] and at["start"] < t.end
        ]
        if words and not taken & set(words):
            out.append(Trigger(words[0], words[-1] + 1, c.sentence.words[words[0]], ()))
            taken |= set(words)
    return out


def _answers(pair: int, claim: dict[str, Any]) -> Answers:
    territory = claim.get("territory")
    said = {
        "speaker": speaker_kind(claim["speaker"]), "relation": claim.get("relation") or "",
        **{n: claim[n] for n in ("certainty", "status", "polarity")},
        **{n: (territory.get(n) or "unsaid") if territory else "" for n in ("amount", "aspect")},
    }  # fmt: skip
    classes = {n: c.index(said[n]) if said[n] in c else -1 for n, c in CLASSES.items()}
    sides = (claim.get("actor") or actors.NOBODY, claim.get("target") or actors.NOBODY)
    return Answers(pair, EVENTS.index(claim["event"]), sides, classes)

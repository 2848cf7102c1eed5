"""Trains the reader's models on annotated reports. Needs the extra ``train`` (scikit-learn)."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fogline.reading import actors, attributes, cues, mentions, pairs
from fogline.reading.annotated import Example, speaker_kind
from fogline.reading.attributions import attributions
from fogline.reading.context import Context, Spot
from fogline.reading.errors import ModelError
from fogline.reading.lexicon import words_of
from fogline.reading.model import Bundle, Linear
from fogline.reading.places import contexts
from fogline.reading.resolve import resolve
from fogline.reading.triggers import Trigger, Triggers

READER = "fogline-reader 1"
SEEN = 2  # a feature counts when this many rows have it
# Smaller weights are left out of the file: cross-validated core and full move by .004 at the most.
SMALL = 0.015
STRENGTH = {"event": 0.3, "mention": 1.0, "actor": 0.5, "target": 0.5}


@dataclass(slots=True)
class Rows:
    """Training rows of one model."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add(self, features: list[str], label: str) -> None:
        """One more row."""
        self.features.append(features)
        self.labels.append(label)


def train(found: Sequence[Example], files: Sequence[Path]) -> Bundle:
    """Fit all models. Deterministic: the same files give the same weights."""
    learned = learn_words(found)
    triggers = Triggers(learned)
    common = common_words(found)
    for example in found:
        lay_gold(example, triggers)
    rows = collect(found, common)
    models = {name: fit(table, STRENGTH.get(name, 1.0)) for name, table in sorted(rows.items())}
    record = {
        "reader": READER,
        "trained_on": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        "documents": len(found),
        "claims": sum(len(e.row["claims"]) for e in found),
        "rows": {name: len(table.labels) for name, table in sorted(rows.items())},
    }
    return Bundle(models, learned, common, record)


def learn_words(found: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """Words that annotators took as triggers in two documents or more and no list has."""
    lexicon = Triggers({})
    events: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, set[str]] = defaultdict(set)
    for example in found:
        lower = _lower_words(example)
        for claim in example.row["claims"]:
            start, end = claim["trigger"]["start"], claim["trigger"]["end"]
            words = [
                t
                for s in example.layout.sentences
                if s.span.start < end and start < s.span.end
                for t in s.tokens
                if t.start < end and start < t.end
            ]
            if any(lexicon.knows(w.lower) for w in words):
                continue
            for word in words:
                if len(word.lower) > 3 and word.text.isalpha() and word.lower in lower:
                    events[word.lower].add(claim["event"])
                    seen[word.lower].add(example.name)
    return {
        w: tuple(sorted(events[w]))
        for w in sorted(events)
        if len(seen[w]) > 1 and w not in words_of("never_learned")
    }


def _lower_words(example: Example) -> set[str]:
    return {t.text for s in example.layout.sentences for t in s.tokens if t.text.islower()}


def common_words(found: Sequence[Example]) -> frozenset[str]:
    """Words that texts write in lower case: a capital at a sentence's start then says little."""
    counts = Counter(
        t.text
        for e in found
        for s in e.layout.sentences
        for t in s.tokens
        if t.text.islower() and t.text.isalpha()
    )
    return frozenset(w for w, n in counts.items() if n > 1)


def lay_gold(example: Example, triggers: Triggers) -> None:
    """Contexts with the annotators' places: claims are learned apart from finding places."""
    gold = [(p["start"], p["end"]) for p in example.row["places"]]
    chosen, example.gold_of = [], []
    for k, (sentence, row) in enumerate(
        zip(example.layout.sentences, example.layout.candidates, strict=True)
    ):
        for candidate in row:
            start, end = (
                sentence.tokens[candidate.start].start,
                sentence.tokens[candidate.end - 1].end,
            )
            hit = next(
                (
                    i
                    for i, g in enumerate(gold)
                    if g[0] < end and start < g[1] and i not in example.gold_of
                ),
                None,
            )
            if hit is not None:
                chosen.append((k, candidate))
                example.gold_of.append(hit)
    example.contexts = contexts(example.layout, resolve(example.layout, chosen), triggers)


def collect(found: Sequence[Example], common: frozenset[str]) -> dict[str, Rows]:
    """Training rows of every model."""
    rows: dict[str, Rows] = defaultdict(Rows)
    for example in found:
        _mention_rows(example, common, rows["mention"])
        for c in example.contexts:
            claims = [x for x in example.row["claims"] if inside(c, x)]
            labelled = labelled_pairs(example, c, claims)
            _event_rows(c, labelled, rows["event"])
            _attribute_rows(example, c, labelled, rows)
    return rows


def inside(c: Context, claim: dict[str, Any]) -> bool:
    """Whether a claim stands in a sentence, at least by half of the shorter one."""
    start, end = claim["sentence"]
    shared = min(end, c.sentence.span.end) - max(start, c.sentence.span.start)
    return bool(shared >= 0.5 * min(end - start, c.sentence.span.end - c.sentence.span.start))


def _mention_rows(example: Example, common: frozenset[str], rows: Rows) -> None:
    layout = example.layout
    gold = [(p["start"], p["end"]) for p in example.row["places"]]
    for sentence, found, sides in zip(
        layout.sentences, layout.candidates, layout.sides, strict=True
    ):
        for c in found:
            start, end = sentence.tokens[c.start].start, sentence.tokens[c.end - 1].end
            hit = any(g[0] < end and start < g[1] for g in gold)
            rows.add(
                mentions.features(sentence, c, found, sides, common, layout.seen, layout.home),
                "yes" if hit else "no",
            )


Labelled = list[tuple[Trigger, Spot | None, dict[str, Any] | None]]


def labelled_pairs(example: Example, c: Context, claims: list[dict[str, Any]]) -> Labelled:
    """Each pair of the sentence with the claim that annotators made of it, or none."""
    places = example.row["places"]
    by_place: dict[tuple[Trigger, int | None], dict[str, Any]] = {}
    by_name: dict[tuple[Trigger, str], dict[str, Any]] = {}
    for claim in claims:
        for t in _expressing(c, claim):
            by_place.setdefault((t, claim["place"]), claim)
            if claim["place"] is not None:
                by_name.setdefault((t, places[claim["place"]]["name"]), claim)
    out: Labelled = []
    for t in c.triggers:
        for spot in [*c.spots, None]:
            gold = example.gold_of[spot.index] if spot else None
            made = by_place.get((t, gold))
            if made is None and spot is not None and spot.carried and gold is not None:
                made = by_name.get((t, places[gold]["name"]))
            out.append((t, spot, made))
    return out


def _expressing(c: Context, claim: dict[str, Any]) -> list[Trigger]:
    """The triggers that overlap the annotators' words, those of the right event first."""
    start, end = claim["trigger"]["start"], claim["trigger"]["end"]
    tokens = c.sentence.tokens
    hits = [t for t in c.triggers if tokens[t.start].start < end and start < tokens[t.end - 1].end]
    return [t for t in hits if claim["event"] in t.events] or hits


def _event_rows(c: Context, labelled: Labelled, rows: Rows) -> None:
    """Every second row stands twice, once without the trigger's words: so rare words work."""
    for k, (t, spot, claim) in enumerate(labelled):
        features = pairs.trigger_features(c, t) + pairs.pair_features(c, t, spot)
        label = claim["event"] if claim else "none"
        rows.add(features, label)
        if (k + t.start) % 2 == 0:
            rows.add([f for f in features if not pairs.is_word_bound(f)], label)


def _attribute_rows(
    example: Example, c: Context, labelled: Labelled, rows: dict[str, Rows]
) -> None:
    best: dict[int, tuple[Trigger, Spot | None, dict[str, Any]]] = {}
    for t, spot, claim in labelled:
        if claim is not None and (id(claim) not in best or claim["event"] in t.events):
            best.setdefault(id(claim), (t, spot, claim))
    if not best:
        return
    found, said = cues.find(c), attributions(c, example.row["text"])
    for t, spot, claim in list(best.values()):
        scope = attributes.scope_features(c, t, claim["event"], found, said)
        for name in ("certainty", "status", "polarity"):
            rows[name].add(scope, claim[name])
        rows["speaker"].add(scope, speaker_kind(claim["speaker"]))
        if spot is not None and claim.get("relation"):
            rows["relation"].add(
                attributes.relation_features(c, t, claim["event"], spot), claim["relation"]
            )
        for role in ("actor", "target"):
            for label in actors.options(c, example.layout.theatre.labels):
                right = label == (claim.get(role) or actors.NOBODY)
                rows[role].add(
                    actors.features(c, t, claim["event"], label), "yes" if right else "no"
                )


def fit(rows: Rows, strength: float) -> Linear:
    """Logistic regression over the features that two rows share; ``strength`` is the inverse of the
    penalty.
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise ModelError("training needs scikit-learn: pip install 'fogline[train]'") from error
    if len(set(rows.labels)) < 2:
        raise ModelError(
            f"{len(rows.labels):,} examples, all of them {rows.labels[0]!r}",
            "a reader learns from what differs",
            "add more annotated files, such as evaluation/lessons/*.txt",
        )
    counts = Counter(f for features in rows.features for f in set(features))
    columns = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= SEEN))}
    ids = [sorted({columns[f] for f in features if f in columns}) for features in rows.features]
    starts = np.cumsum([0, *map(len, ids)])
    flat = np.fromiter((k for row in ids for k in row), dtype=np.int64, count=int(starts[-1]))
    table = csr_matrix(
        (np.ones(len(flat), dtype=np.float64), flat, starts), shape=(len(ids), len(columns))
    )
    classes = tuple(sorted(set(rows.labels)))
    model = LogisticRegression(C=strength, max_iter=300).fit(table, rows.labels)
    weights = (
        model.coef_.T if len(classes) > 2 else np.hstack([-model.coef_.T / 2, model.coef_.T / 2])
    )
    shift = (
        model.intercept_
        if len(classes) > 2
        else np.array([-model.intercept_[0] / 2, model.intercept_[0] / 2])
    )
    kept = np.abs(weights).max(axis=1) > SMALL
    names = [f for f, keep in zip(columns, kept, strict=True) if keep]
    return Linear(
        classes,
        {f: k for k, f in enumerate(names)},
        np.vstack([weights[kept], shift]).astype(np.float32),
    )

"""Cross-validation by document: what the ensemble makes of text that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from fogline.model import Claim, Mention
from fogline.reading import claims as claims_of_sentences
from fogline.reading import places
from fogline.reading import train as linear
from fogline.reading.annotated import Example
from fogline.reading.context import Context
from fogline.reading.encoder import answers, calibration, fine_tune
from fogline.reading.encoder.base import Base
from fogline.reading.encoder.batches import Ints
from fogline.reading.encoder.calibration import Calibration
from fogline.reading.encoder.ensemble import Ensemble, EnsembleVerdicts
from fogline.reading.encoder.fine_tune import Plan, Trained
from fogline.reading.encoder.heads import Heads
from fogline.reading.encoder.session import Encoder, EncoderModel, Runner
from fogline.reading.model import Bundle, Floats
from fogline.reading.resolve import resolve
from fogline.reading.triggers import Triggers
from fogline.reading.verdicts import Decision, LinearVerdicts


class TorchRunner(Runner):
    """Runs a network as training left it."""

    def __init__(self, made: Trained) -> None:
        self._network = made.network.encoder.eval()

    def hidden(self, ids: Ints, roles: Ints, mask: Ints) -> Floats:
        """A vector for each piece."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            found = self._network(*map(torch.from_numpy, (ids, roles, mask)))
        out: Floats = found.float().numpy()
        return out


def fit_all(
    found: Sequence[Example],
    triggers: Triggers,
    bases: Mapping[str, Base],
    stages: Sequence[Plan],
    say: Callable[[str], None],
) -> dict[str, Trained]:
    """A network for the letters of each base, fine-tuned on these documents."""
    made = {}
    for letters, base in bases.items():
        items = answers.for_letters(found, triggers, letters)
        say(f"{letters} letters: {len(found)} documents, {len(items)} sentences")
        made[letters] = fine_tune.fit(items, base, stages, say)
    return made


def runnable(made: Mapping[str, Trained], bundle: Bundle) -> EncoderModel:
    """Trained networks as the reader takes them, without a file."""
    networks = [
        Encoder(
            TorchRunner(t),
            Heads({n: w.detach().numpy() for n, w in t.network.heads.state_dict().items()}),
            t.pieces,
            t.pair_hints,
            t.side_hints,
            letters,
        )
        for letters, t in made.items()
    ]
    return EncoderModel(tuple(networks), bundle, {}, {"reader": "encoder in training"})


@dataclass(slots=True)
class Judged:
    """A claim read in cross-validation: its set and document, what its score may go by, and whether
    it is right.
    """

    of: str
    name: str
    signs: dict[str, float]
    right: bool


def judged(
    sets: Mapping[str, Sequence[Example]],
    always: Sequence[Example],
    bases: Mapping[str, Base],
    stages: Sequence[Plan],
    folds: int,
    say: Callable[[str], None],
) -> list[Judged]:
    """Claims of each fold's documents, read by models of the other folds and of ``always`` (the
    lessons); ``bases`` are the networks' weights by the letters that they read. Each set gives
    every fold its share.
    """
    out: list[Judged] = []
    for fold in range(folds):
        rest = [e for s in sets.values() for k, e in enumerate(s) if k % folds != fold]
        rest += always
        say(f"fold {fold + 1} of {folds}: {len(rest)} documents")
        bundle = linear.train(rest, [])
        made = fit_all(rest, Triggers(bundle.learned), bases, stages, say)
        ensemble = Ensemble(runnable(made, bundle))
        for name, found in sets.items():
            for example in found[fold::folds]:
                out += _read(name, example, ensemble)
    return out


def fitted(
    rows: Sequence[Judged], sets: Mapping[str, Sequence[Example]]
) -> tuple[Calibration, dict[str, Any]]:
    """The calibration, and by set: its error for documents that it was not fitted to, and core, the
    F1 of sentence, event, place and actor.
    """
    names = sorted({r.name for r in rows})
    half = {n: k % 2 for k, n in enumerate(names)}
    curves = [_fit([r for r in rows if half[r.name] != side]) for side in (0, 1)]
    scores = [curves[half[r.name]].chance(r.signs) for r in rows]
    error, table = calibration.reliability(scores, [r.right for r in rows])
    by_set = {}
    for name, found in sets.items():
        mine = [(s, r.right) for s, r in zip(scores, rows, strict=True) if r.of == name]
        annotated = sum(c["event"] != "other" for e in found for c in e.row["claims"])
        by_set[name] = {
            "claims": len(mine),
            "annotated": annotated,
            "core": round(2 * sum(x for _, x in mine) / max(1, len(mine) + annotated), 4),
            "expected_error": round(calibration.reliability(*_columns(mine))[0], 4),
        }
    return _fit(rows), {
        "expected_error": round(error, 4), "claims": len(rows), "table": table, "by_set": by_set,
    }  # fmt: skip


def _fit(rows: Sequence[Judged]) -> Calibration:
    return calibration.fit([r.signs for r in rows], [r.right for r in rows])


def _columns(rows: Sequence[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [s for s, _ in rows], [x for _, x in rows]


def _read(of: str, example: Example, ensemble: Ensemble) -> Iterator[Judged]:
    """The whole chain over one document, with the places that the reader itself finds."""
    layout, bundle = example.layout, ensemble.model.linear
    found = resolve(layout, places.find_places(layout, bundle), bundle.common)
    contexts = places.contexts(layout, found, Triggers(bundle.learned))
    verdicts = ensemble.verdicts(LinearVerdicts(bundle.models), layout, found, contexts)
    seen = _Watched(verdicts)
    run = claims_of_sentences.Run(layout, found, seen, "")
    claims = [x for c in contexts for x in claims_of_sentences.claims_of(run, c, ())]
    hits = right_ones(example.row, claims, found)
    for k, (claim, signs) in enumerate(zip(claims, seen.signs, strict=True)):
        if claim.event != "other":
            yield Judged(of, example.name, signs, k in hits)


class _Watched(EnsembleVerdicts):
    """Verdicts that keep the signs of every claim."""

    def __init__(self, of: EnsembleVerdicts) -> None:
        self.__dict__.update(of.__dict__)
        self.signs: list[dict[str, float]] = []

    def score(self, c: Context, d: Decision, actor: str | None) -> float:
        """The event's chance; the signs are kept."""
        self.signs.append(self.signs_of(c, d, actor))
        return d.chance


def right_ones(row: dict[str, Any], claims: Sequence[Claim], places: Sequence[Mention]) -> set[int]:
    """Numbers of the claims whose sentence, event, place and actor annotators gave too; each of
    theirs counts once.
    """
    out: set[int] = set()
    for gold in row["claims"]:
        for k, claim in enumerate(claims):
            if k not in out and _same(row, gold, claim, places):
                out.add(k)
                break
    return out


def _same(
    row: dict[str, Any], gold: dict[str, Any], claim: Claim, places: Sequence[Mention]
) -> bool:
    if claim.event != gold["event"] or claim.actor != gold.get("actor"):
        return False
    (a, z), s = gold["sentence"], claim.sentence
    if min(z, s.end) - max(a, s.start) < 0.5 * min(z - a, s.end - s.start):
        return False
    if gold["place"] is None or claim.place is None:
        return gold["place"] is None and claim.place is None
    place, mine = row["places"][gold["place"]], places[claim.place].span
    return bool(place["start"] < mine.end and mine.start < place["end"])

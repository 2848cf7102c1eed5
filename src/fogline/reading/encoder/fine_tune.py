"""Fine-tunes the network on annotated reports. Needs the extra ``train-encoder``: torch, onnx and
the base weights.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from fogline.reading.encoder import batches
from fogline.reading.encoder.base import Base
from fogline.reading.encoder.batches import Batch, Hints
from fogline.reading.encoder.items import Item
from fogline.reading.encoder.network import Heads, Network
from fogline.reading.encoder.pieces import Pieces
from fogline.reading.encoder.schema import CLASSES, SIDES
from fogline.reading.encoder.spelling import Spelled, spell
from fogline.reading.encoder.stand_ins import StandIns


@dataclass(frozen=True)
class Plan:
    """How to train. Weights are those of the losses."""

    epochs: int = 7
    size: int = 16
    rate: float = 1.5e-4
    heads_rate: float = 1e-3
    warm_up: float = 0.08
    decay: float = 0.01
    drop: float = 0.2
    real_sides: float = 0.2  # share of sentences whose belligerents keep their names
    frozen_layers: int = 0
    sides: float = 0.5
    claims: float = 0.3
    speaks: float = 0.1
    seed: int = 1


@dataclass
class Trained:
    """A trained network with what spells its input."""

    network: Network
    pieces: Pieces
    pair_hints: Hints
    side_hints: Hints


# All layers from the first step on. Two stages (upper layers, then all) cost a quarter less and
# lose .02 of core on styles_dev, with one seed each.
STAGES = (Plan(),)


def fit(
    found: Sequence[Item], base: Base, stages: Sequence[Plan], say: Callable[[str], None]
) -> Trained:
    """Fine-tune the base on items, stage by stage. The same items, stages and number of threads
    give the same weights.
    """
    torch.manual_seed(stages[0].seed)
    pair_hints = Hints.collect(p.hints for i in found for p in i.pairs)
    side_hints = Hints.collect(o.hints for i in found for row in i.options for o in row)
    network = Network(base.encoder(), len(pair_hints), len(side_hints), stages[0].drop)
    made = Trained(network, Pieces(base.spec), pair_hints, side_hints)
    for plan in stages:
        go_on(made, found, plan, say)
    return made


def go_on(made: Trained, found: Sequence[Item], plan: Plan, say: Callable[[str], None]) -> None:
    """One stage of training."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network = made.network
    optimizer = _optimizer(network, plan)
    steps = plan.epochs * -(-len(found) // plan.size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s / steps, plan))
    network.train()
    for epoch in range(plan.epochs):
        sums: Counter[str] = Counter()
        began = time.process_time()
        for items, spelled in _batches(found, made.pieces, plan, rng):
            losses = _losses(made, items, spelled, plan)
            optimizer.zero_grad(set_to_none=True)
            torch.autograd.backward(torch.stack(list(losses.values())).sum())
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            sums.update({n: float(x.detach()) for n, x in losses.items()})
        shown = " ".join(f"{n} {x / len(found) * plan.size:.3f}" for n, x in sorted(sums.items()))
        say(f"epoch {epoch + 1}: {shown}, {time.process_time() - began:.0f} s")


def _rate(done: float, plan: Plan) -> float:
    return min(done / plan.warm_up, max(0.02, 1 - done)) if done < 1 else 0.02


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """Pieces and positions stay as they are; heads learn faster than the encoder."""
    encoder = network.encoder
    still = [encoder.pieces, encoder.positions, *encoder.layers[: plan.frozen_layers]]
    encoder.requires_grad_(True)
    for part in still:
        part.requires_grad_(False)
    moving = [p for p in encoder.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in moving if p.dim() > 1], "lr": plan.rate, "weight_decay": plan.decay},
        {"params": [p for p in moving if p.dim() < 2], "lr": plan.rate, "weight_decay": 0.0},
        {"params": list(network.heads.parameters()), "lr": plan.heads_rate,
         "weight_decay": plan.decay},
    ]  # fmt: skip
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def _batches(
    found: Sequence[Item], pieces: Pieces, plan: Plan, rng: random.Random
) -> Iterator[tuple[list[Item], list[Spelled]]]:
    """All items once, spelled anew with other stand-ins, those of like length together, batches in
    random order.
    """
    rows = []
    for item in found:
        names = StandIns(pieces, rng, real=rng.random() < plan.real_sides)
        rows.append((item, spell(item, pieces, names)))
    rng.shuffle(rows)
    chunk = plan.size * 24
    out = []
    for k in range(0, len(rows), chunk):
        part = sorted(rows[k : k + chunk], key=lambda r: len(r[1].ids))
        out += [part[j : j + plan.size] for j in range(0, len(part), plan.size)]
    rng.shuffle(out)
    for part in out:
        yield [i for i, _ in part], [s for _, s in part]


def _losses(
    made: Trained, items: list[Item], spelled: list[Spelled], plan: Plan
) -> dict[str, Tensor]:
    """The losses of a batch, each for a sentence of the usual number of pairs and claims."""
    heads, n = made.network.heads, plan.size
    b = batches.build(items, spelled, made.pair_hints, made.pieces.padding)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = made.network.hidden(b)
    v = heads.vectors(hidden.float(), b)
    labels = torch.tensor([x for i in items for x in i.labels])
    cross = nn.functional.cross_entropy
    losses = {"pair": cross(heads.pairs(v, b), labels, reduction="sum") / n / 4}
    speaks = torch.tensor([float(bool(i.claims)) for i in items])
    said = heads.speaks(heads.drop(v["sentence"]))[:, 0]
    losses["speaks"] = plan.speaks * nn.functional.binary_cross_entropy_with_logits(said, speaks)
    if any(i.claims for i in items):
        losses["claims"] = plan.claims * _claim_loss(heads, v, b, items) / n / 2
        asked = batches.options(_asked(items), items, spelled, b, made.side_hints)
        losses["sides"] = plan.sides * _side_loss(heads.sides(v, asked), items) / n / 2
    return losses


def _claim_loss(heads: Heads, v: dict[str, Tensor], b: Batch, items: list[Item]) -> Tensor:
    claims = [(b.first_pair[row] + c.pair, c) for row, i in enumerate(items) for c in i.claims]
    pair = torch.tensor([at for at, _ in claims])
    scores = heads.claims(v, b, pair, torch.tensor([c.event for _, c in claims]))
    total = torch.zeros(())
    for name in CLASSES:
        right = torch.tensor([c.classes[name] for _, c in claims])
        total = total + nn.functional.cross_entropy(
            scores[name], right, ignore_index=-1, reduction="sum"
        )
    return total


def _asked(items: list[Item]) -> list[tuple[int, int, int]]:
    return [
        (row, i.pairs[c.pair].trigger, c.event) for row, i in enumerate(items) for c in i.claims
    ]


def _side_loss(scores: Tensor, items: list[Item]) -> Tensor:
    """The right option of each claim; claims whose side is no option teach nothing."""
    total, at = torch.zeros(()), 0
    for item in items:
        for claim in item.claims:
            names = [o.label for o in item.options[item.pairs[claim.pair].trigger]]
            chances = torch.log_softmax(scores[at : at + len(names)], 0)
            at += len(names)
            for k, _ in enumerate(SIDES):
                if claim.sides[k] in names:
                    total = total - chances[names.index(claim.sides[k]), k] * (0.5 if k else 1.0)
    return total

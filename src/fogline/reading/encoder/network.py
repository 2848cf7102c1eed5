"""The network: a six-layer BERT that is told what its pieces are, and heads over triggers, places
and belligerents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from fogline.reading.encoder.batches import Bags, Batch, Options
from fogline.reading.encoder.schema import ABOUT_PLACE, CLASSES, EVENTS, ROLES, SIDES

PAIR, SIDE, CLAIM = 256, 128, 128  # widths of the heads


@dataclass(frozen=True)
class Shape:
    """Sizes of a BERT."""

    pieces: int
    width: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6
    positions: int = 512


class Layer(nn.Module):
    """One layer of a BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        w = shape.width
        self.heads = shape.heads
        self.query, self.key, self.value = nn.Linear(w, w), nn.Linear(w, w), nn.Linear(w, w)
        self.mixed, self.norm = nn.Linear(w, w), nn.LayerNorm(w, eps=1e-12)
        self.up, self.down = nn.Linear(w, shape.inner), nn.Linear(shape.inner, w)
        self.last = nn.LayerNorm(w, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attention, then the inner layer; ``bias`` hides the padding."""
        rows, length, width = x.shape
        cut = (rows, length, self.heads, width // self.heads)
        q = self.query(x).view(cut).transpose(1, 2)
        k = self.key(x).view(cut).permute(0, 2, 3, 1)
        v = self.value(x).view(cut).transpose(1, 2)
        weights = torch.softmax(q @ k * (width // self.heads) ** -0.5 + bias, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(rows, length, width)
        x = self.norm(x + self.mixed(mixed))
        out: Tensor = self.last(x + self.down(nn.functional.gelu(self.up(x))))
        return out


class Encoder(nn.Module):
    """Pieces with roles in, a vector for each piece out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.roles = nn.Embedding(len(ROLES), shape.width)
        nn.init.normal_(self.roles.weight, std=0.01)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, roles: Tensor, mask: Tensor) -> Tensor:
        """Vectors of shape (rows, pieces, width)."""
        at = torch.arange(ids.shape[1])
        x: Tensor = self.norm(self.pieces(ids) + self.positions(at) + self.roles(roles))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Heads(nn.Module):
    """What is asked of the vectors. The same sums stand in :mod:`heads` for reading."""

    def __init__(self, width: int, pair_hints: int, side_hints: int, drop: float) -> None:
        super().__init__()
        self.none, self.absent = nn.Parameter(torch.zeros(width)), nn.Parameter(torch.zeros(width))
        self.pair = _parts(width, PAIR, ("trigger", "place", "both", "sentence"))
        self.pair_hints = _bag(pair_hints, PAIR)
        self.pair_out = nn.Linear(PAIR, len(EVENTS))
        self.side = _parts(width, SIDE, ("trigger", "ahead", "behind", "by_ahead", "by_behind"))
        self.side_hints, self.side_event = _bag(side_hints, SIDE), nn.Embedding(len(EVENTS), SIDE)
        self.side_out = nn.Linear(SIDE, len(SIDES))
        self.claim = _parts(width, CLAIM, ("trigger", "sentence"))
        self.claim_event = nn.Embedding(len(EVENTS), CLAIM)
        self.there = _parts(width, CLAIM, ("trigger", "place", "both"))
        self.there_event = nn.Embedding(len(EVENTS), CLAIM)
        self.out = nn.ModuleDict({n: nn.Linear(CLAIM, len(c)) for n, c in CLASSES.items()})
        self.speaks = nn.Linear(width, 1)
        self.drop = nn.Dropout(drop)

    def vectors(self, hidden: Tensor, b: Batch) -> dict[str, Tensor]:
        """Means over the stretches of triggers and places; ``sums`` for other stretches."""
        sums = nn.functional.pad(hidden.cumsum(1), (0, 0, 1, 0)).flatten(0, 1)
        none = torch.from_numpy(b.pair_none)[:, None]
        anaphor = torch.from_numpy(b.pair_anaphor)
        both = 0.5 * (anaphor[:, 1] > anaphor[:, 0]).float()[:, None]
        place = mean(sums, torch.from_numpy(b.pair_place))
        place = (1 - both) * place + both * mean(sums, anaphor)
        return {
            "sums": sums, "sentence": hidden[:, 0], "place": (1 - none) * place + none * self.none,
            "trigger": mean(sums, torch.from_numpy(b.trigger)),
        }  # fmt: skip

    def pairs(self, v: Mapping[str, Tensor], b: Batch) -> Tensor:
        """Scores of the events of every pair."""
        d, trigger = self.drop, v["trigger"]
        at = torch.from_numpy(b.pair_trigger)
        row = torch.from_numpy(b.trigger_row)
        x = self.pair["trigger"](d(trigger)) + self.pair["sentence"](d(v["sentence"]))[row]
        x = (
            x[at]
            + self.pair["place"](d(v["place"]))
            + self.pair["both"](d(trigger[at] * v["place"]))
        )
        x = torch.relu(x + bag(self.pair_hints, b.pair_hints))
        out: Tensor = self.pair_out(d(x))
        return out

    def sides(self, v: Mapping[str, Tensor], o: Options) -> Tensor:
        """Scores of every option as actor and as target."""
        d, t = self.drop, v["trigger"][torch.from_numpy(o.trigger)]
        x = bag(self.side_hints, o.hints) + self.side_event(torch.from_numpy(o.event))
        x = x + self.side["trigger"](d(t))
        for name, stretches in (("ahead", o.ahead), ("behind", o.behind)):
            at = torch.from_numpy(stretches)
            gone = (at[:, 1] <= at[:, 0]).float()[:, None]
            words = (1 - gone) * mean(v["sums"], at) + gone * self.absent
            x = x + self.side[name](d(words)) + self.side[f"by_{name}"](d(t * words))
        out: Tensor = self.side_out(d(torch.relu(x)))
        return out

    def claims(
        self, v: Mapping[str, Tensor], b: Batch, pair: Tensor, event: Tensor
    ) -> dict[str, Tensor]:
        """Scores of the classes of claims, by head."""
        d, at = self.drop, torch.from_numpy(b.pair_trigger)[pair]
        t, place = v["trigger"][at], v["place"][pair]
        whole = v["sentence"][torch.from_numpy(b.trigger_row)[at]]
        said = self.claim["trigger"](d(t)) + self.claim["sentence"](d(whole))
        there = self.there["trigger"](d(t)) + self.there["place"](d(place))
        there = there + self.there["both"](d(t * place)) + self.there_event(event)
        said, there = d(torch.relu(said + self.claim_event(event))), d(torch.relu(there))
        return {n: out(there if n in ABOUT_PLACE else said) for n, out in self.out.items()}


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(
        self, encoder: Encoder, pair_hints: int, side_hints: int, drop: float = 0.2
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.roles.embedding_dim, pair_hints, side_hints, drop)

    def hidden(self, b: Batch) -> Tensor:
        """A vector for each piece of a batch."""
        out: Tensor = self.encoder(*map(torch.from_numpy, (b.ids, b.roles, b.mask)))
        return out


def mean(sums: Tensor, at: Tensor) -> Tensor:
    """Means over stretches of running sums; zero over empty ones."""
    n = (at[:, 1] - at[:, 0]).clamp(min=1)[:, None]
    return (sums[at[:, 1]] - sums[at[:, 0]]) / n


def bag(table: nn.EmbeddingBag, rows: Bags) -> Tensor:
    """The sum of each row's hints."""
    out: Tensor = table(torch.from_numpy(rows.flat), torch.from_numpy(rows.starts))
    return out


def _parts(width: int, out: int, names: tuple[str, ...]) -> nn.ModuleDict:
    """A linear map of several vectors side by side, with one shift."""
    return nn.ModuleDict({n: nn.Linear(width, out, bias=not k) for k, n in enumerate(names)})


def _bag(rows: int, width: int) -> nn.EmbeddingBag:
    table = nn.EmbeddingBag(rows, width, mode="sum")
    nn.init.normal_(table.weight, std=0.05)
    return table

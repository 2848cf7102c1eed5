"""A trained encoder as a file, and running it: ONNX Runtime on one thread, batches cut by length,
so always the same.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from fogline.reading.encoder import batches
from fogline.reading.encoder.batches import Batch, Hints, Ints
from fogline.reading.encoder.heads import Heads, Vectors
from fogline.reading.encoder.items import Item
from fogline.reading.encoder.pieces import Pieces
from fogline.reading.encoder.schema import EVENTS, LATIN, SIDES
from fogline.reading.encoder.spelling import Spelled, spell
from fogline.reading.encoder.stand_ins import StandIns
from fogline.reading.errors import ModelError
from fogline.reading.model import Bundle, Floats, softmax, unpack

SIZE = 16  # sentences of a batch
PACKAGED = "encoder.zip"
# What a file holds: one for all, the others in a folder for each network, named by its letters.
META, HEADS, SPELLING, GRAPH = "meta.json", "heads.npz", "tokenizer.json", "encoder.onnx"
LINEAR = "linear.zip"  # the linear models that the networks are averaged with
# Processors without VNNI add products of int8 in 16 bits, which overflow, so that they would read
# otherwise (docs/evaluation.md). ONNX Runtime's setting that keeps it exact:
_EXACT = ("session.x64quantprecision", "1")


@dataclass(slots=True)
class Part:
    """A batch that was run: its items' numbers among the document's, and what the network made of
    it.
    """

    numbers: list[int]
    items: list[Item]
    spelled: list[Spelled]
    batch: Batch
    vectors: Vectors
    pairs: Floats


class Runner(Protocol):
    """What runs the network on the arrays of a batch."""

    def hidden(self, ids: Ints, roles: Ints, mask: Ints) -> Floats:
        """A vector for each piece."""


class OnnxRunner:
    """ONNX Runtime on one thread of the processor, started with the first batch."""

    def __init__(self, graph: bytes) -> None:
        self._graph, self._session = graph, None

    def _started(self) -> Any:
        if self._session is None:
            import onnxruntime  # takes a tenth of a second, which `linear` need not spend

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.add_session_config_entry(*_EXACT)
            self._session = onnxruntime.InferenceSession(
                self._graph, options, providers=["CPUExecutionProvider"]
            )
            self._graph = b""
        return self._session

    def hidden(self, ids: Ints, roles: Ints, mask: Ints) -> Floats:
        """A vector for each piece."""
        found: Floats = self._started().run(None, {"ids": ids, "roles": roles, "mask": mask})[0]
        return found


@dataclass
class Encoder:
    """A trained network, ready to run, for sentences in these letters: LATIN or ANY."""

    runner: Runner
    heads: Heads
    pieces: Pieces
    pair_hints: Hints
    side_hints: Hints
    letters: str = LATIN

    def run(self, items: Sequence[Item]) -> list[Part]:
        """Run the sentences that have pairs and are in its letters."""
        rows = [
            (k, i, spell(i, self.pieces, StandIns(self.pieces)))
            for k, i in enumerate(items)
            if i.pairs and (self.letters != LATIN or not i.cyrillic)
        ]
        rows.sort(key=lambda r: (len(r[2].ids), r[0]))
        return [self._part(rows[at : at + SIZE]) for at in range(0, len(rows), SIZE)]

    def _part(self, rows: list[tuple[int, Item, Spelled]]) -> Part:
        numbers, items, spelled = (list(x) for x in zip(*rows, strict=True))
        b = batches.build(items, spelled, self.pair_hints, self.pieces.padding)
        hidden = self.runner.hidden(b.ids, b.roles, b.mask)
        v = self.heads.vectors(hidden, b)
        return Part(numbers, items, spelled, b, v, self.heads.pairs(v, b))

    def sides(self, part: Part, row: int, trigger: int, event: str) -> dict[str, dict[str, float]]:
        """By role, actor and target, the chance of every belligerent at hand."""
        asked = [(row, trigger, EVENTS.index(event))]
        o = batches.options(asked, part.items, part.spelled, part.batch, self.side_hints)
        chances = softmax(self.heads.sides(part.vectors, o).T)
        labels = [x.label for x in part.items[row].options[trigger]]
        return {
            role: dict(zip(labels, map(float, c), strict=True))
            for role, c in zip(SIDES, chances, strict=True)
        }

    def claims(self, part: Part, pair: int, event: str) -> dict[str, Floats]:
        """By head the chances of its classes, for one pair of a batch."""
        at, number = np.array([pair]), np.array([EVENTS.index(event)])
        found = self.heads.claims(part.vectors, part.batch, at, number)
        return {n: c[0] for n, c in found.items()}


@dataclass(frozen=True, eq=False)
class EncoderModel:
    """What training wrote: networks, the linear models that they are averaged with, the weights,
    limits and calibration that go with them, and the record.
    """

    networks: tuple[Encoder, ...]
    linear: Bundle
    settings: dict[str, Any]
    record: dict[str, Any]
    digest: str = ""


@lru_cache(maxsize=2)
def open_encoder(path: str = "") -> EncoderModel:
    """The encoder out of the file that training wrote; the packaged one where none is named.

    Raises:
        ModelError: no such file, or no encoder of fogline, or the libraries to run it are missing.
    """
    source = Path(path) if path else resources.files("fogline.reading") / "data" / PACKAGED
    try:
        packed = source.read_bytes()
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            meta = json.loads(archive.read(META))
            networks = tuple(_network(archive, told) for told in meta["networks"])
            linear = unpack(archive.read(LINEAR), f"{source}, {LINEAR}")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"{source}: not an encoder of fogline ({error}); "
            "make one with `fogline train --reader encoder`"
        ) from error
    digest = hashlib.sha256(packed).hexdigest()
    return EncoderModel(networks, linear, meta["settings"], meta["record"], digest)


def _network(archive: zipfile.ZipFile, told: dict[str, Any]) -> Encoder:
    letters = told["letters"]
    heads = np.load(io.BytesIO(archive.read(f"{letters}/{HEADS}")), allow_pickle=False)
    return Encoder(
        OnnxRunner(archive.read(f"{letters}/{GRAPH}")), Heads(dict(heads)),
        Pieces(archive.read(f"{letters}/{SPELLING}").decode()), Hints(told["pair_hints"]),
        Hints(told["side_hints"]), letters,
    )  # fmt: skip


def is_encoder(path: str) -> bool:
    """Whether a file is an encoder's, rather than that of the linear models."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(GRAPH) for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False

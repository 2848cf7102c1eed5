"""Writes a trained encoder as one file: its networks in int8 for ONNX Runtime, heads, tokenizers,
and the record.
"""

from __future__ import annotations

import io
import json
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fogline.reading.encoder.fine_tune import Trained
from fogline.reading.encoder.network import Encoder
from fogline.reading.encoder.session import GRAPH, HEADS, LINEAR, META, SPELLING
from fogline.reading.model import Bundle, pack
from fogline.require import require
from fogline.whole_file import write_whole

_STAMP = (2022, 1, 1, 0, 0, 0)  # a fixed time, so that exporting twice gives the same bytes
_OPSET = 17


def write(
    made: Mapping[str, Trained],
    linear: Bundle,
    path: Path,
    settings: dict[str, Any],
    record: dict[str, Any],
) -> None:
    """Write networks by the letters that they read, and the linear models that they are averaged
    with. A crash leaves the old file whole.
    """
    told = [
        {"letters": letters, "pair_hints": t.pair_hints.names, "side_hints": t.side_hints.names}
        for letters, t in made.items()
    ]
    meta = {"networks": told, "settings": settings, "record": record}
    parts = {META: json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True).encode()}
    parts[LINEAR] = pack(linear)
    for letters, trained in made.items():
        parts |= {f"{letters}/{name}": data for name, data in _parts(trained)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED, 9)
    write_whole(path, packed.getvalue())


def _parts(made: Trained) -> Iterator[tuple[str, bytes]]:
    weights = made.network.heads.state_dict().items()
    packed = io.BytesIO()
    np.savez(packed, **{n: w.detach().numpy().astype(np.float16) for n, w in weights})
    yield HEADS, packed.getvalue()
    yield SPELLING, made.pieces.spec.encode()
    yield GRAPH, quantised(made.network.encoder)


def quantised(encoder: Encoder) -> bytes:
    """The encoder as an ONNX graph whose matrices and embeddings are of int8."""
    require("onnx", "train-encoder")
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        _export(encoder.eval(), plain)
        quantize_dynamic(
            plain, small, weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        return small.read_bytes()


def _export(encoder: Encoder, path: Path) -> None:
    """By way of TorchScript, whose graph the quantiser takes as it is."""
    ids = torch.ones((2, 9), dtype=torch.long)
    names = ["ids", "roles", "mask"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is called old, and the shapes seen once too narrow
        torch.onnx.export(
            encoder, (ids, torch.zeros_like(ids), torch.ones_like(ids)), str(path),
            input_names=names, output_names=["vectors"], opset_version=_OPSET, dynamo=False,
            dynamic_axes={n: {0: "rows", 1: "pieces"} for n in (*names, "vectors")},
        )  # fmt: skip

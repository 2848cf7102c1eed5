"""A reader trained on what another one read and people reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from large_model import answer, claim, endpoint

from fogline.ledger import Judgement, open_ledger
from fogline.reading.annotated import read_examples

TEXT = (
    "Russian forces shelled Izium on September 3. Ukrainian forces entered Balakliia. "
    "Ukrainian forces left Lyman."
)
STATED = [
    claim("Russian forces shelled Izium on September 3.", "shelled", "shell", "Izium",
          actor_words="Russian forces"),
    claim("Ukrainian forces entered Balakliia.", "entered", "advance", "Balakliia",
          actor_words="Ukrainian forces"),
    claim("Ukrainian forces left Lyman.", "left", "withdraw", "Lyman", relation="from",
          actor_words="Ukrainian forces"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row = {"id": "d", "date": "2022-09-05", "source": "S", "text": TEXT}
    (tmp_path / "reports.jsonl").write_text(json.dumps(row))
    return tmp_path


def test_what_people_reviewed_is_trained_on(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint(answer(*STATED)) as playing:
        words = ("--reader", "llm", "--model", "m", "--endpoint", playing.url, "--yes")
        run("add", "reports.jsonl", *words)
    with open_ledger(folder / "war.db") as book:
        shell, enter, left = book.view().to_pylist()
        rejected = Judgement(shell["id"], "Ann", "reject")
        book.judge([rejected, Judgement(enter["id"], "Ann", "correct", "event", "capture")])
    trained: list[tuple[Path, ...]] = []
    monkeypatch.setattr(
        "fogline.reading.train_model", lambda files, out, reader: trained.append(files) or {}
    )
    run("train", "--from-reader", "llm", "--out", "own.zip")
    assert trained == [(Path("own.jsonl"),)]
    (example,) = read_examples([Path("own.jsonl")])
    found = [(c["event"], c["actor"], c["place"]) for c in example.row["claims"]]
    names = [p["text"] for p in example.row["places"]]
    assert names == ["Izium", "Balakliia", "Lyman"]
    assert found == [("capture", "UA", 1), ("withdraw", "UA", 2)]
    assert left["event"] == "withdraw"


def test_too_little_to_learn_from_is_named(run: Any) -> None:
    with endpoint(answer(*STATED)) as playing:
        words = ("--reader", "llm", "--model", "m", "--endpoint", playing.url, "--yes")
        run("add", "reports.jsonl", *words)
    said = run("train", "--from-reader", "llm", "--out", "own.zip", code=2).stderr
    assert "a reader learns from what differs" in said
    assert not Path("own.zip").exists()


def test_what_is_missing_is_named(run: Any) -> None:
    assert "name annotated files" in run("train", "--out", "own.zip", code=2).stderr
    run("add", "reports.jsonl", "--reader", "linear")
    said = run("train", "--from-reader", "llm", "--out", "own.zip", code=2).stderr
    assert "it made no claim in this ledger" in said
    assert not Path("own.zip").exists()

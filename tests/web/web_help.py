"""Making and asking a server in tests."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from fogline.documents import SourceDefaults, load
from fogline.ledger import open_ledger
from fogline.theatre import load as load_theatre

HOST = "http://localhost"


def answer(client: TestClient, path: str, given: dict[str, Any] | None = None) -> Any:
    """The response of a path, asked for again while it is being worked out."""
    for _ in range(100):
        response = client.get(path, params=given)
        if response.status_code != 202:
            return response
        time.sleep(0.1)
    raise AssertionError(f"{path}: still being worked out")


def ledger_of(folder: Path, lines: list[dict[str, Any]]) -> str:
    """A ledger of documents about the war in Ukraine, given as records."""
    file = folder / "documents.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    theatre = load_theatre("ukraine")
    with open_ledger(str(folder / "war.db"), create=True) as book:
        book.add(load([str(file)], SourceDefaults(theatre=theatre)), theatre)
    return str(folder / "war.db")


def copied(ledger: Path, folder: Path) -> Path:
    """A copy of a ledger with its evidence, for a test that writes."""
    shutil.copytree(ledger.with_name(f"{ledger.name}.evidence"), folder / f"{ledger.name}.evidence")
    return Path(shutil.copy(ledger, folder))

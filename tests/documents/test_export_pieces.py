"""Exports of Telegram that are larger than what is held in memory at once."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_files import EVENING, chat, message, photo, service

from fogline.documents import SourceDefaults, Unreadable, export_pieces
from fogline.documents.errors import DocumentError
from fogline.documents.files import FileReader
from fogline.documents.formats.telegram import FORMAT, parse
from fogline.documents.sandbox import ParserSandbox
from fogline.model import Received
from fogline.theatre import load as theatre


def pieces(export: Any) -> list[bytes]:
    return list(export_pieces.pieces(io.BytesIO(json.dumps(export).encode())))


def read(file: Path) -> list[Received | Unreadable]:
    """A file, read as one that is too large to be held."""
    with ParserSandbox() as sandbox:
        reader = FileReader(SourceDefaults(theatre=theatre("ukraine")), sandbox)
        return list(reader.documents(file, replace(FORMAT, limit=file.stat().st_size - 1)))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_pieces, "_PIECE", 3)
    monkeypatch.setattr(export_pieces, "_BUFFER", 16)


@given(st.lists(st.sampled_from(["text", "photo", "service"]), max_size=12), st.integers(1, 3))
def test_pieces_have_the_posts_of_the_whole(kinds: list[str], every: int) -> None:
    messages = [
        service(n)
        if kind == "service"
        else message(n, f"Post {n}", EVENING + n // every, **(photo(n) if kind == "photo" else {}))
        for n, kind in enumerate(kinds)
    ]
    export = chat(*messages)
    whole = [p for p in parse(json.dumps(export).encode()) if not p.left_out] if messages else []
    cut = [p for piece in pieces(export) for p in parse(piece) if not p.left_out]
    assert cut == whole


def test_each_chat_of_an_account_keeps_its_name() -> None:
    first, second = (chat(*(message(n, "Text", EVENING + n) for n in range(4)), name=name)
                     for name in ("One", "Two"))  # fmt: skip
    found = pieces(
        {"about": "Export", "chats": {"list": [first]}, "left_chats": {"list": [second]}}
    )
    assert [json.loads(p)["name"] for p in found] == ["One", "One", "Two", "Two"]
    assert [len(json.loads(p)["messages"]) for p in found] == [3, 1, 3, 1]


def test_what_stands_before_a_break_is_kept(tmp_path: Path) -> None:
    whole = json.dumps(chat(*(message(n, f"Post {n}", EVENING + n) for n in range(6))))
    file = tmp_path / "result.json"
    file.write_text(whole[: whole.index('"Post 5"')])
    found = read(file)
    posts = [f.document.text for f in found if isinstance(f, Received)]
    assert posts == [f"Post {n}" for n in range(5)]
    assert isinstance(found[-1], Unreadable)
    assert "not a readable Telegram export" in found[-1].why


def test_other_json_of_that_size_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(json.dumps({"name": "no messages"}))
    (found,) = read(file)
    assert isinstance(found, Unreadable)
    assert "export" in found.why


def test_what_is_nested_too_deeply_is_refused_and_what_stands_before_kept() -> None:
    whole = json.dumps(chat(message(1, "First"), message(2, "Second")))
    deep = '{"a":' * 20_000 + "1" + "}" * 20_000
    raw = whole.replace('"id": 2', f'"id": 2, "k": {deep}').encode()
    cut = export_pieces.pieces(io.BytesIO(raw))
    assert [post.text for post in parse(next(cut))] == ["First"]
    with pytest.raises(DocumentError, match="nested too deeply"):
        next(cut)


def test_a_message_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_pieces, "_MOST_PARTS", 50)
    with pytest.raises(DocumentError, match="more than 50 parts"):
        pieces(chat(message(1, [{"type": "plain", "text": "x"}] * 50)))

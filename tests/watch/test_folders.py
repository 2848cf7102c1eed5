"""Folders: files that are new or have changed are read, once they are whole."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from pdf_writer import column, written
from watch_help import Bench

from fogline.watch import source_states

FILE = """
[watch]
folders_every = "1 min"
settle = "30 s"
[[publisher]]
name = "ISW"
folders = ["files"]
"""
EXPORTS = FILE.replace('folders = ["files"]', 'exports = ["files"]')


@pytest.fixture
def files(bench: Bench) -> Path:
    folder = bench.folder / "files"
    folder.mkdir()
    return folder


def _line(text: str) -> str:
    return json.dumps({"id": text, "text": text, "published": "2022-09-10"}) + "\n"


def _put(bench: Bench, file: Path, words: str, age: float = 300.0) -> None:
    """A file that was written so many seconds ago."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(words, encoding="utf-8")
    moment = bench.clock.now().timestamp() - age
    os.utime(file, (moment, moment))


def _once(bench: Bench, words: str = FILE) -> str:
    bench.clock.passed += 120
    with bench.watcher(words) as watcher:
        return str(watcher.once())


def test_new_and_changed_files_are_read_and_no_others(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one"))
    _put(bench, files / "inner" / "b.jsonl", _line("two"))
    _put(bench, files / "picture.png", "no text")
    _put(bench, files / ".hidden.jsonl", _line("hidden"))
    _put(bench, files / "~$open.docx", "no document")
    assert "2 new documents" in _once(bench)
    assert "0 new documents, 0 claims; next" in _once(bench)
    _put(bench, files / "a.jsonl", _line("one") + _line("three"))
    assert "1 new document," in _once(bench)
    assert bench.texts() == ["one", "three", "two"]
    assert bench.reader.texts == ["one", "two", "three"]


def test_links_out_of_the_folder_and_pipes_are_not_read(bench: Bench, files: Path) -> None:
    _put(bench, bench.folder / "secret.jsonl", _line("secret"))
    (files / "link.jsonl").symlink_to(bench.folder / "secret.jsonl")
    os.mkfifo(files / "pipe.jsonl")
    _put(bench, files / "a.jsonl", _line("one"))
    assert "1 new document," in _once(bench)
    assert bench.texts() == ["one"]


def test_a_link_out_of_the_folder_is_told_and_not_opened(
    bench: Bench, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(bench, bench.folder / "secret.jsonl", _line("secret"))
    (files / "link.jsonl").symlink_to(bench.folder / "secret.jsonl")
    _put(bench, files / "a.jsonl", _line("one"))
    opened, digest = [], hashlib.file_digest

    def looks(file: BinaryIO, name: str) -> object:
        opened.append(Path(file.name).name)
        return digest(file, name)

    monkeypatch.setattr("fogline.watch.folders.hashlib.file_digest", looks)
    assert "1 new document, 0 claims, 1 not read" in _once(bench)
    assert "link to a file outside" in source_states(bench.ledger)[0].trouble
    assert "not read" not in _once(bench)  # it waits
    bench.clock.passed += 3_600
    assert "1 not read" in _once(bench)
    assert [name for name in opened if name.endswith(".jsonl")] == ["a.jsonl"]


def test_a_file_that_is_only_touched_is_not_parsed(
    bench: Bench, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(bench, files / "a.jsonl", _line("one"))
    _once(bench)
    _put(bench, files / "a.jsonl", _line("one"), age=200)
    monkeypatch.setattr("fogline.watch.folders.load", None)  # would fail if it were called
    assert "failed" not in _once(bench)


def test_a_file_that_is_being_written_waits(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one")[:9], age=-115)  # 5 s before the visit
    assert "0 new documents, 0 claims, 1 waiting" in _once(bench)
    _put(bench, files / "a.jsonl", _line("one"), age=-20)
    assert "1 new document," in _once(bench)
    assert bench.texts() == ["one"]


def test_a_file_of_the_future_does_not_wait_for_ever(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one"), age=-40 * 86_400)
    assert "1 new document," in _once(bench)


def test_what_of_a_file_cannot_be_read_is_told_and_tried_again(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one") + "{broken\n")
    assert "1 new document, 0 claims, 1 not read" in _once(bench)
    (state,) = source_states(bench.ledger)
    assert (state.troubled, state.failures) == (1, 0)
    assert "a.jsonl:2: not JSON" in state.trouble
    assert "not read" not in _once(bench)  # it waits
    bench.clock.passed += 3_600
    assert "1 not read" in _once(bench)
    _put(bench, files / "a.jsonl", _line("one") + _line("two"))  # mended: at once
    assert "1 new document," in _once(bench)
    assert source_states(bench.ledger)[0].troubled == 0


def test_what_is_not_read_of_a_document_that_is_kept_is_told_once(
    bench: Bench, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "a.pdf").write_bytes(written([], column(72, ["Words of page two."]), images=(0,)))
    bench.clock.passed += 86_400
    assert "1 new document, 0 claims, 1 not read" in _once(bench)
    assert source_states(bench.ledger)[0].troubled == 0
    monkeypatch.setattr("fogline.watch.folders.load", None)  # would fail if it were called
    bench.clock.passed += 86_400
    assert "0 new documents, 0 claims; next" in _once(bench)


def test_what_the_reader_refuses_is_tried_again(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one") + _line("two"))
    bench.reader.refused = "two"
    assert "1 new document, 0 claims, 1 not read" in _once(bench)
    bench.reader.refused = ""
    bench.clock.passed += 3_600
    assert "1 new document," in _once(bench)


def test_a_folder_that_is_gone_is_a_failure_until_it_is_back(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one"))
    file = bench.folder / "sources.toml"
    watcher = bench.watcher(FILE)
    away = files.rename(bench.folder / "away")
    with watcher:
        assert "1 failed" in str(watcher.once())
    away.rename(files)
    assert file.exists()
    bench.clock.passed += 600
    assert "1 new document," in _once(bench)


def test_files_that_are_gone_are_forgotten(bench: Bench, files: Path) -> None:
    _put(bench, files / "a.jsonl", _line("one"))
    _once(bench)
    (files / "a.jsonl").unlink()
    _once(bench)
    assert not [k for t in _topics(bench) for k in bench.ledger.notes.read(t)]
    _put(bench, files / "a.jsonl", _line("one"))
    assert "0 new documents" in _once(bench)
    assert bench.texts() == ["one"]


def _topics(bench: Bench) -> list[str]:
    with bench.ledger._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT DISTINCT topic FROM notes").all()
    return [str(r[0]) for r in rows if "items" in str(r[0])]


def _export(*texts: str) -> str:
    messages = [
        {"id": n, "type": "message", "date_unixtime": str(1662800000 + n), "text": text}
        for n, text in enumerate(texts)
    ]
    return json.dumps({"name": "channel", "type": "public_channel", "messages": messages})


def test_of_a_new_export_only_new_and_changed_messages_are_read(bench: Bench, files: Path) -> None:
    _put(bench, files / "ChatExport" / "result.json", _export("one", "two"))
    _put(bench, files / "ChatExport" / "notes.txt", "an attachment")
    assert "2 new documents" in _once(bench, EXPORTS)
    _put(bench, files / "ChatExport" / "result.json", _export("one", "two, corrected", "three"))
    assert "2 new documents" in _once(bench, EXPORTS)
    assert bench.reader.texts == ["one", "two", "two, corrected", "three"]
    _put(bench, files / "ChatExport_2" / "result.json", _export("one", "two, corrected", "three"))
    assert "0 new documents" in _once(bench, EXPORTS)
    assert bench.texts() == ["one", "three", "two", "two, corrected"]


def test_a_collection_leaves_the_publisher_to_its_documents(bench: Bench, files: Path) -> None:
    row = {"id": "a", "text": "one", "published": "2022-09-10", "source": "The Paper"}
    _put(bench, files / "a.jsonl", json.dumps(row))
    _once(bench, FILE.replace("[[publisher]]", "[[collection]]").replace("ISW", "Cuttings"))
    assert bench.ledger.document("a").source == "The Paper"
    assert source_states(bench.ledger)[0].name == "Cuttings"


def test_many_files_are_noted_as_they_are_read(
    bench: Bench, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fogline.watch.folders.TOGETHER", 2)
    for n in range(5):
        _put(bench, files / f"{n}.jsonl", _line(f"text {n}"))
    read = bench.reader.read

    def stops_at_the_fourth(document):  # type: ignore[no-untyped-def]
        if len(bench.reader.texts) == 3:
            raise KeyboardInterrupt
        return read(document)

    monkeypatch.setattr(bench.reader, "read", stops_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        _once(bench)
    (topic,) = _topics(bench)
    assert len(bench.ledger.notes.read(topic)) == 2
    monkeypatch.setattr(bench.reader, "read", read)
    _once(bench)
    assert bench.texts() == [f"text {n}" for n in range(5)]

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.formats import MAX_BYTES
from fogline.model import Document


def _all(*paths: Path, given: SourceDefaults = SourceDefaults()) -> list[Document | Unreadable]:
    return [
        f if isinstance(f, Unreadable) else f.document for f in load([str(p) for p in paths], given)
    ]


def test_text_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("B stands.", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A stands.", encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    found = _all(tmp_path, given=SourceDefaults("X", date(2022, 9, 10)))
    assert [d.id for d in found if isinstance(d, Document)] == ["a", "b"]
    assert all(
        isinstance(d, Document) and d.source == "X" and d.published == date(2022, 9, 10)
        for d in found
    )


def test_a_folder_does_not_lead_out_of_itself(tmp_path: Path) -> None:
    folder, other = tmp_path / "given", tmp_path / "other"
    for made in (folder, other):
        made.mkdir()
    (other / "secret.txt").write_text("A secret stands.", encoding="utf-8")
    (folder / "own.txt").write_text("Own words stand.", encoding="utf-8")
    (folder / "again.txt").symlink_to("own.txt")
    (folder / "out.txt").symlink_to(other / "secret.txt")
    (folder / "inner").symlink_to(other)
    (folder / "gone.txt").symlink_to(other / "nothing.txt")
    found = _all(folder)
    assert [f.id for f in found if isinstance(f, Document)] == ["again", "own"]
    (refused,) = [f for f in found if isinstance(f, Unreadable)]
    assert refused.where.endswith("out.txt")
    assert "outside of the folder" in refused.why
    (document,) = _all(folder / "out.txt")
    assert isinstance(document, Document)


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    for name in ("pipe.txt", "pipe.jsonl", "pipe.xml"):
        os.mkfifo(tmp_path / name)
        (refused,) = _all(tmp_path / name)
        assert isinstance(refused, Unreadable)
        assert "a pipe or a device" in refused.why
    (tmp_path / "a.txt").write_text("A stands.", encoding="utf-8")
    assert [f.id for f in _all(tmp_path) if isinstance(f, Document)] == ["a"]


def test_fields_of_a_line_win_and_bad_lines_are_named(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    rows = [
        json.dumps({"id": "one", "text": "t", "source": "S", "published": "2023-01-02"}),
        "{broken",
        '{"text": ""}',
        "[]",
        '{"text":"t","published":"soon"}',
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = _all(file, given=SourceDefaults("flag", date(2020, 1, 1)))
    first = found[0]
    assert isinstance(first, Document)
    assert (first.id, first.source, first.published) == ("one", "S", date(2023, 1, 2))
    problems = [p for p in found if isinstance(p, Unreadable)]
    assert [p.where.rsplit(":", 1)[1] for p in problems] == ["2", "3", "4", "5"]
    assert "not JSON" in problems[0].why
    assert "no text" in problems[1].why
    assert "object" in problems[2].why
    assert "'soon'" in problems[3].why


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("bin.txt", b"\x00\x01\x02binary", "binary"),
        ("cp.txt", "Ізюм".encode("cp1251"), "not UTF-8 at byte 0"),
        ("empty.txt", b"  \n ", "no text"),
        ("page.html", b"<html><body></body></html>", "no text found"),
        ("doc.xyz", b"text", ".xyz"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, why: str) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    (problem,) = _all(file)
    assert isinstance(problem, Unreadable)
    assert why in problem.why


def test_a_huge_file_is_refused_with_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES * 5)
    (problem,) = _all(file)
    assert isinstance(problem, Unreadable)
    assert f"{MAX_BYTES:,}" in problem.why


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    for problem in _all(tmp_path / "none.txt", tmp_path):
        assert isinstance(problem, Unreadable)


def test_html_gives_its_text_title_and_day(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    body = (
        "<p>Ukrainian forces entered Kupiansk on Saturday, officials said, "
        "after two days of fighting along the road.</p>" * 4
    )
    file.write_text(
        "<html><head><title>Front</title>"
        "<meta property='article:published_time' content='2022-09-10'></head>"
        f"<body><article>{body}</article></body></html>",
        encoding="utf-8",
    )
    (document,) = _all(file)
    assert isinstance(document, Document)
    assert "Kupiansk" in document.text
    assert document.published == date(2022, 9, 10)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = tmp_path_factory.mktemp("x") / "x.jsonl"
    file.write_bytes(raw)
    for found in _all(file):
        assert isinstance(found, Document) or found.why

"""What a worker reads at a time, and that it reads it as one reads the whole file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fogline.batch import PieceReader, record_files, records
from fogline.batch.errors import BatchError
from fogline.batch.pieces import Piece, cut
from fogline.documents import SourceDefaults, Unreadable, load
from fogline.ledger import ReadRecord, read_record
from fogline.theatre import load as theatre

TEXT = "Ukrainian forces captured Kupiansk."
READER = PieceReader("linear", "ukraine")


def _line(n: int) -> str:
    day = f"2022-09-{n % 20 + 1:02}"
    return json.dumps({"id": f"a{n}", "text": f"{TEXT} {n}.", "source": "A", "published": day})


def _bare(found: list[ReadRecord]) -> list[tuple[object, ...]]:
    return [(r.day, r.origin, r.document, r.claims, r.evidence, r.why) for r in found]


def test_lines_in_pieces_are_the_lines_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fogline.batch.pieces.LINES", 4)
    file = tmp_path / "news.jsonl"
    lines = [_line(n) for n in range(10)]
    lines[6] = "not JSON, ü"
    file.write_text("\n".join(lines), encoding="utf-8")
    pieces = list(cut([str(tmp_path)]))
    assert [(p.first, p.end > p.start) for p in pieces] == [(0, True), (4, True), (8, True)]
    assert pieces[-1].end == file.stat().st_size
    found = [record for piece in pieces for record in READER.read(piece)]
    sides = theatre("ukraine")
    whole = load([str(file)], SourceDefaults(theatre=sides))
    assert _bare(found) == _bare([read_record(one, READER.opened, sides) for one in whole])
    assert found[9].origin == "news.jsonl line 10"
    assert found[6].origin == f"{file}:7"


def test_rows_of_parquet_are_documents(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([json.loads(_line(n)) for n in range(3)])
    pq.write_table(table, tmp_path / "news.parquet", row_group_size=2)
    pieces = list(cut([str(tmp_path / "*.parquet")]))
    assert [p.first for p in pieces] == [0, 1]
    found = [record for piece in pieces for record in READER.read(piece)]
    assert [r.day for r in found] == ["2022-09-01", "2022-09-02", "2022-09-03"]
    assert all(r.claims == 1 for r in found)
    content = (tmp_path / "news.parquet").read_bytes()
    there = list(READER.read(Piece("s3://bucket/news.parquet"), content))
    assert [(r.day, r.document, r.claims) for r in there] == [
        (r.day, r.document, r.claims) for r in found
    ]
    (broken,) = READER.read(Piece("s3://bucket/news.parquet"), b"junk")
    assert (broken.origin, broken.claims) == ("s3://bucket/news.parquet", 0)
    assert "damaged" in broken.why


def test_files_and_what_is_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    given = PieceReader("linear", "ukraine", "A", undated=True)
    (here,) = (record for piece in cut([str(tmp_path)]) for record in given.read(piece))
    (there,) = given.read(Piece("s3://bucket/a.txt"), TEXT.encode())
    assert (here.claims, here.document) == (1, there.document)
    (gone,) = given.read(Piece(str(tmp_path / "b.txt")))
    assert "No such file" in gone.why
    assert isinstance(Unreadable(gone.origin, gone.why), Unreadable)


def test_a_folder_does_not_lead_out_of_itself(tmp_path: Path) -> None:
    folder, secret = tmp_path / "given", tmp_path / "secret.jsonl"
    folder.mkdir()
    secret.write_text(_line(1), encoding="utf-8")
    (folder / "own.jsonl").write_text(_line(2), encoding="utf-8")
    (folder / "again.jsonl").symlink_to("own.jsonl")
    (folder / "out.jsonl").symlink_to(secret)
    found = [record for piece in cut([str(folder)]) for record in READER.read(piece)]
    again, out, own = sorted(found, key=lambda r: Path(r.origin).name)
    assert (again.claims, own.claims, out.claims, out.evidence) == (1, 1, 0, b"")
    sides = theatre("ukraine")
    (told,) = (f for f in load([str(folder)], SourceDefaults(theatre=sides)) if "out" in str(f))
    assert isinstance(told, Unreadable)
    assert (out.origin, out.why) == (told.where, told.why)
    (by_name,) = (r for piece in cut([str(folder / "out.jsonl")]) for r in READER.read(piece))
    assert by_name.claims == 1


def test_what_is_no_input_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"junk")
    pq.write_table(pa.table({"text": ["a"]}), tmp_path / "b.parquet")
    faults: list[tuple[Callable[[], object], str]] = [
        (lambda: list(cut([str(tmp_path / "*.docx")])), "no file that fogline reads"),
        (lambda: record_files(["no/*.parquet"]), "no such file"),
        (lambda: list(records(tmp_path / "a.parquet")), "damaged"),
        (lambda: list(records(tmp_path / "b.parquet")), "other columns"),
    ]
    for ask, said in faults:
        with pytest.raises(BatchError, match=said):
            ask()

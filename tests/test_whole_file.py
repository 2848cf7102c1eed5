"""Files appear whole or not at all, and nothing else is touched."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fogline.whole_file import write_pieces, write_whole


def test_a_planted_link_is_not_written_through(tmp_path: Path) -> None:
    mine, out = tmp_path / "mine", tmp_path / "out.csv"
    mine.write_text("mine")
    for name in ("out.csv.part", "out.part", ".out.csv.part", "out.csv"):
        (tmp_path / name).symlink_to(mine)
    write_whole(out, b"new")
    assert (out.read_bytes(), out.is_symlink(), mine.read_text()) == (b"new", False, "mine")


def test_what_a_killed_program_left_is_removed(tmp_path: Path) -> None:
    left, now, others = (
        tmp_path / name
        for name in (f".out.csv.{'0' * 32}.part", f".out.csv.{'1' * 32}.part", "out.csv.part")
    )
    for path in (left, now, others):
        path.write_text("half")
        os.utime(path, (time.time() - 7200,) * 2)
    os.utime(now)
    write_whole(tmp_path / "out.csv", b"new")
    assert [left.exists(), now.exists(), others.exists()] == [False, True, True]


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out.csv").write_text("old")
    monkeypatch.setattr(Path, "replace", _full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "out.csv", b"new")
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_long_names_can_be_written(tmp_path: Path) -> None:
    out = tmp_path / ("ю" * 120)
    write_whole(out, b"new")
    assert [*tmp_path.iterdir()] == [out]


def test_pieces_that_end_too_soon_leave_the_file_as_it_was(tmp_path: Path) -> None:
    out, seen = tmp_path / "out.csv", []
    out.write_text("old")

    def _pieces() -> Iterator[bytes]:
        yield b"new"
        seen.append(out.read_text())
        raise KeyError("reading failed")

    with pytest.raises(KeyError):
        write_pieces(out, _pieces())
    assert seen == [p.read_text() for p in tmp_path.iterdir()] == ["old"]
    write_pieces(out, iter([b"new", b"er"]))
    assert [p.read_text() for p in tmp_path.iterdir()] == ["newer"]

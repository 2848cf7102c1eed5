"""What is kept on disk: whole, private, bounded, and never trusted."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline import disk_cache
from fogline.disk_cache import DiskCache, default_folder


@settings(max_examples=20, deadline=None)
@given(body=st.binary(max_size=2_000), name=st.text(max_size=50))
def test_what_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    DiskCache(folder, "a ledger").write(name, body)
    assert DiskCache(folder, "a ledger").read(name) == body
    assert DiskCache(folder, "a ledger").has(name)


def test_another_state_of_the_ledger_has_its_own(tmp_path: Path) -> None:
    DiskCache(tmp_path, "head 1").write("war", b"one")
    assert DiskCache(tmp_path, "head 2").read("war") is None
    DiskCache(tmp_path, "head 2").write("war", b"two")
    assert DiskCache(tmp_path, "head 1").read("war") == b"one"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    DiskCache(folder, "a").write("war", b"words of reports")
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[:-1],
        lambda b: b + b"x",
        lambda b: b[:-3] + b"???",
        lambda b: b"",
        lambda b: b"\xff\xfe not ours\n" + b,
        lambda b: b"\x80\x04\x95" + b,
    ],
    ids=["short", "long", "changed", "empty", "foreign", "pickle"],
)
def test_a_damaged_file_is_named_and_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: object
) -> None:
    kept = DiskCache(tmp_path, "a")
    kept.write("war", b"the estimate")
    (file,) = tmp_path.iterdir()
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert kept.read("war") is None
    assert str(file) in caplog.text
    kept.write("war", b"the estimate")
    assert kept.read("war") == b"the estimate"


def test_a_file_under_anothers_name_is_not_taken_for_it(tmp_path: Path) -> None:
    kept = DiskCache(tmp_path, "a")
    kept.write("front 1 March", b"one")
    (one,) = tmp_path.iterdir()
    kept.write("front 2 March", b"two")
    (two,) = set(tmp_path.iterdir()) - {one}
    two.write_bytes(one.read_bytes())
    assert kept.read("front 2 March") is None
    assert kept.read("front 1 March") == b"one"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users of POSIX")
def test_another_users_file_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = DiskCache(tmp_path, "a")
    kept.write("war", b"the estimate")
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    assert kept.read("war") is None
    assert "another user" in caplog.text


def test_the_files_used_last_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "_BETWEEN_BYTES", 0)
    kept = DiskCache(tmp_path, "a", most=5_000)
    for k in range(4):
        kept.write(f"{k}", bytes(1_000))
        os.utime(kept._path(f"{k}"), (k, k))
    assert kept.read("0") is not None  # used just now
    for k in range(4, 7):
        kept.write(f"{k}", bytes(1_000))
    assert [kept.has(f"{k}") for k in range(7)] == [True, False, False, False, True, True, True]


def test_a_folder_that_cant_be_written_is_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    kept = DiskCache(tmp_path / "file" / "cache", "a")
    for _ in range(3):
        kept.write("war", b"x")
    assert kept.read("war") is None
    assert len(caplog.records) == 1


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = DiskCache(None, "a")
    kept.write("war", b"x")
    assert kept.read("war") is None
    assert not kept.has("war")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOGLINE_CACHE", "/somewhere")
    assert default_folder() == Path("/somewhere")
    monkeypatch.delenv("FOGLINE_CACHE")
    assert default_folder().is_absolute()

"""Folders for what is being made, beside where it will stand; one that a killed program leaves is
removed by the next.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_BEGINNING, _LOCK = ".fogline-", "lock"
# One that was never locked is of a fogline before locks, or just being made; after a day it is the
# first.
_DAY = 24 * 3600


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A private folder beside a path, removed at the end; those that nobody uses any more are
    removed first.
    """
    parent = beside.absolute().parent
    for left in parent.glob(f"{_BEGINNING}*"):
        if _is_left_over(left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_BEGINNING, dir=parent) as name:
        folder = Path(name)
        with closing(_locked(folder / _LOCK)):
            yield folder


def _locked(path: Path) -> sqlite3.Connection:
    """A lock that ends with the process, however that ends.

    Raises:
        sqlite3.OperationalError: another process has it.
    """
    lock = sqlite3.connect(path, timeout=0)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise
    return lock


def _is_left_over(folder: Path) -> bool:
    found = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != _me(found.st_uid):
        return False
    if not (folder / _LOCK).is_file():
        return found.st_mtime < time.time() - _DAY
    try:
        _locked(folder / _LOCK).close()
    except sqlite3.OperationalError:
        return False
    return True


def _me(otherwise: int) -> int:
    """The number of this user; on Windows, which has none, the other one."""
    return os.getuid() if hasattr(os, "getuid") else otherwise

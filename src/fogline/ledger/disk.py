"""What was written is on the disk, and not only in the system's memory."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Files and folders that wait for the disk at one time; so many or more are cheaper to wait for
# together with all else that is on its way there, where the system can do that (Linux).
_AT_ONCE = 8


def settle(paths: Collection[Path]) -> None:
    """Wait until these files or folders, which lie on one file system, are on its disk.

    Raises:
        OSError: the disk did not take them.
    """
    if len(paths) >= _AT_ONCE and _SYNCFS is not None:
        _wait(next(iter(paths)), _syncfs)
    elif len(paths) > 1:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_fsync, paths))
    else:
        for path in paths:
            _fsync(path)


def _fsync(path: Path) -> None:
    if os.name == "posix" or path.is_file():  # elsewhere folders can't be waited for
        _wait(path, os.fsync)


def _wait(path: Path, sync: Any) -> None:
    opened = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        sync(opened)
    finally:
        os.close(opened)


def _syncfs(opened: int) -> None:
    assert _SYNCFS is not None
    if _SYNCFS(opened):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _found() -> Any:
    """The system's function that waits for a whole file system; none where it has none."""
    if os.name != "posix":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


_SYNCFS = _found()

"""Kills a task at a chosen moment: before its n-th word to the database or to the disk."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from sqlalchemy import Engine, event


def killed_at(moment: int, task: Callable[[], object]) -> bool:
    """Run a task in a process of its own, killed at a moment; false if it ended before."""
    child = os.fork()
    if not child:
        try:
            _counting(moment)
            task()
        except BaseException as error:  # noqa: BLE001 - a child must not run the parent's code
            sys.stderr.write(f"child: {error!r}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or status == 0, status
    return os.WIFSIGNALED(status)


def _counting(moment: int) -> None:
    left = iter(range(moment, 0, -1))

    def _step(*_: object) -> None:
        if next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", _step)
    event.listen(Engine, "commit", _step)
    replace = Path.replace

    def _replace(self: Path, target: Path) -> Path:
        _step()
        return replace(self, target)

    mock.patch.object(Path, "replace", _replace).start()

"""One process of a :class:`fogline.reading.ReaderPool`, as the pool sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from fogline.model import Document
from fogline.reading.pool_worker import Opening

# What a process has before it at most, so that it never waits while its results are written: a
# batch of headlines, or a long report.
AHEAD, AHEAD_CHARACTERS = 64, 20_000
_WORKER = "from fogline.reading.pool_worker import main; main()"
# Libraries that bring threads of their own would take the other processes' cores.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
Context = TypeVar("Context")


@dataclass(eq=False)
class Task(Generic[Context]):
    """A document on its way; ``result`` counts once it is ``done``."""

    context: Context
    document: Document | None
    done: bool = False
    result: Any = None
    attempts: int = 0

    def finish(self, result: Any) -> None:
        """Take what was made of it."""
        self.done, self.result, self.document = True, result, None


class ReaderProcess:
    """A process with a reader; all that it says comes to ``said``, and none when it has ended."""

    def __init__(self, opening: Opening, said: SimpleQueue[Any]) -> None:
        # It finds the same modules and plug-ins, and none in the current folder (-P).
        path = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path},
        )
        self.ready = False
        self.holds: deque[Task[Any]] = deque()
        self._said, self._work = said, None
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._send(opening)

    @property
    def is_full(self) -> bool:
        """Whether it has enough before it."""
        held = sum(len(t.document.text) for t in self.holds if t.document)
        return len(self.holds) >= AHEAD or held >= AHEAD_CHARACTERS

    def give(self, work: Any, task: Task[Any]) -> None:
        """Let it read a document."""
        self.holds.append(task)
        self._send((None if work is self._work else work, task.document))
        self._work = work

    def _send(self, value: object) -> None:
        # Of a process that has ended, what it held is given to another when that is told.
        with suppress(OSError):
            assert self._process.stdin is not None
            pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while True:
                self._said.put((self, pickle.load(self._process.stdout)))
        self._said.put((self, None))

    def close(self) -> None:
        """End it, also in the middle of a document."""
        self._process.kill()
        self.ended()

    def ended(self) -> int:
        """Its exit code, or minus the signal that ended it, once it has ended."""
        code = self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        return code

"""Threads that ask, and that no one has to wait for when the program ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Workers(Generic[Result]):
    """Up to ``most`` threads that do what is handed in, in its order."""

    def __init__(self, most: int) -> None:
        self._most, self._threads, self._lock = most, 0, Lock()
        self._waiting: deque[tuple[Future[Result], Callable[[], Result]]] = deque()

    def submit(self, task: Callable[[], Result]) -> Future[Result]:
        """Have a task done."""
        future: Future[Result] = Future()
        with self._lock:
            self._waiting.append((future, task))
            if self._threads < self._most:
                self._threads += 1
                Thread(target=self._work, daemon=True).start()
        return future

    def _work(self) -> None:
        """Do what waits, until nothing does."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._threads -= 1
                    return
                future, task = self._waiting.popleft()
            try:
                future.set_result(task())
            except BaseException as error:  # noqa: BLE001 - whoever waits for the result raises it
                future.set_exception(error)

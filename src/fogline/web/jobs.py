"""Work that takes longer than a request: each question once, a few at a time, nobody waits long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock
from typing import Any

from fogline.web.problem import Problem, Working

_QUEUED = 24


class Jobs:
    """``quick`` work runs beside requests, two at a time, and is waited for; ``slow`` work one at a time, and is asked for again."""

    def __init__(self, patience: float, limit: float = 10.0) -> None:
        self._patience, self._limit = patience, limit
        self._quick, self._slow = ThreadPoolExecutor(2, "quick"), ThreadPoolExecutor(1, "slow")
        self._running: dict[Hashable, Future[Any]] = {}
        self._failed: dict[Hashable, Future[Any]] = {}
        self._lock, self._closed = RLock(), False

    async def result(self, key: Hashable, make: Callable[[], Any], what: str, *, slow: bool) -> Any:
        """What ``make`` gives, run once for all who ask for ``key`` meanwhile.

        Raises:
            Working: it is not done yet; ask again.
            Problem: too much is being worked out already.
        """
        job = self._begun(key, make, slow=slow)
        done = asyncio.wrap_future(job)
        try:
            # The job goes on when the wait ends.
            return await asyncio.wait_for(
                asyncio.shield(done), self._patience if slow else self._limit
            )
        except TimeoutError as error:
            done.add_done_callback(_seen)
            raise Working(what) from error
        finally:
            if job.done():
                self._failed.pop(key, None)

    def idle(self, steps: Iterator[Callable[[], Any]]) -> None:
        """Do steps one after another, each when no other slow work waits; an error comes back when somebody asks for the same."""
        step = next(steps, None)
        if step is not None and not self._closed:
            self._slow.submit(step).add_done_callback(
                lambda done: None if done.cancelled() else self.idle(steps)
            )

    def _begun(self, key: Hashable, make: Callable[[], Any], *, slow: bool) -> Future[Any]:
        with self._lock:
            job = self._failed.pop(key, None) or self._running.get(key)
            if job is None:
                if len(self._running) >= _QUEUED:
                    raise Problem(
                        429,
                        f"{_QUEUED} answers are being worked out already",
                        "ask again in a few seconds",
                        {"Retry-After": "5"},
                    )
                job = self._running[key] = (self._slow if slow else self._quick).submit(make)
                job.add_done_callback(lambda done: self._ended(key, done))
            return job

    def _ended(self, key: Hashable, job: Future[Any]) -> None:
        """What is made is kept by who asked for it; why it failed is kept until somebody asks again."""
        with self._lock:
            self._running.pop(key, None)
            if not job.cancelled() and job.exception() is not None:
                self._failed[key] = job
                while len(self._failed) > _QUEUED:
                    del self._failed[next(iter(self._failed))]

    def close(self) -> None:
        """Let what runs end, and start nothing more."""
        self._closed = True
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=True, cancel_futures=True)


def _seen(done: asyncio.Future[Any]) -> None:
    """Who asks again gets the job's error; nobody waits for this one."""
    if not done.cancelled():
        done.exception()

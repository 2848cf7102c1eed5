"""Work that may take longer than a request: done once for all who ask, and nobody waits long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock
from typing import Any, TypeVar

from fogline.web.error_responses import Problem, StillWorkingError

# Jobs at a time; whoever asks for more gets status 429.
_MOST_JOBS = 24
# Seconds after which a client that got 429 may try again.
_RETRY_AFTER = "5"
# Seconds that a request waits for quick work: less than clients and proxies wait.
_QUICK_WAIT = 10.0
_QUICK_THREADS = 2

Made = TypeVar("Made")


class JobQueue:
    """Runs quick work beside the requests, and slow work one job at a time.

    A request waits for quick work. For slow work it waits ``patience`` seconds; then the client is
    told to ask again.
    """

    def __init__(self, patience: float, quick_wait: float = _QUICK_WAIT) -> None:
        self._patience, self._quick_wait = patience, quick_wait
        self._quick = ThreadPoolExecutor(_QUICK_THREADS, "quick")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._running: dict[Hashable, Future[Any]] = {}
        self._failed: dict[Hashable, Future[Any]] = {}
        self._lock, self._closed = RLock(), False

    async def result(
        self, key: Hashable, make: Callable[[], Made], what: str, *, slow: bool
    ) -> Made:
        """What ``make`` gives; it runs once for all who ask for ``key`` meanwhile.

        Raises:
            StillWorkingError: it is not done yet; ask again.
            Problem: too many jobs are running already.
        """
        job = self._start(key, make, slow=slow)
        done: asyncio.Future[Made] = asyncio.wrap_future(job)
        try:
            # The job goes on when the wait ends.
            wait = self._patience if slow else self._quick_wait
            return await asyncio.wait_for(asyncio.shield(done), wait)
        except TimeoutError as error:
            done.add_done_callback(_retrieve_exception)
            raise StillWorkingError(what) from error
        finally:
            if job.done():
                self._failed.pop(key, None)

    def run_when_idle(self, steps: Iterator[Callable[[], object]]) -> None:
        """Run steps one after another, each when no other slow work waits.

        A step's error ends nothing; whoever asks for the same work later gets it.
        """
        step = next(steps, None)
        if step is not None and not self._closed:
            self._slow.submit(step).add_done_callback(
                lambda done: None if done.cancelled() else self.run_when_idle(steps)
            )

    def _start(self, key: Hashable, make: Callable[[], Made], *, slow: bool) -> Future[Made]:
        """The job of a key: the one that runs or has just failed, or a new one."""
        with self._lock:
            job = self._failed.pop(key, None) or self._running.get(key)
            if job is None:
                if len(self._running) >= _MOST_JOBS:
                    raise Problem(
                        429,
                        f"{_MOST_JOBS} answers are being worked out already",
                        advice="ask again in a few seconds",
                        headers={"Retry-After": _RETRY_AFTER},
                    )
                job = self._running[key] = (self._slow if slow else self._quick).submit(make)
                job.add_done_callback(lambda done: self._finish(key, done))
            return job

    def _finish(self, key: Hashable, job: Future[Any]) -> None:
        """Forget a job that is done; keep one that failed until somebody asks again."""
        with self._lock:
            self._running.pop(key, None)
            if not job.cancelled() and job.exception() is not None:
                self._failed[key] = job
                while len(self._failed) > _MOST_JOBS:
                    del self._failed[next(iter(self._failed))]

    def close(self) -> None:
        """Let running jobs end, and start no more."""
        self._closed = True
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=True, cancel_futures=True)


def _retrieve_exception(done: asyncio.Future[Any]) -> None:
    """Mark a late error as seen: nobody waits for it, and the next who asks gets the job's."""
    if not done.cancelled():
        done.exception()

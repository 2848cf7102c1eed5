"""Work that may take longer than a request: done once for all who ask, and nobody waits long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from threading import RLock
from typing import Any, TypeVar

from fogline.web.error_responses import Problem, ProgressRecord, StillWorkingError
from fogline.web.workers import Job, Work, Workers

# Jobs that may wait in all. Of more, the oldest of whoever has most makes room; status 429 is for
# a crowd of clients that have hardly any each.
_MOST_JOBS = 512
# Jobs of one client that may wait. Of slow ones no page needs more: who moves the slider wants the
# last day. Of quick ones the page asks for a month at once.
_MOST_SLOW, _MOST_QUICK = 24, 128
# Seconds after which a client that got 429 may try again.
_RETRY_AFTER = "5"
# Seconds that a request waits for quick work: less than clients and proxies wait.
_QUICK_WAIT = 10.0
_QUICK_THREADS = 2
# The largest share that is told of a job that is not done.
_NEARLY = 0.95

Made = TypeVar("Made")


class JobQueue:
    """Runs quick work beside the requests, and slow work one job at a time, the newest first.

    A request waits for quick work. For slow work it waits ``patience`` seconds; then the client is
    told to ask again, and how far the work is. ``pace`` are the seconds that works took by kind,
    for each unit of their size: those of an earlier run, if they are known.
    """

    def __init__(
        self,
        patience: float,
        quick_wait: float = _QUICK_WAIT,
        pace: dict[str, float] | None = None,
    ) -> None:
        self._patience, self._quick_wait = patience, quick_wait
        self.pace = pace if pace is not None else {}
        self._quick = Workers(_QUICK_THREADS, "quick", _MOST_QUICK)
        self._slow = Workers(1, "slow", _MOST_SLOW, is_busy=lambda: self._quick.busy)
        self._jobs: dict[Hashable, Job] = {}
        self._failed: dict[Hashable, Job] = {}
        self._lock = RLock()

    async def result(self, key: Hashable, make: Callable[[], Made], work: Work) -> Made:
        """What ``make`` gives; it runs once for all who ask for ``key`` meanwhile.

        Raises:
            StillWorkingError: it is not done yet; ask again.
            Problem: too many jobs of others wait already.
        """
        job = self._job(key, make, work)
        done: asyncio.Future[Made] = asyncio.wrap_future(job.future)
        try:
            # The job goes on when the wait ends.
            wait = self._patience if work.slow else self._quick_wait
            return await asyncio.wait_for(asyncio.shield(done), wait)
        except TimeoutError as error:
            done.add_done_callback(_retrieve_exception)
            raise StillWorkingError(self._progress(job)) from error
        except asyncio.CancelledError:
            if not job.future.cancelled():
                raise
            # Something newer of the same client took its place.
            raise StillWorkingError(self._progress(job)) from None
        finally:
            if job.future.done():
                self._failed.pop(key, None)

    def start(self, key: Hashable, make: Callable[[], object], work: Work) -> None:
        """Begin with a work that no client has asked for yet."""
        self._job(key, make, work)

    def run_when_idle(self, steps: Iterator[Callable[[], object]]) -> None:
        """Run steps one after another, each when nobody's slow work waits, and no earlier ones.

        A step's error ends nothing; whoever asks for the same work later gets it.
        """
        self._slow.run_ahead(steps)

    def reached(self, key: Hashable, step: int, *, timed: bool = True) -> None:
        """Note the step that a job has come to; ``timed`` unless it found the one before done."""
        with self._lock:
            if key in self._jobs:
                self._jobs[key].step, self._jobs[key].timed = step, timed

    def _job(self, key: Hashable, make: Callable[[], Made], work: Work) -> Job:
        """The job of a key: the one that runs or has just failed, or a new one."""
        with self._lock:
            job = self._failed.pop(key, None) or self._jobs.get(key)
            if job is not None:
                job.last_asked = time.monotonic()
                return job
            crowded = bool(work.client) and len(self._jobs) >= _MOST_JOBS
            job = self._jobs[key] = Job(key, make, work)
            job.future.add_done_callback(lambda done: self._finish(job, done))
        workers = self._slow if work.slow else self._quick
        # Not within the lock: a job that makes room ends, and its end takes the lock.
        if crowded and not workers.make_room(work.client):
            job.future.cancel()  # who has asked for it meanwhile asks again
            raise Problem(
                429,
                f"{_MOST_JOBS} answers are being worked out already",
                advice="ask again in a few seconds",
                headers={"Retry-After": _RETRY_AFTER},
            )
        workers.add(job)
        return job

    def _finish(self, job: Job, done: Future[Any]) -> None:
        """Forget a job that is done; keep one that failed until somebody asks again."""
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            if done.cancelled():
                return
            if done.exception() is not None:
                self._failed[job.key] = job
                while len(self._failed) > _MOST_SLOW:
                    del self._failed[next(iter(self._failed))]
            elif job.begun is not None and job.work.kind and job.timed:
                self.pace[job.work.kind] = (time.monotonic() - job.begun) / job.work.size

    def _progress(self, job: Job) -> ProgressRecord:
        """How far a job is, by how long such ones took before."""
        now, work = time.monotonic(), job.work
        with self._lock:
            first = self._jobs.get(work.after)
        leads = job if job.begun or first is None else first
        pace = self.pace.get(leads.work.kind)
        expected = round(pace * leads.work.size, 1) if pace else None
        ran = now - leads.begun if leads.begun else 0.0
        share = _NEARLY if leads.step > 1 else min(_NEARLY, ran / expected) if expected else None
        waits = not leads.begun and not job.future.cancelled()
        return {
            "what": work.what,
            "step": job.step,
            "steps": work.steps,
            "waiting": (self._slow if work.slow else self._quick).before(job) if waits else 0,
            "seconds": round(now - job.first_asked, 1),
            "expected": expected,
            "share": None if share is None else round(share, 2),
        }

    def close(self) -> None:
        """Let running jobs end, and start no more."""
        for workers in (self._quick, self._slow):
            workers.close()


def _retrieve_exception(done: asyncio.Future[Any]) -> None:
    """Mark a late error as seen: nobody waits for it, and the next who asks gets the job's."""
    if not done.cancelled():
        done.exception()

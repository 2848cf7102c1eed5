"""Threads that take clients in turn and new questions first, and work ahead while nobody asks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from threading import Condition, Thread
from typing import Any

# Seconds after which work that nobody has asked for again is given up: whoever waits asks again
# within two seconds, or ten where something newer was asked for meanwhile (static/api.js).
_GIVEN_UP = 30.0
# Clients whose last turn is known: far more than ask at one time.
_REMEMBERED = 1024
# Work ahead lets questions of the other threads pass, for at most so many seconds a step.
_LOOK, _PATIENT = 0.02, 0.5


@dataclass(frozen=True)
class Work:
    """What somebody asks for: in words, whether it is slow, and who asks.

    ``kind`` and ``size`` tell how long it may take: works of one kind take the longer the larger
    they are. ``steps`` is how many steps it has. ``after`` is the key of the job whose result it
    needs first, if that is under way.
    """

    what: str = ""
    slow: bool = False
    client: str = ""
    kind: str = ""
    size: float = 1.0
    steps: int = 1
    after: Hashable = None


@dataclass(eq=False)
class Job:
    """A work under way: what makes its result, who gets it, and how far it is."""

    key: Hashable
    make: Callable[[], Any]
    work: Work
    future: Future[Any] = field(default_factory=Future)
    first_asked: float = field(default_factory=time.monotonic)
    last_asked: float = field(default_factory=time.monotonic)
    begun: float | None = None
    step: int = 1
    timed: bool = True

    def run(self) -> None:
        """Make the result, for all who wait for it."""
        if not self.future.set_running_or_notify_cancel():
            return
        self.begun = time.monotonic()
        try:
            made = self.make()
        except BaseException as error:  # noqa: BLE001  whoever waits gets it
            self.future.set_exception(error)
        else:
            self.future.set_result(made)


class Workers:
    """Some threads with the jobs that wait for them. Clients have their turns one after the other,
    so that nobody waits for all that another asks. Of each client at most ``most`` jobs wait: one
    more takes the place of its oldest.
    """

    def __init__(
        self, count: int, name: str, most: int, is_busy: Callable[[], bool] = lambda: False
    ) -> None:
        self._most, self._is_busy = most, is_busy
        self._waiting: dict[Hashable, Job] = {}
        # When a client had its last turn, the longest ago first.
        self._turns: dict[str, int] = {}
        self._turns_had = 0
        self._ahead: Iterator[Callable[[], object]] | None = None
        self._turn, self._running, self._closed = Condition(), 0, False
        self._threads = [
            Thread(target=self._work, name=f"{name}-{k}", daemon=True) for k in range(count)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether somebody's job runs or waits."""
        return bool(self._running or self._waiting)

    def before(self, job: Job) -> int:
        """How many jobs come before one that waits."""
        with self._turn:
            return self._in_order().index(job) + self._running if self._waits(job) else 0

    def add(self, job: Job) -> None:
        """Have a job done, before those that wait already."""
        with self._turn:
            if len(self._of(job.work.client)) >= self._most:
                self._drop_oldest(job.work.client)
            self._waiting[job.key] = job
            self._turn.notify()

    def make_room(self, client: str) -> bool:
        """Give up the oldest job of whoever has most waiting, or of a client that has as many.

        False where others have hardly any, and the client none.
        """
        with self._turn:
            counts = Counter(job.work.client for job in self._waiting.values())
            greediest, most = max(counts.items(), key=lambda c: c[1], default=("", 0))
            if most > counts[client] + 1:
                self._drop_oldest(greediest)
            elif counts[client]:
                self._drop_oldest(client)
            else:
                return False
            return True

    def run_ahead(self, steps: Iterator[Callable[[], object]]) -> None:
        """Run steps one after another while nobody asks, in place of those that were to be run
        before: while a ledger grows these would wait for ever, and hold their estimate in memory.

        A step's error ends nothing: whoever asks for the same work later gets it.
        """
        with self._turn:
            self._ahead = steps
            self._turn.notify()

    def close(self) -> None:
        """Let running jobs end, and start no more."""
        with self._turn:
            self._closed = True
            for job in list(self._waiting.values()):
                self._drop(job)
            self._turn.notify_all()
        for thread in self._threads:
            thread.join()

    def _of(self, client: str) -> list[Job]:
        return [job for job in self._waiting.values() if job.work.client == client]

    def _waits(self, job: Job) -> bool:
        return self._waiting.get(job.key) is job

    def _drop_oldest(self, client: str) -> None:
        self._drop(min(self._of(client), key=lambda job: job.first_asked))

    def _drop(self, job: Job) -> None:
        self._waiting.pop(job.key, None)
        job.future.cancel()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            if isinstance(task, Job):
                try:
                    task.run()
                finally:
                    with self._turn:
                        self._running -= 1
            else:
                Job(None, task, Work()).run()

    def _next(self) -> Job | Callable[[], object] | None:
        """What to do next; none when it is over."""
        with self._turn:
            patient_until = time.monotonic() + _PATIENT
            while not self._closed:
                if (job := self._newest()) is not None:
                    self._running += 1
                    return job
                if self._ahead is None:
                    self._turn.wait()
                    patient_until = time.monotonic() + _PATIENT
                elif self._is_busy() and time.monotonic() < patient_until:
                    self._turn.wait(_LOOK)
                else:
                    return partial(self._go_ahead, self._ahead)
            return None

    def _go_ahead(self, steps: Iterator[Callable[[], object]]) -> None:
        if (step := next(steps, None)) is not None:
            step()
            return
        with self._turn:
            if self._ahead is steps:
                self._ahead = None

    def _newest(self) -> Job | None:
        """The newest job of the client whose turn it is; those that nobody wants are dropped."""
        since = time.monotonic() - _GIVEN_UP
        for job in [j for j in self._waiting.values() if j.last_asked < since]:
            self._drop(job)
        if not self._waiting:
            return None
        job = self._in_order()[0]
        client = job.work.client
        self._turns.pop(client, None)
        self._turns[client] = self._turns_had = self._turns_had + 1
        if len(self._turns) > _REMEMBERED:
            del self._turns[next(iter(self._turns))]
        return self._waiting.pop(job.key)

    def _in_order(self) -> list[Job]:
        """The jobs that wait, as they will have their turns if nobody asks more."""
        of_each: Counter[str] = Counter()
        order = []
        for job in sorted(self._waiting.values(), key=lambda j: -j.first_asked):
            client = job.work.client
            order.append((of_each[client], self._turns.get(client, 0), -job.first_asked, job))
            of_each[client] += 1
        return [job for *_, job in sorted(order, key=lambda o: o[:3])]

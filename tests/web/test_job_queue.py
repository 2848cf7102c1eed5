"""Slow work: once for all who ask, and nobody waits long."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fogline.web.error_responses import Problem, StillWorkingError
from fogline.web.job_queue import JobQueue
from fogline.web.workers import Work


def test_answers_that_came_late_leave_room_for_others() -> None:
    jobs = JobQueue(0.01)

    async def ask() -> None:
        for k in range(60):
            with contextlib.suppress(StillWorkingError):
                await jobs.result(k, lambda: time.sleep(0.02), Work("a nap", slow=True))
            await asyncio.sleep(0.03)

    asyncio.run(ask())
    jobs.close()


def test_why_a_late_job_failed_is_told_once() -> None:
    jobs = JobQueue(0.01)

    def fails() -> None:
        time.sleep(0.05)
        raise Problem(422, "it can't be")

    async def ask() -> list[str]:
        out = []
        for _ in range(3):
            try:
                await jobs.result("k", fails, Work("it", slow=True))
            except (Problem, StillWorkingError) as error:
                out.append(type(error).__name__)
            await asyncio.sleep(0.1)
        return out

    assert asyncio.run(ask()) == ["StillWorkingError", "Problem", "StillWorkingError"]
    jobs.close()


def test_a_job_runs_once_for_all_who_ask() -> None:
    jobs, go, runs = JobQueue(0.05), threading.Event(), []

    def make() -> int:
        runs.append(1)
        go.wait(5)
        return 7

    async def ask() -> list[Any]:
        first = await asyncio.gather(
            *(jobs.result("k", make, Work("seven", slow=True)) for _ in range(3)),
            return_exceptions=True,
        )
        go.set()
        while True:
            try:
                return [*first, await jobs.result("k", make, Work("seven", slow=True))]
            except StillWorkingError:
                continue

    found = asyncio.run(ask())
    jobs.close()
    assert [type(f) for f in found[:3]] == [StillWorkingError] * 3
    assert found[3] == 7
    assert len(runs) == 1


def test_a_job_is_begun_once_however_requests_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, begun, runs, others = JobQueue(1.0), threading.Event(), [], 1

    class Meeting:
        """A lock that lets another request in as soon as it is free for the first time."""

        def __init__(self) -> None:
            self.lock = threading.RLock()

        def __enter__(self) -> None:
            self.lock.acquire()

        def __exit__(self, *_: object) -> None:
            nonlocal others
            self.lock.release()
            if others:
                others = 0
                jobs.start("k", make, Work())
                begun.wait(0.2)

    def make() -> None:
        runs.append(1)
        begun.set()
        time.sleep(0.05)

    monkeypatch.setattr(jobs, "_lock", Meeting())
    asyncio.run(jobs.result("k", make, Work()))
    jobs.close()
    assert runs == [1]


def test_an_error_comes_back_to_who_asks() -> None:
    jobs = JobQueue(1.0)

    def fail() -> None:
        raise Problem(404, "none")

    async def ask() -> None:
        await jobs.result("k", fail, Work())

    for _ in range(2):
        with pytest.raises(Problem, match="none"):
            asyncio.run(ask())
    jobs.close()


def _slow(client: str = "", **more: Any) -> Work:
    return Work(slow=True, client=client, **more)


def test_a_single_person_is_never_refused() -> None:
    """Of one client's many questions the newest are worked out, whatever the machine can do."""
    jobs, go = JobQueue(0.001), threading.Event()
    done: list[int] = []

    def make(k: int) -> None:
        go.wait(20)
        done.append(k)

    async def move_the_slider() -> list[Any]:
        found = []
        for k in range(600):
            try:
                await jobs.result(k, lambda k=k: make(k), _slow("person"))
            except StillWorkingError as error:
                found.append(error)
        go.set()
        while 599 not in done:
            await asyncio.sleep(0.01)
        return found

    assert len(asyncio.run(move_the_slider())) == 600
    assert set(done[:2]) >= {599}  # the first may have begun before there were others
    jobs.close()


async def _asked(jobs: JobQueue, client: str, k: int, make: Any) -> Any:
    try:
        return await jobs.result((client, k), make, _slow(client))
    except (Problem, StillWorkingError) as error:
        return error


def test_of_a_crowd_whoever_asks_most_makes_room() -> None:
    jobs, go = JobQueue(0.001), threading.Event()

    async def crowd() -> tuple[list[Any], Any]:
        some = [
            await _asked(jobs, f"client {n}", k, lambda: go.wait(20))
            for n in range(22)
            for k in range(24)
        ]
        return some, await _asked(jobs, "another", 0, lambda: go.wait(20))

    some, other = asyncio.run(crowd())
    go.set()
    jobs.close()
    assert {type(f) for f in (*some, other)} == {StillWorkingError}


def test_a_crowd_of_clients_that_have_one_each_is_refused() -> None:
    jobs, go = JobQueue(0.001), threading.Event()

    async def crowd() -> list[Any]:
        return [await _asked(jobs, f"client {n}", 0, lambda: go.wait(20)) for n in range(513)]

    *some, last = asyncio.run(crowd())
    go.set()
    jobs.close()
    assert {type(f) for f in some} == {StillWorkingError}
    assert isinstance(last, Problem)
    assert last.status == 429


def test_clients_have_their_turns_one_after_the_other() -> None:
    jobs, go, order = JobQueue(0.001), threading.Event(), []

    def make(client: str) -> None:
        go.wait(20)
        order.append(client)

    async def ask() -> None:
        for client, count in (("early", 2), ("greedy", 20), ("late", 1)):
            for k in range(count):
                await _asked(jobs, client, k, lambda c=client: make(c))
        go.set()
        while len(order) < 6:
            await asyncio.sleep(0.01)

    asyncio.run(ask())
    jobs.close()
    assert order[0] == "early"  # it had begun before there were others
    assert sorted(order[1:4]) == ["early", "greedy", "late"]
    assert set(order[4:]) == {"greedy"}


def test_what_is_asked_for_goes_before_what_is_prepared() -> None:
    jobs, begun, order = JobQueue(5.0), threading.Event(), []

    def prepare(k: int) -> None:
        order.append(f"ahead {k}")
        begun.set()
        time.sleep(0.05)

    async def ask() -> None:
        jobs.run_when_idle(iter([lambda k=k: prepare(k) for k in range(20)]))
        await asyncio.to_thread(begun.wait, 5)
        await jobs.result("day", lambda: order.append("asked"), _slow())

    asyncio.run(ask())
    jobs.close()
    assert order.index("asked") <= 2


def test_newer_preparations_let_go_of_the_older_ones() -> None:
    jobs, begun, go, done = JobQueue(5.0), threading.Event(), threading.Event(), threading.Event()

    class Estimate:
        pass

    def steps(estimate: Estimate) -> Iterator[Callable[[], object]]:
        yield begun.set
        yield lambda: go.wait(5)
        yield lambda: pytest.fail(f"{estimate} is not wanted any more")

    old = Estimate()
    held = weakref.ref(old)
    jobs.run_when_idle(steps(old))
    del old
    assert begun.wait(5)
    jobs.run_when_idle(iter([done.set]))
    go.set()
    assert done.wait(5)
    jobs.close()
    assert held() is None


def test_an_error_in_what_is_prepared_ends_nothing() -> None:
    jobs, done = JobQueue(5.0), threading.Event()

    def fails() -> None:
        raise ValueError("no")

    jobs.run_when_idle(iter([fails, done.set]))
    assert done.wait(5)
    jobs.close()


def test_the_newest_question_is_answered_first() -> None:
    jobs, go, order = JobQueue(0.001), threading.Event(), []

    async def ask() -> None:
        for k in range(4):
            with contextlib.suppress(StillWorkingError):
                await jobs.result(k, lambda k=k: (go.wait(5), order.append(k)), _slow())
        go.set()
        while len(order) < 4:
            await asyncio.sleep(0.01)

    asyncio.run(ask())
    jobs.close()
    assert order == [0, 3, 2, 1]


def test_what_nobody_asks_for_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fogline.web.workers._GIVEN_UP", 0.05)
    jobs, go, order = JobQueue(0.001), threading.Event(), []

    async def ask() -> None:
        for k in (0, 1):
            with contextlib.suppress(StillWorkingError):
                await jobs.result(k, lambda k=k: (go.wait(5), order.append(k)), _slow())
        await asyncio.sleep(0.2)
        go.set()
        await asyncio.sleep(0.2)

    asyncio.run(ask())
    jobs.close()
    assert order == [0]


def test_progress_is_told_by_what_earlier_ones_took() -> None:
    jobs = JobQueue(0.1)

    async def ask(key: str, size: float, seconds: float) -> Any:
        work = _slow(what="a nap", kind="nap", size=size, steps=2)
        while True:
            try:
                return await jobs.result(key, lambda: time.sleep(seconds), work)
            except StillWorkingError as error:
                told.append(error.record()["progress"])

    told: list[Any] = []
    asyncio.run(ask("first", 1, 0.25))
    assert told[0]["what"] == "a nap"
    assert (told[0]["step"], told[0]["steps"]) == (1, 2)
    assert told[0]["expected"] is None
    assert told[0]["share"] is None
    told.clear()
    asyncio.run(ask("second", 2, 0.5))
    jobs.close()
    assert 0.5 <= told[0]["expected"] < 2
    shares = [t["share"] for t in told]
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 0.95


def test_who_waits_for_another_job_hears_how_far_that_is() -> None:
    jobs, begun, go = JobQueue(0.05, pace={"estimate": 10.0}), threading.Event(), threading.Event()
    work = _slow(what="the estimate", kind="estimate")
    jobs.start("estimate", lambda: (begun.set(), go.wait(5)), work)

    async def ask() -> Any:
        await asyncio.to_thread(begun.wait, 5)
        with pytest.raises(StillWorkingError) as told:
            await jobs.result("war", lambda: None, _slow(what="the war", after="estimate"))
        return told.value.record()["progress"]

    told = asyncio.run(ask())
    go.set()
    jobs.close()
    assert (told["what"], told["expected"], told["waiting"]) == ("the war", 10.0, 0)

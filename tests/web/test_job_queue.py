"""Slow work: once for all who ask, and nobody waits long."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import Any

import pytest

from fogline.web.error_responses import Problem, StillWorkingError
from fogline.web.job_queue import JobQueue


def test_answers_that_came_late_leave_room_for_others() -> None:
    jobs = JobQueue(0.01)

    async def ask() -> None:
        for k in range(60):
            with contextlib.suppress(StillWorkingError):
                await jobs.result(k, lambda: time.sleep(0.02), "a nap", slow=True)
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
                await jobs.result("k", fails, "it", slow=True)
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
            *(jobs.result("k", make, "seven", slow=True) for _ in range(3)), return_exceptions=True
        )
        go.set()
        while True:
            try:
                return [*first, await jobs.result("k", make, "seven", slow=True)]
            except StillWorkingError:
                continue

    found = asyncio.run(ask())
    jobs.close()
    assert [type(f) for f in found[:3]] == [StillWorkingError] * 3
    assert found[3] == 7
    assert len(runs) == 1


def test_an_error_comes_back_to_who_asks() -> None:
    jobs = JobQueue(1.0)

    def fail() -> None:
        raise Problem(404, "none")

    async def ask() -> None:
        await jobs.result("k", fail, "", slow=False)

    for _ in range(2):
        with pytest.raises(Problem, match="none"):
            asyncio.run(ask())
    jobs.close()


def test_too_many_jobs_are_refused() -> None:
    jobs, go = JobQueue(0.001), threading.Event()

    async def ask() -> list[Any]:
        return await asyncio.gather(
            *(jobs.result(k, lambda: go.wait(5), "", slow=True) for k in range(30)),
            return_exceptions=True,
        )

    found = asyncio.run(ask())
    go.set()
    jobs.close()
    refused = [f for f in found if isinstance(f, Problem)]
    assert {f.status for f in refused} == {429}
    assert len(refused) == 6

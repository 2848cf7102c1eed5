"""A large model: asked once for each passage, within a budget, and its answers kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Lock

from fogline.model import Answer
from fogline.reading.errors import (
    BudgetSpentError,
    EndpointError,
    RequestRefusedError,
    UnansweredError,
)
from fogline.reading.llm.answers import Answers, AnswersInMemory, Stated, Unclear, parse
from fogline.reading.llm.budget import Budget, Tally
from fogline.reading.llm.endpoint import Endpoint, Reply
from fogline.reading.llm.passages import Passage
from fogline.reading.llm.prompt import Request, answer_tokens, repair, request, version
from fogline.reading.llm.workers import Workers

# Requests on their way at one time.
AT_ONCE = 4
# Seconds after which an endpoint that failed may be asked again, as by a watch.
REST = 300.0
_CUT, _REFUSED = frozenset({"length", "max_tokens"}), frozenset({"refusal", "content_filter"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a passage came to: what the model states, or why it states nothing."""

    passage: Passage
    stated: tuple[Stated | Unclear, ...] = ()
    why: str = ""


class LargeModel:
    """A model by its name at an endpoint; without one, only answers that are kept are used.

    ``keep_in`` says where answers are kept. Once the endpoint fails or the budget is spent it is
    ``stopped``: nothing more is asked.
    """

    def __init__(
        self,
        name: str,
        endpoint: Endpoint | None = None,
        budget: Budget | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self.name, self.endpoint, self.at_once = name, endpoint, at_once
        self._budget = budget or Budget()
        self._answers: Answers = AnswersInMemory()
        self._workers: Workers[tuple[Outcome, ...]] = Workers(at_once)
        self._lock = Lock()
        self._asked: dict[str, Future[tuple[Outcome, ...]]] = {}
        self._stopped: EndpointError | None = None
        self._stopped_at = 0.0

    def __repr__(self) -> str:
        return f"LargeModel({self.name!r}, {self.endpoint!r})"

    @property
    def stopped(self) -> EndpointError | None:
        """Why nothing more is asked; an endpoint that failed may be asked again after a while."""
        with self._lock:
            rested = time.monotonic() - self._stopped_at > REST
            if rested and not isinstance(self._stopped, BudgetSpentError):
                self._stopped = None
            return self._stopped

    def _stop(self, error: EndpointError) -> None:
        with self._lock:
            self._stopped, self._stopped_at = error, time.monotonic()

    @property
    def tally(self) -> Tally:
        """What was asked so far, and what it cost."""
        return self._budget.tally

    def keep_in(self, answers: Answers) -> None:
        """Look answers up here, and keep new ones here."""
        self._answers = answers

    def close(self) -> None:
        """Ask nothing more."""
        if self.endpoint:
            self.endpoint.close()

    def begin(self, passage: Passage) -> Future[tuple[Outcome, ...]]:
        """Have a passage read, beside what else is done."""
        key = request(self.name, passage.text, passage.before).key
        with self._lock:
            if key not in self._asked:
                self._asked[key] = self._workers.submit(partial(self._read, passage))
            return self._asked[key]

    def read(self, passage: Passage) -> Iterator[Outcome]:
        """What a passage comes to; in parts where its answer was too long.

        Raises:
            EndpointError: the model can't be asked.
            UnansweredError: no answer is kept, and there is no endpoint.
        """
        asked = self.begin(passage)
        try:
            # The same words of another document were read as theirs.
            for outcome in asked.result():
                yield Outcome(passage, outcome.stated, outcome.why)
        finally:
            with self._lock:
                self._asked.pop(request(self.name, passage.text, passage.before).key, None)

    def _read(self, passage: Passage) -> tuple[Outcome, ...]:
        asked = request(self.name, passage.text, passage.before)
        try:
            answer = self._answer(asked)
        except RequestRefusedError as error:
            return (Outcome(passage, why=f"the model was not asked: {error.why}"),)
        parsed = parse(answer.text)
        if answer.ended in _CUT and parsed.why:
            return self._in_halves(passage)
        if answer.ended in _REFUSED:
            return (Outcome(passage, why="the model refuses to read it"),)
        if parsed.why:
            self._budget.count(repaired=1)
            parsed = parse(self._answer(repair(asked, answer.text, parsed.why)).text)
        if parsed.why:
            return (Outcome(passage, why=f"the model's answer can't be parsed: {parsed.why}"),)
        return (Outcome(passage, parsed.stated),)

    def _in_halves(self, passage: Passage) -> tuple[Outcome, ...]:
        if not passage.halves:
            return (Outcome(passage, why="the model's answer was cut off"),)
        return tuple(outcome for half in passage.halves for outcome in self._read(half))

    def _answer(self, asked: Request) -> Answer:
        """The answer to a request: the one that is kept, else the endpoint's."""
        kept = self._answers.find(asked.key)
        if kept is not None:
            self._budget.count(kept=1)
            return kept
        if self.endpoint is None:
            raise UnansweredError(
                f"model {self.name}",
                "no answer is kept for a passage of it",
                "name an --endpoint to ask",
            )
        stopped = self.stopped
        if stopped is not None:
            raise stopped
        try:
            reply = self._ask(self.endpoint, asked)
        except RequestRefusedError as error:
            if not self.tally.asked:  # none that it takes
                self._stop(error)
                raise EndpointError(
                    error.what, error.why, "look at --endpoint and --model"
                ) from error
            raise
        except EndpointError as error:
            self._stop(error)
            raise
        answer = Answer(
            asked.key, version(), self.name, reply.text, reply.ended, reply.tokens_in,
            reply.tokens_out, reply.served,
        )  # fmt: skip
        self._answers.keep(answer)
        return answer

    def _ask(self, endpoint: Endpoint, asked: Request) -> Reply:
        aside = self._budget.set_aside(asked.size, answer_tokens())
        try:
            reply = endpoint.ask(asked, answer_tokens())
            told = reply.tokens_in or reply.tokens_out
            guess = (aside[0], len(reply.text.encode()) // 3 + 1)
            spent = (reply.tokens_in, reply.tokens_out) if told else guess
            self._budget.spend(asked.size if told else 0, *spent)
        finally:
            self._budget.release(aside)
        return reply

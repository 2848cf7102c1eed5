"""Visits sources when they are due, for ever or once."""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import DBAPIError

from fogline.documents import Fetcher, ParserSandbox
from fogline.errors import FoglineError
from fogline.ledger import Ledger
from fogline.reading import Reader
from fogline.theatre import Theatre
from fogline.watch.clock import Clock, SystemClock
from fogline.watch.cycle import Cycle
from fogline.watch.folders import visit_folder
from fogline.watch.lists import visit_list
from fogline.watch.pauses import JITTER, left, pause, spread
from fogline.watch.sources import Source, Sources
from fogline.watch.states import Items, SourceState, States, moment_of, spell
from fogline.watch.turn import Means, Outcome

# The task that one program does at a time on a ledger.
TASK = "watch"
# Seconds in which a request to stop is seen by one who waits.
GLANCE_SECONDS = 0.25
# Seconds after which the process that parses foreign files is renewed, lest its memory grow.
RENEW_SECONDS = 3_600.0
# Seconds after which an address may be visited by the next one of many single cycles.
AGAIN_SECONDS = 60.0


@dataclass
class Watcher:
    """Watches sources for a ledger: a context, in which it is alone with this task on the ledger.

    ``publishers`` is the theatre with the publishers of the sources file, ``chance`` spreads the
    visits. The fetcher's pauses go by ``clock``.
    """

    ledger: Ledger
    sources: Sources
    theatre: Theatre
    reader: Reader
    publishers: Theatre | None = None
    fetcher: Fetcher = field(default_factory=Fetcher)
    clock: Clock = field(default_factory=SystemClock)
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._stack, self._stopping, self._sandbox = ExitStack(), False, ParserSandbox()
        self._renewed = self.clock.seconds()
        self._states = States(self.ledger, self.sources.origin, self.reader.fingerprint)
        self._known: dict[str, SourceState] = {}
        self._due: dict[str, float] = {}
        self.fetcher.sleep, self.fetcher.clock = self._wait, self.clock.seconds
        self._means = Means(
            self.ledger, self.theatre, self.publishers or self.theatre, self.reader,
            self.fetcher, self._sandbox, self.clock, self._states, lambda: self._stopping,
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            LedgerError: another watch is at work on this ledger.
        """
        self._stack.enter_context(self.ledger.notes.alone(TASK))
        self._stack.callback(self.fetcher.close)
        self._stack.callback(self._sandbox.close)
        self._known = self._states.begin(s.address for s in self.sources.sources)
        now, seconds = self.clock.now().timestamp(), self.clock.seconds()
        for source in self.sources.sources:
            state = self._known.setdefault(source.address, _unvisited(source, self.sources.origin))
            longest = pause(source.every, state.failures, source.longest_pause) * (1 + JITTER)
            due = moment_of(state.due).timestamp() if state.due else now
            self._due[source.address] = seconds + left(due, now, longest)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @staticmethod
    def is_running(ledger: Ledger) -> bool:
        """Whether a watch is at work on a ledger; none is seen where its lock can't be opened."""
        return ledger.notes.busy(TASK)

    def stop(self) -> None:
        """End after the present document; may be called from a signal's handler."""
        self._stopping = True

    def run(self, say: Callable[[Cycle], None]) -> None:
        """Visit each source when it is due, until :meth:`stop`; ``say`` is given each cycle."""
        while not self._stopping:
            now = self.clock.seconds()
            due = [s for s in self.sources.sources if self._due[s.address] <= now]
            if due:
                say(self._cycle(due))
            else:
                self._wait(min(self._due.values()) - now)

    def once(self) -> Cycle:
        """Visit all sources once, but those that pause after failures, and addresses that were
        visited within the minute.
        """
        return self._cycle([s for s in self.sources.sources if self._is_ready(s)])

    def _is_ready(self, source: Source) -> bool:
        state = self._known[source.address]
        if state.failures:
            return self._due[source.address] <= self.clock.seconds()
        if not source.fetched or not state.tried:
            return True
        passed = (self.clock.now() - moment_of(state.tried)).total_seconds()
        return not 0 <= passed < AGAIN_SECONDS

    def _cycle(self, due: Iterable[Source]) -> Cycle:
        at, visits = self.clock.now(), []
        for source in due:
            if self._stopping:
                break
            visits.append((source, self._visit(source)))
        wait = max(0.0, min(self._due.values()) - self.clock.seconds())
        return Cycle(at, tuple(visits), self.clock.now() + timedelta(seconds=wait))

    def _visit(self, source: Source) -> Outcome:
        try:
            outcome = self._look(source)
        except Exception as error:  # noqa: BLE001 - what is wrong with one source stops no other
            outcome = Outcome(failed=_reason(error))
        try:
            self._note(source, outcome)
        except Exception as error:  # noqa: BLE001 - the ledger's database may be in use or full
            outcome.failed = outcome.failed or _reason(error)
        return outcome

    def _look(self, source: Source) -> Outcome:
        if self.clock.seconds() - self._renewed > RENEW_SECONDS:
            self._sandbox.close()  # it starts again when it is needed
            self._renewed = self.clock.seconds()
        if source.fetched:
            state = self._known[source.address]
            last = state.visit(self.reader.fingerprint)
            return visit_list(self._means, source, last, sound=not state.broken)
        return visit_folder(self._means, source, self.sources.settle)

    def _note(self, source: Source, outcome: Outcome) -> None:
        """Plan the next visit, and note what came of this one."""
        before, now = self._known[source.address], self.clock.now()
        failures = before.failures + 1 if outcome.failed else 0
        wait = spread(pause(source.every, failures, source.longest_pause), self.chance)
        if self._stopping and outcome.waiting:
            wait = 0.0  # the next start goes on with it
        self._due[source.address] = self.clock.seconds() + wait
        items = {**self._states.items(source.address), **outcome.items}
        state = replace(
            _visited(before, outcome, spell(now), self.reader.fingerprint),
            name=source.name,
            kind=source.kind,
            every=source.every,
            due=spell(now + timedelta(seconds=wait)),
            failures=failures,
            **_trouble(outcome, {k: v for k, v in items.items() if v is not None}),
        )
        self._known[source.address] = state
        self._states.note(source.address, outcome.items, state)

    def _wait(self, seconds: float) -> None:
        """Wait, but not for longer than a glance once it is to stop."""
        end = self.clock.seconds() + seconds
        while not self._stopping and (rest := end - self.clock.seconds()) > 0:
            self.clock.sleep(min(rest, GLANCE_SECONDS))


def _unvisited(source: Source, origin: str) -> SourceState:
    return SourceState(source.name, source.kind, source.address, origin, source.every)


def _visited(before: SourceState, outcome: Outcome, now: str, setting: str) -> SourceState:
    """The state after a visit, by what came of it."""
    if outcome.failed:
        broken = before.broken or outcome.broken
        return replace(before, tried=now, failed=now, why=outcome.failed, broken=broken)
    last = outcome.visit or before.visit(setting)
    return replace(
        before,
        tried=now,
        succeeded=now,
        renewed=now if outcome.new else before.renewed,
        documents=before.documents + outcome.new,
        waiting=outcome.waiting,
        setting=setting,
        etag=last.etag,
        modified=last.modified,
        broken=outcome.broken,
    )


def _trouble(outcome: Outcome, items: Items) -> dict[str, Any]:
    """How much of a source can't be read, and the latest of it."""
    failing = {name: item for name, item in items.items() if item.failures}
    told = [f"{u.where}: {u.why}" for u in outcome.unread]
    told += [f"{k}: {v.why}" for k, v in sorted(failing.items(), key=lambda i: -i[1].since)]
    return {"troubled": len(failing), "trouble": told[0] if told else ""}


def _reason(error: Exception) -> str:
    """What went wrong; where the program itself did, standard error has the rest."""
    if isinstance(error, FoglineError | OSError):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"the ledger's database says: {str(error.orig).strip()}"
    traceback.print_exception(error)
    return f"{type(error).__name__}: {error}"

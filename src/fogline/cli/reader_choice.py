"""Which reader a user wants; and what is said of asking a large model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import DEFAULT_READER
from fogline.cli.reader_options import READER_OPTIONS
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.ledger import Ledger
    from fogline.model import ClaimRow, Cue
    from fogline.reading import LargeModel, Reader, ReaderPool
    from fogline.theatre import Theatre

# The end of the names of readers that ask a large model, and the topic of a ledger's notes on it.
_LLM, _TOPIC = "llm", "large model"
# The word for no endpoint at all.
_NONE = "none"


@dataclass(slots=True)
class ReaderChoice:
    """Which reader a user wants, and of a large model what it may cost."""

    spec: str
    model: str
    endpoint: str
    key_file: str
    most_tokens: int
    most_cost: float
    prices: tuple[float, float]
    at_once: int
    yes: bool
    large: LargeModel | None = field(default=None, init=False)

    @property
    def asks(self) -> bool:
        """Whether it asks a large model."""
        return self.spec.rpartition("+")[2] == _LLM

    @property
    def _wanted(self) -> str:
        """The reader's name, or its model's file."""
        older = self.model if _is_given("model") else ""  # not what the environment has for llm
        return self.spec or older or DEFAULT_READER

    def open(self, theatre: Theatre, *, undated: bool, ledger: str = "") -> Reader:
        """Open the reader; ``ledger`` is one that may know the model, and what it is worth.

        Raises:
            ReadingError: no such reader.
            UsageError: a model that can't be asked so.
        """
        from fogline.reading import open_model, open_reader

        if not self.asks:
            self._refuse_endpoint()
            return open_reader(self._wanted, theatre, undated=undated)
        judged = self._known(ledger) if ledger and _is_there(ledger) else []
        if theatre.large_model is not None:
            self.model = self.model or theatre.large_model.model
            self.endpoint = self.endpoint or theatre.large_model.endpoint
        # Several readers, such as those of several theatres, ask one model within one budget.
        self.large = self.large or open_model(
            self.model,
            "" if self.endpoint == _NONE else self.endpoint,
            self.key_file,
            most_tokens=self.most_tokens,
            most_cost=self.most_cost,
            prices=self.prices,
            at_once=self.at_once,
        )
        return open_reader(self.spec, theatre, undated=undated, large=self.large, judged=judged)

    def pool(
        self, theatre: Theatre, *, undated: bool, workers: int | None, ledger: str = ""
    ) -> ReaderPool:
        """Open the reader as :meth:`open` does, in as many processes as are wanted; a large model
        is asked by one.

        Raises:
            ReadingError: no such reader.
            UsageError: a model that can't be asked so.
        """
        from fogline.reading import ReaderPool

        if not self.asks:
            self._refuse_endpoint()
            return ReaderPool.open(self._wanted, theatre, undated=undated, workers=workers)
        if workers is not None and workers > 1:
            raise UsageError(
                f"workers {workers}",
                "one process asks a large model, for all that are read",
                "give --at-once, the requests on their way at one time",
            )
        return ReaderPool(self.open(theatre, undated=undated, ledger=ledger))

    def _refuse_endpoint(self) -> None:
        """An endpoint for a reader that asks none is a slip."""
        if _is_given("endpoint"):
            raise UsageError(
                f"reader {self.spec or DEFAULT_READER!r}",
                "it asks no large model",
                "give --reader llm or --reader encoder+llm with --endpoint",
            )

    def _known(self, ledger: str) -> list[tuple[tuple[Cue, ...], bool]]:
        """Take from a ledger what is not given of the model; gives its judged claims."""
        from fogline.ledger import open_ledger

        with open_ledger(ledger) as book:
            noted = book.notes.read(_TOPIC)
            self.model = self.model or noted.get("model", "")
            self.endpoint = self.endpoint or noted.get("endpoint", "")
            return list(_judged(book))

    def ask_first(self, what: str) -> None:
        """Say what will be sent where, and ask whether it may be.

        Raises:
            UsageError: nobody is there to ask, and --yes was not given.
            click.Abort: it may not.
        """
        asked = self.large.endpoint if self.large else None
        if self.large is None or asked is None:
            return
        way = " (this machine)" if asked.is_local else ""
        way = " (unencrypted)" if asked.is_open else way
        sys.stderr.write(
            f"fogline: the words of {what}, without publisher, day or address, will be sent to "
            f"{asked.shown}{way}, to be read by {self.large.name}. Answers that are kept are not "
            "asked for again.\n"
        )
        if self.yes:
            return
        if not _is_anybody_there():
            raise UsageError(f"endpoint {asked.shown}", "nobody is there to ask", "give --yes")
        click.confirm("Go on?", abort=True, err=True)

    def keep(self, book: Ledger) -> None:
        """Keep the model's answers in a ledger, and note there where it is."""
        if self.large is None:
            return
        self.large.keep_in(book.answers)
        if self.large.endpoint is not None:
            noted = {"model": self.large.name, "endpoint": self.endpoint}
            book.notes.write({_TOPIC: noted})

    @contextmanager
    def kept(self, ledger: str) -> Iterator[None]:
        """Keep the model's answers, as long as the block lasts, in a ledger if one is named."""
        from fogline.ledger import open_ledger

        if not (ledger and self.asks):
            yield
            return
        with open_ledger(ledger, create=True) as book:
            self.keep(book)
            yield

    def told(self) -> str:
        """What was asked so far, for a line of progress; empty if no model is asked."""
        if self.large is None:
            return ""
        t = self.large.tally
        return f"{t.tokens:,} tokens" + (f", {t.cost:.2f}" if t.cost else "")

    def report(self) -> bool:
        """Say what was asked and what it cost; gives whether asking had to stop."""
        if self.large is None:
            return False
        t = self.large.tally
        cost = f", cost {t.cost:.4g}" if t.cost else ""
        again = f" ({t.repaired:,} to repair one)" if t.repaired else ""
        sys.stderr.write(
            f"fogline: model {self.large.name}: {t.asked:,} answers asked{again}, {t.kept:,} kept "
            f"from before; {t.tokens_in:,} tokens in, {t.tokens_out:,} out{cost}\n"
        )
        if self.large.stopped is not None:
            sys.stderr.write(f"fogline: stopped: {self.large.stopped}\n")
        return self.large.stopped is not None


def reader_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose a reader; the command gets them as one ``reader``."""

    @wraps(command)
    def chosen(**given: Any) -> Any:
        own = {f.name: given.pop(f.name) for f in fields(ReaderChoice) if f.init}
        return command(reader=ReaderChoice(**own), **given)

    found: Callable[..., Any] = chosen
    for option in reversed(READER_OPTIONS):
        found = option(found)
    return found


def _is_given(option: str) -> bool:
    """Whether an option stands in the command line."""
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _is_anybody_there() -> bool:
    return sys.stdin.isatty()


def _is_there(ledger: str) -> bool:
    return "://" in ledger or Path(ledger).is_file()


def _judged(book: Ledger) -> Iterator[tuple[tuple[Cue, ...], bool]]:
    """The cues of judged claims and whether they were accepted, in the order of judging."""
    from fogline.model import claim_rows

    order = list(dict.fromkeys(j.claim for j in book.review.standing()))
    if not order:
        return
    asked = book.view(ids=tuple(order), judged="all", reader="all", as_read=True, copies=True)
    rows: dict[str, list[ClaimRow]] = {}
    for row in claim_rows(asked):
        rows.setdefault(row.id, []).append(row)
    for claim in order:
        yield from ((r.cues, r.judged == "accepted") for r in rows.get(claim, ()) if r.judged)

"""``fogline add``: publications in, a ledger that has them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import available_timezones

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from fogline.cli.ask import FAILED, fail, tell
from fogline.documents import Given, Web, count, load
from fogline.ledger import open_ledger
from fogline.reading import How
from fogline.theatre import load as load_theatre


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    inputs: tuple[str, ...]
    ledger: str
    theatre: str
    publishers: str
    source: str
    published: date | None
    zone: str
    undated: bool
    model: str
    private: bool
    pages: int


def run(request: Request) -> int:
    """Take everything in and print a summary; 2 if anything could not be read."""
    if request.zone and request.zone not in available_timezones():
        return fail(f"zone {request.zone!r}: give an IANA name such as Europe/Kyiv")
    theatre = load_theatre(request.theatre, request.publishers)
    setting = How.text(theatre, model=request.model).setting
    given = Given(request.source, request.published, zone=request.zone, theatre=theatre)
    with open_ledger(request.ledger, create=True) as ledger:
        web = Web(
            known=partial(ledger.visited, setting=setting),
            private=request.private,
            pages=request.pages,
        )
        try:
            with _progress(count(request.inputs)) as step:
                found = load(request.inputs, given, web)
                summary = ledger.add(
                    found, theatre, undated=request.undated, model=request.model, progress=step
                )
        finally:
            web.close()
        # What could not be kept is asked for again, and so is the list that names it.
        ledger.remember(
            {url: visit for url, visit in web.visits.items() if url not in summary.unkept}, setting
        )
    tell(summary.unreadable)
    again = f", {summary.read_again:,} read again by a newer reader" if summary.read_again else ""
    sys.stdout.write(
        f"documents  {summary.new:,} new, {summary.seen:,} seen before{again}, {summary.near_copies:,} near-copies, "
        f"{len(summary.unreadable):,} unreadable\n"
        f"claims     {summary.claims:,}\n"
        f"places     {summary.located:,} located, {summary.ambiguous:,} ambiguous, {summary.unknown:,} unknown\n"
    )
    return FAILED if summary.unreadable else 0


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed * 60:,.0f} a minute" if task.speed else "")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error with rate and time left, nothing where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    columns = (
        TextColumn("taking in"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total or None)
        yield lambda: bar.advance(task)

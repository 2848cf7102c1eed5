"""``fogline watch``: new items of feeds, sitemaps and folders come into a ledger by themselves."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import FILE, ledger_option, theatre_option, workers_option
from fogline.cli.output import console
from fogline.cli.reader_choice import ReaderChoice, reader_option
from fogline.cli.reporting import FAILED, report_no_texts, report_unreadable
from fogline.errors import UsageError

if TYPE_CHECKING:
    from fogline.watch import SourceState, Watcher

# Characters in a line that does not go to a terminal.
_WIDTH = 160


@click.command("watch")
@click.argument("sources", required=False, type=FILE)
@ledger_option
@theatre_option
@click.option(
    "--undated", is_flag=True, help="Take in texts whose day of publication is not known."
)
@reader_option
@workers_option
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
@click.option("--once", is_flag=True, help="Visit every source once and end, as cron needs it.")
@click.option("--status", is_flag=True, help="Show what came of the visits so far, and end.")
def command(sources: Path | None, ledger: str, once: bool, status: bool, **given: Any) -> int:
    """Visit feeds, sitemaps and folders for ever, and read what is new.

    SOURCES is a .toml file of publishers with their feeds, sitemaps, folders and exports.
    """
    if status:
        return _status(ledger)
    if sources is None:
        raise UsageError("watch: name a sources file", "or give --status")
    with _opened(sources, ledger, **given) as watcher:
        return _once(watcher) if once else _for_ever(watcher)


@contextmanager
def _opened(
    file: Path,
    ledger: str,
    *,
    theatre: str,
    undated: bool,
    reader: ReaderChoice,
    allow_private: bool,
    workers: int | None,
) -> Iterator[Watcher]:
    """A watcher of a file's sources; the file is checked before anything else is done."""
    from fogline.documents import Fetcher
    from fogline.ledger import open_ledger
    from fogline.theatre import load
    from fogline.watch import Watcher, read_sources

    found = read_sources(file)
    # The reader knows only the theatre: a publisher more in the file must not read all anew.
    sides = load(theatre)
    pool = reader.pool(sides, undated=undated, workers=workers, ledger=ledger)
    reader.ask_first("each text that is new")
    fetcher = Fetcher(private=allow_private)
    with pool, open_ledger(ledger, create=True) as book:
        reader.keep(book)
        watcher = Watcher(book, found, sides, pool, load(theatre, str(file)), fetcher)
        with _stopped_by_signals(watcher), watcher:
            yield watcher


@contextmanager
def _stopped_by_signals(watcher: Watcher) -> Iterator[None]:
    """Let Ctrl+C and the end of the process stop a watch; the second one ends it at once."""
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}

    def stop(*_: object) -> None:
        watcher.stop()
        restore()

    def restore() -> None:
        for kind, handler in before.items():
            signal.signal(kind, handler)

    for kind in before:
        signal.signal(kind, stop)
    try:
        yield
    finally:
        restore()


def _once(watcher: Watcher) -> int:
    cycle = watcher.once()
    click.echo(str(cycle))
    report_no_texts(told for _, outcome in cycle.visits for told in outcome.left_out)
    report_unreadable(u for _, outcome in cycle.visits for u in outcome.unread)
    return FAILED if cycle.failed or cycle.unread else 0


def _for_ever(watcher: Watcher) -> int:
    count = len(watcher.sources.sources)
    click.echo(f"fogline: watching {count} source{'s' if count > 1 else ''} (Ctrl+C ends it)")
    watcher.run(lambda cycle: click.echo(str(cycle)))
    click.echo("fogline: the watch has ended; the next one goes on from here")
    return 0


def _status(where: str) -> int:
    from fogline.ledger import open_ledger
    from fogline.watch import Watcher, source_states

    with open_ledger(where) as book:
        running, states = Watcher.is_running(book), source_states(book)
    click.echo(f"{'a' if running else 'no'} watch is at work on this ledger")
    if states:
        _print(states)
    return 0


def _print(states: Iterable[SourceState]) -> None:
    """One block a source, those of one publisher one after the other."""
    from rich.table import Table
    from rich.text import Text

    screen = console(_WIDTH)
    for state in states:
        table = Table(
            title=Text(f"{state.name}: {state.kind} {state.address}"),
            title_justify="left",
            show_header=False,
        )
        for name, words in _facts(state):
            table.add_row(Text(name), Text(words))
        screen.print(table)


def _facts(s: SourceState) -> Iterator[tuple[str, str]]:
    yield "last success", _moment(s.succeeded) or "none yet"
    if s.failures:
        often = "once" if s.failures == 1 else f"{s.failures:,} times in a row"
        yield "failed", f"{often}, last at {_moment(s.failed)}: {s.why}"
    elif s.failed:
        yield "last failure", f"{_moment(s.failed)}: {s.why}"
    yield "new documents", f"{s.documents:,}" + (s.renewed and f", last at {_moment(s.renewed)}")
    if s.waiting:
        yield "waiting", f"{s.waiting:,} for the next visit"
    if s.trouble:
        yield "not read", f"{s.troubled:,} tried again; the latest is {s.trouble}"
    yield "next visit", _moment(s.due) or "at once"


def _moment(words: str) -> str:
    return words.replace("T", " ").replace("Z", " UTC")

"""A bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(
    doing: str, total: int, told: Callable[[], str], *, long: bool = True
) -> Iterator[Callable[[], None]]:
    """A bar on standard error with rate and time left, and with what is ``told`` of the work;
    nothing where that is no terminal, or the work not ``long``. What it gives is to be called after
    each step.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    if not (console.is_terminal and long):
        yield lambda: None
        return
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total or None, rate="", told="")

        def step() -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed * 60:,.0f} a minute" if speed else ""
            bar.update(task, advance=1, rate=rate, told=told())

        yield step

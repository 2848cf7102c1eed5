"""``fogline serve``: the page with the map, its evidence and the API."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from fogline.cli.options import PATH, day_option, ledger_option, served_theatre_option
from fogline.disk_cache import default_folder
from fogline.errors import UsageError
from fogline.require import require

# Characters of a token that are read: more than the header that carries it may have.
_LONGEST_TOKEN = 300


@click.command("serve")
@partial(ledger_option, required=False)
@click.option(
    "--demo",
    is_flag=True,
    help="Serve the demo's ledger, made anew, instead of one of yours.",
)
@served_theatre_option
@day_option("--from", "start", help="First day of the map; otherwise the theatre's first day.")
@day_option("--to", "end", help="Last day of the map; otherwise the last claim's day.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 127.0.0.1 is reached from this machine only.",
)
@click.option(
    "--port", default=8000, show_default=True, type=int, help="The port; 0 takes one that is free."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="Another host name that browsers may ask for; may be repeated.",
)
@click.option(
    "--review",
    type=PATH,
    metavar="FILE",
    help="Let people with the token in this file judge claims; or set FOGLINE_REVIEW to it.",
)
@click.option(
    "--rate",
    default=0,
    show_default=True,
    type=int,
    metavar="N",
    help="At most so many requests a minute and client; 0 for no limit.",
)
@click.option(
    "--tiles",
    type=PATH,
    metavar="FILE",
    help="A PMTiles file as the base map, instead of the packaged one.",
)
@click.option(
    "--style",
    default="",
    metavar="URL",
    help="A MapLibre style as the base map: the page then asks its host for tiles.",
)
@click.option(
    "--lenses",
    default=6,
    show_default=True,
    type=int,
    metavar="N",
    help="How many estimates are kept in memory.",
)
@click.option(
    "--cache",
    type=PATH,
    envvar="FOGLINE_CACHE",
    metavar="DIR",
    help="Where to keep what was worked out, for a fast start; or set FOGLINE_CACHE. "
    "Otherwise the system's folder for caches.",
)
@click.option("--no-cache", is_flag=True, help="Keep nothing that was worked out on disk.")
@click.option(
    "--embed-on",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose pages may frame /embed, such as https://example.org; may be repeated.",
)
def command(
    ledger: str | None,
    demo: bool,
    review: Path | None,
    cache: Path | None,
    no_cache: bool,
    **given: Any,
) -> None:
    """Serve the map, its evidence and the API; nothing is loaded from the network."""
    for library in ("fastapi", "uvicorn", "jinja2", "limits"):
        require(library, "web")
    given["review"] = _token(review)
    if demo:
        from fogline.demo import ledger as demo_ledger

        with tempfile.TemporaryDirectory(prefix="fogline-demo-") as folder:
            # It is made anew each time, and so nothing that was worked out fits the next one.
            _serve(str(demo_ledger(Path(folder))), given, None if no_cache else cache)
    elif ledger:
        _serve(ledger, given, None if no_cache else cache or default_folder())
    else:
        raise UsageError("serve: name a ledger with --ledger, or give --demo")


def _token(file: Path | None) -> str:
    """The review token, out of a file or the environment; empty for none.

    Raises:
        UsageError: no such file. Its name may be the token, and is not repeated.
    """
    if file is None:
        return os.environ.get("FOGLINE_REVIEW", "")
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            return opened.readline(_LONGEST_TOKEN).strip()
    except OSError as error:
        why = f"no file with a token ({error.strerror})"
        advice = (
            "write the token into a file of your own and name that, or set FOGLINE_REVIEW: a token "
            "on the command line can be read by everybody on this machine"
        )
        raise UsageError("review", why, advice) from error


def _serve(ledger: str, given: dict[str, Any], cache: Path | None) -> None:
    from fogline.web import Settings, serve

    settings = Settings(ledger, cache=cache, **given)
    if not settings.loopback:
        click.echo(
            f"fogline: {settings.host} can be reached from other machines; "
            "who reaches it can read the whole ledger",
            err=True,
        )
    with _ended_by_signals():
        serve(settings, lambda address: click.echo(f"fogline: {address} (Ctrl+C ends it)"))


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let Ctrl+C and the end of the process stop the server; neither is an error."""
    before = {kind: signal.signal(kind, _end) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _end(*_: object) -> None:
    raise SystemExit(0)

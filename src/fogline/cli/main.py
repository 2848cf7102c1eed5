"""The ``fogline`` command and its table of commands: one module of this package each."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from fogline.cli.output import guard_streams
from fogline.cli.reporting import reporting_errors
from fogline.version import VERSION

# The modules of this package that have a command.
COMMANDS = (
    "add",
    "add_map",
    "add_table",
    "batch",
    "brief",
    "changes",
    "claims",
    "compare",
    "control",
    "demo",
    "evaluate",
    "explain",
    "export",
    "front",
    "gazetteer",
    "ledger",
    "pockets",
    "publish",
    "read",
    "review",
    "serve",
    "sources",
    "train",
    "verify",
    "watch",
)


class Commands(click.Group):
    """A group whose commands all end in one place: with their exit code, or with an error's."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run the command line."""
        guard_streams()
        return super().main(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it returns is the exit code."""
        with reporting_errors():
            code = super().invoke(ctx)
        ctx.exit(code or 0)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(VERSION, prog_name="fogline")
def commands() -> None:
    """Read what is published about a war: who says who did what, where, when, and how sure they
    are.
    """


for _name in COMMANDS:
    commands.add_command(import_module(f"fogline.cli.{_name}").command)


def main() -> None:
    """Entry point of the ``fogline`` command."""
    commands()

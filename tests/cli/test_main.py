"""The table of commands, and how every command ends."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError, OperationalError

from fogline import cli
from fogline.cli.main import Commands, commands
from fogline.cli.reporting import FAILED
from fogline.errors import FoglineError, UsageError
from fogline.version import VERSION


def test_every_module_with_a_command_is_in_the_table() -> None:
    found = set()
    for path in Path(cli.__path__[0]).glob("*.py"):
        module = import_module(f"fogline.cli.{path.stem}") if path.stem != "__init__" else cli
        if isinstance(getattr(module, "command", None), click.Command):
            found.add(module.command.name)
    assert found == set(commands.commands)


def test_version() -> None:
    assert VERSION in CliRunner().invoke(commands, ["--version"]).output


class _Busy(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT


class _Corrupt(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class _Deadlock(Exception):
    sqlstate = "40P01"


def _ended(error: Exception | None, code: Any = None) -> tuple[int, str]:
    @click.group(cls=Commands)
    def group() -> None:
        pass

    @group.command("do")
    def do() -> Any:
        if error is not None:
            raise error
        return code

    result = CliRunner().invoke(group, ["do"])
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FoglineError("day x", "not a day", "give YYYY-MM-DD"), "day x: not a day; give YYYY-"),
        (UsageError("out 'a'", "it is a folder"), "out 'a': it is a folder"),
        (FileNotFoundError(2, "No such file or directory", "a.txt"), "a.txt: No such file"),
        (OperationalError("", {}, _Busy("it is in use")), "another program keeps writing"),
        (OperationalError("", {}, _Deadlock("deadlock")), "another program keeps writing"),
        (DBAPIError("", {}, _Corrupt("the word locked stands here")), "run `fogline verify`"),
    ],
)
def test_errors_end_with_2_and_their_message(error: Exception, said: str) -> None:
    code, told = _ended(error)
    assert code == FAILED
    assert told.startswith("fogline: ")
    assert said in told


def test_other_errors_are_not_hidden() -> None:
    assert _ended(ZeroDivisionError())[0] == 1


@pytest.mark.parametrize(("code", "ended"), [(None, 0), (0, 0), (2, 2)])
def test_what_a_command_returns_is_its_exit_code(code: Any, ended: int) -> None:
    assert _ended(None, code)[0] == ended

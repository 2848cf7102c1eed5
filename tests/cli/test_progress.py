"""A bar for long work: on a terminal, and nowhere else."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from fogline.cli.progress import progress


def _seen(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, long: bool) -> str:
    monkeypatch.setenv("TERM", "xterm-256color")
    seen = io.StringIO()
    screen = Console(file=seen, force_terminal=terminal, width=100)
    monkeypatch.setattr("rich.console.Console", lambda **_: screen)
    with progress("reading", 2, lambda: "3 asked", long=long) as step:
        step()
        step()
    return seen.getvalue()


def test_a_bar_is_for_long_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _seen(monkeypatch, terminal=False, long=True) == ""
    assert _seen(monkeypatch, terminal=True, long=False) == ""
    seen = _seen(monkeypatch, terminal=True, long=True)
    assert all(word in seen for word in ("reading", "2/2", "3 asked", "\x1b[2K"))

"""No control character of a document reaches a terminal, whatever command prints it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import click.testing
import pytest
from click.testing import CliRunner

from fogline.cli.main import commands

# Clears the screen, names the window, goes to the line's beginning; in one and in two bytes.
EVIL = "\x1b[2J\x1b]0;pwned\x07\r\x9b2J\x08\x7f[/x]"
LEDGER = ("--ledger", "war.db")
DAYS = ("--from", "2022-09-06", "--to", "2022-09-09")
# Each command that prints words of documents, in the ways that it prints them.
SAID: dict[str, list[tuple[str, ...]]] = {
    "add": [("evil.jsonl", *LEDGER), ("bad\x1b[2J.jsonl", *LEDGER)],
    "add-map": [("bad\x1b[2J.jsonl", *LEDGER, "--source", "S", "--holder", "UA")],
    "add-table": [("bad\x1b[2J.csv", *LEDGER, "--source", "S")],
    "batch": [("no\x1b[2J.jsonl", "--out", "where\x1b[2J", "--reader", "linear")],
    "brief": [(*LEDGER, "--day", "2022-09-08")],
    "changes": [(*LEDGER, *DAYS)],
    "claims": [(*LEDGER, "--format", form) for form in ("table", "jsonl", "csv")],
    "compare": [("ISW" + EVIL, "Other" + EVIL, *LEDGER)],
    "control": [(*LEDGER, *DAYS, "--place", "Izium"), (*LEDGER, "--place", EVIL)],
    "evaluate": [("bad\x1b[2J.jsonl",)],
    "explain": [("Izium", "2022-09-08", *LEDGER)],
    "export": [("acled", *LEDGER), ("rss", *LEDGER)],
    "front": [(*LEDGER, "--day", "2022-09-08"), (*LEDGER, "--day", EVIL)],
    "gazetteer": [("find", EVIL), ("import", EVIL, "--theatre", "ukraine")],
    "ledger": [("merge", "bad\x1b[2J.jsonl", *LEDGER)],
    "pockets": [(*LEDGER, "--day", "2022-09-08")],
    "publish": [(*LEDGER, "--out", "no\x1b[2J/where")],
    "read": [
        *(("evil.jsonl", "--reader", "linear", "--format", f) for f in ("table", "jsonl", "csv")),
        ("evil.jsonl", "--reader", "linear", "--format", "html"),
        ("bad\x1b[2J.jsonl", "pipe\x1b[2J.txt", "--reader", "linear"),
    ],
    "review": [(*LEDGER, "--who", "me"), (*LEDGER, "--import", "bad\x1b[2J.csv", "--who", "me")],
    "serve": [("--ledger", "no\x1b[2J.db")],
    "sources": [(*LEDGER, "--least", "1")],
    "train": [("bad\x1b[2J.jsonl", "--out", "m.zip")],
    "verify": [LEDGER, ("--ledger", "no\x1b[2J.db")],
    "watch": [("--sources", "no\x1b[2J.toml", *LEDGER), ("--status", *LEDGER)],
}
# It has documents of its own alone.
SILENT = {"demo"}
# Those that tell the document's words here, rather than why they can't do what was asked.
TELL = {"changes", "claims", "compare", "explain", "front", "read", "review"}


@pytest.fixture(scope="module")
def evil(_home: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hostile document, files with hostile names, and a ledger of them."""
    folder = tmp_path_factory.mktemp("evil")
    line = {
        "id": f"one{EVIL}", "title": f"Title {EVIL}", "author": f"Author {EVIL}",
        "url": f"https://x.example/{EVIL}", "published": "2022-09-08",
        "text": f"Russian forces captured {EVIL} Izium on 7 September. According to "
        f"Ministry{EVIL}, Ukrainian forces liberated Balakliia on 8 September.",
    }  # fmt: skip
    sources = ("ISW", "Other")
    lines = [json.dumps({**line, "source": f"{s}{EVIL}", "id": f"{s}{EVIL}"}) for s in sources]
    (folder / "evil.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("bad\x1b[2J.jsonl", "bad\x1b[2J.csv"):
        (folder / name).write_text(f"{EVIL}\n{EVIL}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        added = CliRunner().invoke(
            commands, ["add", "evil.jsonl", "--ledger", "war.db", "--reader", "linear"]
        )
        assert added.exit_code == 0, added.stderr
    return folder


def test_every_command_is_tried() -> None:
    assert set(SAID) | SILENT == set(commands.commands)


def _sent(words: tuple[str, ...], terminal: bool, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The control characters that a command sends."""
    # A dumb terminal gets no colours, so that all control characters are of the document.
    monkeypatch.setenv("TERM", "dumb")
    stream: Any = click.testing._NamedTextIOWrapper
    monkeypatch.setattr(stream, "isatty", lambda _: terminal, raising=False)
    ended = CliRunner().invoke(commands, words, input="q\n", catch_exceptions=False)
    assert ended.output.strip()
    assert ended.exit_code or words[0] not in TELL or "[2J" in ended.output
    return {c for c in ended.output if unicodedata.category(c) == "Cc"}


@pytest.mark.parametrize(
    "words", [(name, *more) for name, some in SAID.items() for more in some], ids=lambda w: w[0]
)
def test_none_reaches_a_terminal(
    words: tuple[str, ...], evil: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(evil)
    assert _sent(words, True, monkeypatch) <= {"\n", "\t"}


@pytest.mark.parametrize(
    "words",
    [(name, *SAID[name][0]) for name in ("read", "claims", "explain", "front", "sources", "add")],
    ids=lambda w: w[0],
)
def test_words_for_people_have_none_in_a_pipe_either(
    words: tuple[str, ...], evil: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(evil)
    assert _sent(words, False, monkeypatch) <= {"\n", "\t"}


def test_what_is_tried_tells_words_of_the_document(
    evil: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(evil)
    for name in ("sources", "claims", "read"):
        ended = CliRunner().invoke(commands, (name, *SAID[name][0]))
        assert ended.exit_code == 0, ended.stderr


def test_data_go_to_other_programs_as_they_are(evil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(evil)
    assert "\x1b" in _sent(("claims", *LEDGER, "--format", "csv"), False, monkeypatch)


def test_colours_still_reach_a_terminal(evil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TERM", "xterm-256color"), ("FORCE_COLOR", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(evil)
    ended = CliRunner().invoke(commands, ["read", "evil.jsonl", "--reader", "linear"])
    assert "\x1b[1m" in ended.output
    assert "\x1b[2J" not in ended.output


def test_many_readings_come_to_a_terminal_without_a_bar_between_them(
    evil: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("TERM", "xterm-256color"), ("FORCE_COLOR", "1")):
        monkeypatch.setenv(name, value)
    stream: Any = click.testing._NamedTextIOWrapper
    monkeypatch.setattr(stream, "isatty", lambda _: True, raising=False)
    lines = (evil / "evil.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "many.jsonl").write_text("\n".join(lines * 3), encoding="utf-8")
    asked = ["read", str(tmp_path / "many.jsonl"), "--reader", "linear"]
    shown = CliRunner().invoke(commands, asked)
    assert shown.output.count("[2J") > 5
    assert "\x1b[1m" in shown.stdout
    assert "␛[1m" not in shown.stdout
    assert not {"\x1b[2J", "\x1b[2K", "\x1b[1A"} & {*re.findall("\x1b\\[[0-9]*[A-Z]", shown.output)}
    filed = CliRunner().invoke(commands, [*asked, "--out", str(tmp_path / "many.txt")])
    assert "reading" in filed.stderr
    written = (tmp_path / "many.txt").read_text(encoding="utf-8")
    assert {c for c in written if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}

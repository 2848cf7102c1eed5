"""The commands with a reader that asks a large model, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from large_model import Endpoint, Played, answer, claim, endpoint

from fogline.cli.main import commands

TEXTS = [f"Russian forces shelled Izium for hour {k}." for k in range(3)]
KEY = "sk-very-secret-0123"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOGLINE_LLM_KEY", KEY)
    rows = [
        {"id": f"d{k}", "date": "2022-09-05", "source": "S", "text": t} for k, t in enumerate(TEXTS)
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


@pytest.fixture
def playing() -> Iterator[Endpoint]:
    def stated(text: str) -> str:
        invented = claim("Ukrainian forces took Donetsk.", "took", "capture", "Donetsk")
        return answer(
            claim(text, "shelled", "shell", "Izium", actor_words="Russian forces"), invented
        )

    with endpoint({text: stated(text) for text in TEXTS}) as found:
        yield found


def _llm(playing: Endpoint, *more: str) -> tuple[str, ...]:
    return ("--reader", "llm", "--model", "m1", "--endpoint", playing.url, *more)


def test_it_says_what_goes_where_before_it_asks(run: Any, playing: Endpoint) -> None:
    refused = run("add", "reports.jsonl", *_llm(playing), code=2)
    assert "the words of each text that is added, without publisher, day or address" in (
        refused.stderr
    )
    assert f"will be sent to {playing.url}/chat/completions (this machine)" in refused.stderr
    assert "give --yes" in refused.stderr
    assert playing.asked == 0
    assert not Path("war.db").exists()


def test_a_person_is_asked_and_may_say_no(
    run: Any, playing: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fogline.cli.reader_choice._is_anybody_there", lambda: True)
    words = ("read", "reports.jsonl", *_llm(playing))
    said = CliRunner().invoke(commands, words, input="n\n")
    assert (said.exit_code, playing.asked) == (1, 0)
    assert "3 texts" in said.stderr
    said = CliRunner().invoke(commands, words, input="y\n")
    assert (said.exit_code, playing.asked) == (0, 3)


def test_a_theatre_says_where_the_model_is(run: Any, playing: Endpoint) -> None:
    where = f'[large_model]\nmodel = "m1"\nendpoint = "{playing.url}"\n'
    Path("desk.toml").write_text(f'extends = "ukraine"\nname = "desk"\n{where}')
    run("read", "reports.jsonl", "--theatre", "desk.toml")
    assert playing.asked == 0  # not unless the reader is asked for
    said = run("read", "reports.jsonl", "--theatre", "desk.toml", "--reader", "llm", "--yes")
    assert f"will be sent to {playing.url}/chat/completions" in said.stderr
    assert playing.asked == 3


def test_what_it_read_is_kept_and_what_it_invented_is_told(run: Any, playing: Endpoint) -> None:
    said = run("add", "reports.jsonl", *_llm(playing, "--yes", "--prices", "1,2"))
    assert "claims     3" in said.stdout
    assert "and dropped: its sentence does not stand in the text" in said.stderr
    assert "model m1: 3 answers asked, 0 kept from before" in said.stderr
    assert ", cost 0.0" in said.stderr
    again = run("add", "reports.jsonl", "--reader", "llm", "--yes")  # the ledger knows the rest
    assert "3 seen before" in again.stdout
    assert "0 answers asked, 0 kept from before" in again.stderr  # what was read is not begun
    assert playing.asked == 3


def test_the_key_is_nowhere(run: Any, playing: Endpoint) -> None:
    said = run("add", "reports.jsonl", *_llm(playing, "--yes"))
    assert playing.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in said.output + said.stderr
    for file in Path().rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_a_reading_is_played_again_without_the_endpoint(run: Any, playing: Endpoint) -> None:
    words = ("read", "reports.jsonl", "--answers", "answers.db", "--format", "jsonl")
    first = run(*words, *_llm(playing, "--yes"))
    again = run(*words, "--reader", "llm", "--model", "m1", "--endpoint", "none")
    assert first.stdout_bytes == again.stdout_bytes != b""
    assert playing.asked == 3
    other = run(*words, "--reader", "llm", "--model", "m2", "--endpoint", "none", code=2)
    assert "no answer is kept for a passage of it" in other.stderr


def test_it_stops_at_the_budget_and_goes_on_from_there(run: Any, playing: Endpoint) -> None:
    some = _llm(playing, "--yes", "--at-once", "1", "--most-tokens", "9500")
    said = run("add", "reports.jsonl", *some, code=2)
    assert "stopped: the budget of 9,500 tokens" in said.stderr
    assert 0 < playing.asked < 3
    run("add", "reports.jsonl", *_llm(playing, "--yes"))
    assert sorted(playing.texts) == TEXTS
    assert run("claims").stdout.count("shelled") >= 1


def test_a_text_that_was_not_read_is_a_failure(run: Any) -> None:
    with endpoint(lambda _: Played("I would rather not.")) as playing:
        said = run("add", "reports.jsonl", *_llm(playing, "--yes"), code=2)
    assert "the model's answer can't be parsed" in said.stderr


def test_two_readers_bring_what_they_differ_on_before_people(run: Any, playing: Endpoint) -> None:
    rows = Path("reports.jsonl").read_text()
    Path("reports.jsonl").write_text(
        rows.replace("hour 2.", "hour 2. Ukrainian forces left Lyman.")
    )
    pair = ("--reader", "linear+llm", *_llm(playing, "--yes")[2:])
    run("add", "reports.jsonl", *pair)
    shown = CliRunner().invoke(commands, ("review", "--who", "Ann"), input="q\n").output
    assert "1 of 4" in shown
    assert "hour 2" in shown  # of which the model said nothing


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--reader", "llm"), "give its name with --model"),
        (("--reader", "llm", "--model", "m", "--endpoint", "here"), "give http"),
        (("--reader", "llm", "--model", "m", "--most-cost", "1"), "--prices"),
        (("--reader", "llm", "--model", "m", "--prices", "1"), "two numbers"),
        (("--reader", "llm", "--model", "m", "--key-file", "no", "--endpoint", "http://x"), "no"),
        (("--reader", "linear", "--endpoint", "http://x"), "it asks no large model"),
    ],
)
def test_a_wrong_option_says_what_to_do(run: Any, words: tuple[str, ...], why: str) -> None:
    assert why in run("read", "reports.jsonl", *words, code=2).stderr


def test_the_environments_model_is_for_large_models_alone(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOGLINE_LLM_MODEL", "m1")
    monkeypatch.setenv("FOGLINE_LLM_ENDPOINT", "http://localhost:1/v1")
    assert "shelled" in run("read", "reports.jsonl", "--reader", "linear").stdout
    assert "shelled" in run("read", "reports.jsonl", "--model", "linear").stdout


def test_one_process_asks_for_all(run: Any, playing: Endpoint) -> None:
    some = _llm(playing, "--yes", "--workers", "2")
    for words in (("add", "reports.jsonl"), ("read", "reports.jsonl")):
        said = run(*words, *some, code=2)
        assert "workers 2: one process asks a large model" in said.stderr
    assert playing.asked == 0
    run("read", "reports.jsonl", *_llm(playing, "--yes", "--workers", "1"))
    assert playing.asked == 3


def test_readings_are_written_until_it_stops(run: Any, playing: Endpoint) -> None:
    rows = [
        {"id": f"e{k}", "date": "2022-09-05", "source": "S", "text": f"{TEXTS[0]} Part {k}."}
        for k in range(20)
    ]
    Path("more.jsonl").write_text("\n".join(map(json.dumps, rows)))
    some = _llm(playing, "--yes", "--at-once", "1", "--most-tokens", "9500")
    for form in ("jsonl", "html", "table"):
        said = run("read", "more.jsonl", *some, "--format", form, code=2)
        assert "e0" in said.stdout
        assert "stopped: the budget of 9,500 tokens" in said.stderr
        assert "more texts, for the same reason" in said.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv", "html", "table"])
def test_what_was_dropped_is_told_of_every_form(run: Any, playing: Endpoint, form: str) -> None:
    said = run("read", "reports.jsonl", *_llm(playing, "--yes"), "--format", form)
    assert "and dropped: its sentence does not stand in the text" in said.stderr

"""Telegram's exports through the commands, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from telegram_files import EVENING, HOUR, chat, message

STAFF = "Генеральний штаб ЗСУ"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    posts = [
        message(1, "Our troops captured Kupiansk today.", forwarded_from=STAFF),
        message(2, "Ukrainian forces entered Shevchenkove."),
        message(3, media_type="sticker"),
    ]
    _write(tmp_path / "result.json", chat(*posts))
    posts[1] = message(2, "Russian troops withdrew from Balakliia.", edited=EVENING + 6 * HOUR)
    (tmp_path / "later").mkdir()
    _write(tmp_path / "later" / "result.json", chat(*posts))
    for post in posts:
        del post["date_unixtime"]
        post.pop("edited_unixtime", "")
    _write(tmp_path / "old.json", chat(*posts[:2]))
    return tmp_path


def _write(file: Path, export: dict[str, Any]) -> None:
    file.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")


def _claims(run: Any, *words: str) -> list[dict[str, Any]]:
    result = run("claims", "--format", "jsonl", *words)
    return [json.loads(line) for line in result.stdout.splitlines()]


READ_BY = ("--reader", "linear")


def test_a_forward_from_the_export_to_the_claim(run: Any) -> None:
    shown = run("read", "result.json", *READ_BY)
    assert "passed on from Ukrainian General Staff" in shown.stdout
    assert "result.json: left out stickers: 1" in shown.stderr
    run("add", "result.json", *READ_BY)
    (claim,) = _claims(run, "--place", "Kupiansk")
    assert (claim["source"], claim["origin"]) == ("Rybar", "Ukrainian General Staff")
    assert (claim["actor"], claim["speaker"]) == ("UA", "Ukrainian General Staff")
    why = run("explain", "Kupiansk", "2022-09-10", "--to", "2022-09-12").stdout
    assert "Rybar > Ukrainian" in why


def test_as_of_shows_the_text_of_its_time(run: Any) -> None:
    before = (
        "--as-of",
        "2022-09-10T20:00+00:00",
        "--source",
        "Rybar",
        "--event",
        "advance,withdraw",
    )
    run("add", "result.json", *READ_BY)
    assert "1 new (1 edited" in run("add", "later/result.json", *READ_BY).stdout
    assert [c["name"] for c in _claims(run, *before)] == ["Shevchenkove"]
    assert [c["name"] for c in _claims(run, "--event", "advance,withdraw")] == ["Balakliya"]


def test_as_of_says_where_an_earlier_text_is_not_known(run: Any) -> None:
    run("add", "later/result.json", *READ_BY)
    as_of = ("--as-of", "2022-09-10T20:00+00:00")
    for words in (("claims", *as_of), ("control", *as_of, "--to", "2022-09-12")):
        told = run(*words).stderr
        assert "1 posts were published by then and edited later" in told
        assert "result:2 (Rybar, edited 2022-09-11T03:00:00+03:00)" in told
    assert "edited later" not in run("claims").stderr


def test_read_takes_a_zone(run: Any) -> None:
    refused = run("read", "old.json", *READ_BY, code=2).stderr
    assert refused.count("--zone") == 1
    assert "2 messages" in refused
    shown = run("read", "old.json", *READ_BY, "--zone", "Europe/Berlin", "--format", "jsonl")
    days = [json.loads(line)["stated"] for line in shown.stdout.splitlines()]
    assert days == ["2022-09-10T20:00:00+02:00"] * 2
    assert "Europe/Kyiv" in run("read", "old.json", "--zone", "Mars/X", code=2).stderr

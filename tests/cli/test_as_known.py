"""``evaluate control --as-known`` on posts that were edited, as a user runs it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram_files import EVENING, HOUR, chat, message

from fogline.cli.estimates import EstimateRequest, ViewByDay
from fogline.ledger import open_ledger

# The posts' day, and the day of their edit.
FIRST, EDIT = (datetime.fromtimestamp(EVENING + n * HOUR, UTC).date() for n in (0, 48))
TRUTH = "id,name,lat,lon,date,state\na,Kupiansk,49.71,37.61,2022-09-08,UA\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "truth.csv").write_text(TRUTH)
    return tmp_path


@pytest.fixture
def ledger(run: Any, folder: Path) -> str:
    """A post that lost its claim by an edit, and one of which only the edited text is known."""
    edit = EVENING + 48 * HOUR
    before = chat(message(1, "Ukrainian forces captured Kupiansk today."))
    after = chat(
        message(1, "We know nothing of that town.", edited=edit),
        message(2, "Russian troops withdrew from Balakliia.", edited=edit),
        message(3, "Russian forces hold Svatove.", at=edit + HOUR),
    )
    for export in (before, after):
        (folder / "result.json").write_text(json.dumps(export), encoding="utf-8")
        run("add", "result.json", "--model", "linear")
    return str(folder / "war.db")


def test_each_day_has_the_text_of_then(ledger: str) -> None:
    with open_ledger(ledger) as book:
        by_day = ViewByDay(book, EstimateRequest(ledger))
        for day, places in ((FIRST, ["Kupyansk"]), (EDIT, ["Balakliya", "Svatove"])):
            seen, known = by_day(day), book.view(as_of=day)
            assert sorted(known["name"].to_pylist()) == places
            both = [name for name in seen.column_names if name in known.column_names]
            assert seen.select(both).equals(known.select(both))
        assert [post.name for post in by_day.unknown.values()] == ["result:2"]


@pytest.mark.parametrize("as_of", [FIRST, datetime(2022, 9, 11, 1, tzinfo=UTC)])
def test_no_day_knows_more_than_the_request(ledger: str, as_of: date) -> None:
    request = EstimateRequest(ledger, as_of=as_of)
    assert request.known_by(EDIT).as_of == as_of
    assert request.known_by(date(2022, 9, 1)).as_of == date(2022, 9, 1)


def test_it_says_where_only_a_later_text_is_known(run: Any, ledger: str) -> None:
    words = ("evaluate", "control", "truth.csv", "--before", "RU", "--score-from", "2022-09-07")
    scored = run(*words, "--as-known", "1")
    assert "as known on each day" in scored.stdout
    assert "1 posts were published by a day that was scored and edited later" in scored.stderr
    assert "result:2" in scored.stderr
    assert "edited later" not in run(*words).stderr

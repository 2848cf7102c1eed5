"""Judging claims where they are read, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_help import eventually, picture, served
from chromium import BROWSED
from web_help import copied

from fogline.ledger import open_ledger
from fogline.web import Settings, create_app

pytestmark = BROWSED
TOKEN = "a token of sixteen or more"


@pytest.fixture
def reviewed(browser: Any, war: Path, tmp_path: Path) -> Iterator[tuple[Any, Path]]:
    """A page of a server that takes judgements, and its ledger."""
    ledger = copied(war, tmp_path)
    with served(create_app(Settings(str(ledger), review=TOKEN))) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
        yield context.new_page(), ledger
        context.close()


def _sign_in(page: Any) -> None:
    page.click(".reviewing summary")
    page.fill(".judge input[name=who]", "Ann")
    page.fill(".judge input[name=token]", TOKEN)
    page.click(".judge button")
    page.wait_for_selector(".verdict")


def _told(page: Any) -> str:
    return str(page.evaluate("document.activeElement.querySelector('output')?.textContent ?? ''"))


def _said(ledger: Path) -> list[tuple[str, str, str]]:
    with open_ledger(ledger) as book:
        return [(j.who, j.verdict, j.field) for j in book.judgements()]


def test_by_keyboard_in_the_table(reviewed: tuple[Any, Path]) -> None:
    page, ledger = reviewed
    page.goto("/claims")
    assert not page.locator(".verdict").count()
    page.fill("input[name=text]", "a")
    page.keyboard.press("r")
    _sign_in(page)
    assert TOKEN not in page.content()
    rows = page.locator("table.claims tbody")
    rows.nth(0).focus()
    page.keyboard.press("j")
    second = rows.nth(1).get_attribute("id")
    assert page.evaluate("document.activeElement.id") == second
    page.keyboard.press("r")
    eventually(page, lambda: _told(page) == "Rejected.", "the rejection is told")
    assert rows.nth(1).locator(".state").inner_text() == "rejected"
    picture(page, "review-rejected")
    page.keyboard.press("u")
    eventually(page, lambda: _told(page) == "Taken back.", "the undoing is told")
    assert page.evaluate("document.activeElement.id") == second
    page.keyboard.press("c")
    page.wait_for_selector("dialog[open]")
    page.select_option("dialog select[name=event]", "losses")
    picture(page, "review-correction")
    page.click("dialog button[value=save]")
    eventually(page, lambda: _told(page) == "Corrected.", "the correction is told")
    wanted = [("reject", ""), ("withdraw", ""), ("correct", "event")]
    assert _said(ledger) == [("Ann", verdict, field) for verdict, field in wanted]
    assert page.evaluate("Object.keys(localStorage)") == []
    assert TOKEN not in page.url


def test_the_panel_of_a_place_follows(reviewed: tuple[Any, Path]) -> None:
    page, ledger = reviewed
    page.goto("/claims")
    _sign_in(page)
    page.goto("/?day=2022-09-12&place=Izium")
    page.wait_for_selector("#panel .verdict", timeout=90_000)
    before = page.text_content("#rests-on")
    page.locator("#panel .verdict button").nth(1).click()
    page.get_by_text("The map and the chances follow it now.").wait_for(timeout=120_000)
    eventually(page, lambda: page.text_content("#rests-on") != before, "the map is drawn anew")
    assert [verdict for _, verdict, _ in _said(ledger)][:1] == ["reject"]

"""Feeds with very many entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents.formats import feed
from fogline.documents.sandbox import ParserSandbox

HEAD, TAIL = "<rss><channel><title>Paper</title>", "</channel></rss>"


def rss(texts: list[str]) -> bytes:
    items = (
        f'<item><guid isPermaLink="false">{n}</guid><title>{n}</title>'
        f"<description><![CDATA[{text}]]></description></item>"
        for n, text in enumerate(texts)
    )
    return f"{HEAD}{''.join(items)}{TAIL}".encode()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_PIECE", 3)


@given(
    st.lists(st.sampled_from(["Shells fell.", "<b>Bold</b> words", "An </item> in it"]), max_size=9)
)
def test_pieces_have_the_entries_of_the_whole(texts: list[str]) -> None:
    raw = rss(texts)
    whole = feed.parse(raw) if texts else []
    cut = [entry for piece in feed.cut(raw) for entry in feed.parse(piece)] if texts else []
    assert cut == whole


def test_pieces_are_small() -> None:
    assert len(feed.cut(rss(["Shells fell."] * 7))) == 3
    assert len(feed.cut(rss(["Shells fell."] * 3))) == 1


def test_a_long_head_is_not_copied_into_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = rss(["Shells fell."] * 7)
    monkeypatch.setattr(feed, "_FRAME", len(HEAD))
    assert feed.cut(raw) == [raw]


def test_there_are_not_too_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = rss(["Shells fell."] * 7)
    monkeypatch.setattr(feed, "_MOST", 2)
    assert feed.cut(raw) == [raw]


def test_the_sandbox_parses_all_pieces() -> None:
    with ParserSandbox() as sandbox:
        found = sandbox.parse(feed.FORMAT, rss([f"Text {n}" for n in range(8)]))
    assert [one.id for one in found] == [str(n) for n in range(8)]
    assert {one.sitename for one in found} == {"Paper"}

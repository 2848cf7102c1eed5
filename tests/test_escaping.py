"""Words of documents do no harm where they are shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.escaping import escape_controls, escape_formula


@given(st.text())
def test_no_control_character_is_left_and_offsets_stay(text: str) -> None:
    shown = escape_controls(text)
    assert len(shown) == len(text)
    left = {c for c in shown if unicodedata.category(c) == "Cc"}
    assert left <= {"\n", "\t"}
    assert all(a == b for a, b in zip(text, shown, strict=True) if unicodedata.category(a) != "Cc")


def test_what_was_there_can_be_seen() -> None:
    assert escape_controls("\x1b]0;x\x07 \x9b2J\x7f\r") == "␛]0;x␇ �2J␡␍"
    assert escape_controls("one\r\ntwo\n\tІзюм") == "one \ntwo\n\tІзюм"


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *"＝＋－＠", *"﹦﹢﹣﹫"])
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert escape_formula(f"{sign}cmd()") == f"'{sign}cmd()"


@pytest.mark.parametrize("cell", ["", "Izium", "'=1", "1-2", "–5 °C", "«Ізюм»"])
def test_other_cells_stay(cell: str) -> None:
    assert escape_formula(cell) == cell

from __future__ import annotations

import pytest

from fogline.documents.table_rows import sentences

ROWS = [["Izium", "10 September 2022"], ["Lyman", "1 October 2022"]]


def test_a_row_is_a_sentence_with_the_words_of_the_header() -> None:
    assert sentences([["Place:", "Date"], *ROWS]) == [
        "Place: Izium; Date: 10 September 2022.",
        "Place: Lyman; Date: 1 October 2022.",
    ]


def test_without_a_header_no_cell_is_taken_for_one() -> None:
    rows = [["Izium", "captured by Ukrainian forces"], ["Lyman", "left by Russian troops"]]
    assert sentences(rows) == [
        "Izium; captured by Ukrainian forces.",
        "Lyman; left by Russian troops.",
    ]


def test_a_marked_header_needs_no_known_words() -> None:
    assert (
        sentences([["Ort", "Tag"], *ROWS], marked=True)[0] == "Ort: Izium; Tag: 10 September 2022."
    )


@pytest.mark.parametrize("head", [["Held by"], ["HELD BY"]])
def test_a_header_runs_on_in_its_cell(head: list[str]) -> None:
    (row,) = sentences([["Place", *head], ["Izium", "Ukraine"]])
    assert row == f"Place: Izium; {head[0]} Ukraine."


def test_empty_rows_and_cells_are_left_out() -> None:
    assert sentences([["Place", "Date"], ["", " "], ["Izium", ""]]) == ["Place: Izium."]
    assert sentences([]) == []
    assert sentences([["", ""]]) == []

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents.line_ends import LineEnds, without_broken_words


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("shelled Vov-\nchansk on", "shelled Vovchansk on"),
        ("towards Olek-\nsandrivka", "towards Oleksandrivka"),
        ("houses were dam-\naged", "houses were damaged"),
        ("villages were shel-\nled", "villages were shelled"),
        ("yester-\nday", "yesterday"),
        ("over-\nnight", "overnight"),
        ("with-\nheld", "withheld"),
        ("the pro-\nvince", "the province"),
        ("an ex-\nplosion", "an explosion"),
        ("north-\nern", "northern"),
        ("six-\nteen", "sixteen"),
        ("pro-\nRussian", "pro-Russian"),
        ("Ivano-\nFrankivsk", "Ivano-Frankivsk"),
        ("Russian-\nheld towns", "Russian-held towns"),
        ("Russ-\nian-held towns", "Russian-held towns"),
        ("Moscow-\nbacked", "Moscow-backed"),
        ("rebel-\nheld", "rebel-held"),
        ("NATO-\nled", "NATO-led"),
        ("a T-\n72 tank", "a T-72 tank"),
        ("the 10-\nkilometre line", "the 10-kilometre line"),
        ("south-\neast", "south-east"),
        ("російсько-\nукраїнська", "російсько-українська"),
        ("Дніпро-\nпетровська", "Дніпропетровська"),
        ("північно-\nсхідний", "північно-східний"),
        ("Донець-\nкого", "Донецького"),
        ("hospi\u00ad\ntal", "hospital"),
    ],
)
def test_a_word_broken_at_a_line_end(broken: str, whole: str) -> None:
    assert without_broken_words(broken) == whole


def test_the_rest_of_the_text_tells_what_a_hyphen_is() -> None:
    assert without_broken_words("counter-\nattack; a counterattack") == (
        "counterattack; a counterattack"
    )
    assert without_broken_words("counter-\nattack; a counter-attack") == (
        "counter-attack; a counter-attack"
    )


def test_other_line_ends_stay() -> None:
    assert without_broken_words("Izium –\nLyman\n- Kupiansk\n") == "Izium –\nLyman\n- Kupiansk\n"


@given(st.lists(st.text("ab-\u00ad .1Яя", max_size=9), max_size=6))
def test_nothing_but_hyphens_and_line_ends_is_lost(lines: list[str]) -> None:
    kept = without_broken_words("\n".join(lines))
    marks = str.maketrans("", "", "-\u00ad\n")
    assert kept.translate(marks) == "".join(lines).translate(marks)


def test_lines_are_joined_with_a_space() -> None:
    assert LineEnds(["captured", "Izium"]).join("captured", "Izium") == "captured Izium"

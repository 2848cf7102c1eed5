"""Who did the harm, where the sentence tells only whose the deed was."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def harm(text: str) -> set[str | None]:
    """Who did harm by a text of a Syrian state outlet."""
    claims = read(Document(text, "d", "SANA", date(2016, 9, 7)), "syria").claims
    return {c.actor for c in claims if c.event == "harm"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ten civilians were hurt by mortar shells that terrorists fired on Nubl.", "OPP"),
        ("In Hama one man was killed and nine injured by shells fired by terrorists.", "OPP"),
        ("Three children were killed in Aleppo when IS targeted a school with rockets.", "IS"),
    ],
)
def test_harm_is_laid_to_whose_the_deed_was(text: str, actor: str) -> None:
    assert harm(text) == {actor}


def test_a_deed_of_nobody_lays_it_to_nobody() -> None:
    assert harm("Terrorists left Hama. Ten civilians were killed in Aleppo by shelling.") == {None}

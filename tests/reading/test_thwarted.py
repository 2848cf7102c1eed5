"""An attempt that came to nothing is none that succeeded."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _captures(text: str) -> set[tuple[str, str]]:
    """The standing and polarity of the captures that a text tells of."""
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    return {(c.status, c.polarity) for c in claims if c.event == "capture"}


def _polarities(text: str) -> set[str]:
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    return {c.polarity for c in claims if c.event in {"capture", "encircle", "advance"}}


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine foiled a Russian attempt to capture Avdiivka.",
        "Russia's bid to seize Bakhmut has failed.",
        "The drive to seize all of Luhansk Oblast stalled last spring.",
        "Russian efforts to encircle Chernihiv continue to be unsuccessful.",
        "Наші захисники відбили спробу захопити Мар'їнку.",
        "ВСУ сорвали попытку взять Бахмут.",
    ],
)
def test_what_was_thwarted_is_denied(text: str) -> None:
    assert _polarities(text) == {"negative"}


@pytest.mark.parametrize(
    "text",
    [
        "An attempt to cross the river failed, and Russian troops captured Bilohorivka.",
        "Attempts to hold the town failed and Russian troops seized Bakhmut.",
    ],
)
def test_what_succeeded_behind_it_is_not(text: str) -> None:
    assert _polarities(text) == {"positive"}


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian strikes prevented Russian forces from capturing Sloviansk.",
        "Ukrainian forces kept Russian troops from encircling Lysychansk.",
    ],
)
def test_what_somebody_is_kept_from_is_denied(text: str) -> None:
    assert _polarities(text) == {"negative"}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces concentrated their efforts on capturing Popasna but were unsuccessful.",
        "Russian forces sought to take Bakhmut, but have largely failed.",
        "Russian forces unsuccessfully attempted to regain control of Pisky.",
        "This is due to the failure of Russia's initial campaign to encircle and seize Kyiv.",
    ],
)
def test_what_efforts_did_not_reach_is_denied(text: str) -> None:
    assert _polarities(text) == {"negative"}


def test_what_efforts_are_made_for_is_no_fact() -> None:
    text = "Russian forces continued efforts to gain control over Siverskodonetsk on June 8."
    assert _captures(text) == {("future", "positive")}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces succeeded in their efforts to capture Bakhmut.",
        "Russian forces completed an operation to capture Lysychansk.",
    ],
)
def test_what_an_effort_brought_about_is_a_fact(text: str) -> None:
    assert _captures(text) == {("actual", "positive")}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces failed at Kyiv and launched a campaign to capture Donbas.",
        "ВСУ пытаются освободить Херсон и отбили три села.",
        "Противник пытается захватить Бахмут.",
        "Ворог намагається захопити Бахмут.",
    ],
)
def test_what_is_tried_is_neither_done_nor_denied(text: str) -> None:
    assert _captures(text) == {("future", "positive")}


def test_what_goes_on_is_not() -> None:
    assert "positive" in _polarities("Russian forces kept advancing from Popasna.")


def test_aims_that_were_not_reached_are_none_that_were() -> None:
    text = (
        "Russia has failed to achieve its objectives, including destroying the Ukrainian Armed "
        "Forces, capturing Kyiv, and encircling Kharkiv."
    )
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    found = {(c.actor, c.polarity) for c in claims if c.event in {"capture", "encircle"}}
    assert found == {("RU", "negative")}
    text = "Russia's objectives include encircling Kharkiv and capturing Odesa."
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    assert {c.status for c in claims if c.event == "capture"} == {"future"}


def test_an_attack_that_failed_is_an_attack() -> None:
    text = "Russian forces launched unsuccessful offensive operations northwest of Sloviansk."
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    assert {c.polarity for c in claims if c.event == "attack"} == {"positive"}


def test_what_follows_an_aim_is_none() -> None:
    text = "With the goal of encircling Chernihiv, Russian forces advanced, capturing Bucha."
    claims = read(Document(text, "x", "newspaper", date(2022, 9, 12))).claims
    assert {(c.actor, c.status) for c in claims if c.event == "capture"} == {("RU", "actual")}

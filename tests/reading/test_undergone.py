"""What is done to a side, by its construction, is not its deed; what is not so, or not confirmed,
is no fact.
"""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Claim, Document


def _claims(text: str, event: str, theatre: str = "ukraine") -> list[Claim]:
    claims = read(Document(text, "x", "Gazette", date(2022, 9, 20)), theatre).claims
    found = [c for c in claims if c.event == event]
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Russian troops were repelled at Bohorodychne.", "UA"),
        ("An attempt by Russian forces to enter Vovchansk was repelled.", "UA"),
        ("A Ukrainian assault on Snihurivka was beaten back.", "RU"),
        ("A Russian attack on Ukrainian positions near Pisky was repelled.", "UA"),
        ("Атаки противника поблизу Кліщіївки відбито.", "UA"),
        ("Ukrainian troops repelled a Russian attack on Pisky.", "UA"),
    ],
)
def test_who_was_repelled_did_not_repel(text: str, doer: str) -> None:
    assert {(c.actor, c.target) for c in _claims(text, "repel")} == {
        (doer, "RU" if doer == "UA" else "UA")
    }


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Ukraine's defenders repulsed an attack near Pisky, destroying ten tanks.", "RU"),
        ("Russian forces shelled a column near Lyman, destroying three trucks.", "UA"),
        ("Ukrainian forces hit barracks in Makiivka, killing dozens of soldiers.", "RU"),
        ("Российские военные уничтожили три танка под Бахмутом.", "UA"),
        ("ВСУ уничтожили склад боеприпасов в Донецке.", "RU"),
    ],
)
def test_who_destroys_did_not_lose(text: str, lost: str) -> None:
    assert {c.actor for c in _claims(text, "losses")} == {lost}


def test_the_besieged_do_not_besiege() -> None:
    (claim,) = _claims("The besieged rebels in Homs refused to surrender.", "encircle", "syria")
    assert (claim.actor, claim.target) == (None, "OPP")
    (claim,) = _claims("Government forces besieged rebels in Daraya.", "encircle", "syria")
    assert claim.actor == "GOV"


def test_who_is_blamed_did_it_and_says_nothing() -> None:
    found = _claims("A drone strike on an oil depot in Belgorod was blamed on Kyiv.", "strike")
    assert {c.actor for c in found} == {"UA"}
    assert {c.speakers for c in found} == {("Gazette", "source")}


@pytest.mark.parametrize(
    ("text", "event", "speaker"),
    [
        ("The ministry called fictitious the claim that Russia had captured Siversk.",
         "capture", "ministry"),
        ("Kyiv dismissed as fantasy Moscow's report that Lyman had fallen.", "capture", "Moscow"),
        ("Reports of the capture of Kreminna are invented, the governor said.",
         "capture", "governor"),
        ("Claims that Ukraine lost Siversk do not correspond to reality, the spokesman said.",
         "withdraw", "spokesman"),
        ("Інформація про захоплення Вугледара не відповідає дійсності.", "capture", "source"),
        ("Информация о взятии Угледара не соответствует действительности.", "capture", "source"),
    ],
)  # fmt: skip
def test_a_report_that_is_called_untrue_is_denied(text: str, event: str, speaker: str) -> None:
    for claim in _claims(text, event):
        assert claim.polarity == "negative"
        assert claim.speakers[-1] == speaker


def test_what_is_true_is_not_denied() -> None:
    text = "It is not false, he said, that reports of the capture of Kreminna are true."
    assert {c.polarity for c in _claims(text, "capture")} == {"positive"}


def test_what_nobody_confirmed_is_possible() -> None:
    (claim,) = _claims("Ukraine has not confirmed the loss of Soledar.", "withdraw")
    assert (claim.certainty, claim.polarity) == ("possible", "positive")
    (claim,) = _claims("Ukraine has confirmed the loss of Soledar.", "withdraw")
    assert claim.certainty == "certain"


def test_a_capital_that_is_a_place_does_nothing() -> None:
    text = "A column of Russian armour moving towards Kyiv stalled near Hostomel."
    assert {c.actor for c in _claims(text, "advance")} == {"RU"}


def test_who_is_accused_did_what_the_accusation_goes_on_with() -> None:
    text = "Separatist officials in Donetsk accused Ukraine of shelling a market, killing five."
    assert {c.actor for c in _claims(text, "harm")} == {"UA"}


def test_a_city_without_power_is_not_cut_off() -> None:
    text = "The mayor said Russian shelling had cut power to half of Sievierodonetsk."
    claims = read(Document(text, "x", "Gazette", date(2022, 6, 1)), "ukraine").claims
    assert {c.event for c in claims} == {"shell"}


@pytest.mark.parametrize(
    ("text", "theatre", "loser", "doer"),
    [
        ("Israeli planes hit Daraa, killing eight Syrian soldiers.", "syria", "GOV", "ISR"),
        ("Ukrainian forces killed 40 Russian soldiers near Izium.", "ukraine", "RU", "UA"),
        ("Syrian forces killed 35 gunmen in an ambush in Ghouta.", "syria", None, None),
        ("Міноборони Росії заявляє про знищення складу в Чугуєві.", "ukraine", "UA", None),
        ("Russia's defence ministry reported the destruction of a depot in Kramatorsk.", "ukraine",
         "UA", None),
        ("Ukraine says 13 of its tanks were destroyed near Izium.", "ukraine", "UA", None),
        ("Two Ukrainian soldiers were killed near Izium.", "ukraine", "UA", None),
    ],
)  # fmt: skip
def test_losses_are_those_of_whom_the_words_count(
    text: str, theatre: str, loser: str | None, doer: str | None
) -> None:
    found = _claims(text, "losses", theatre)
    assert {c.actor for c in found} == {loser}
    assert doer is None or {c.target for c in found} == {doer}


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian forces inflicted heavy losses on a Russian column near Izium.",
        "Наші війська завдали втрат ворогу біля Ізюма.",
        "ЗСУ завдали ворогу значних втрат біля Ізюма.",
    ],
)
def test_who_is_told_to_suffer_losses_lost(text: str) -> None:
    assert {c.actor for c in _claims(text, "losses")} == {"RU"}


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian Army lifts the 28-month-long siege of Kweyris.",
        "Government forces ended the siege of Deir ez-Zor.",
    ],
)
def test_a_siege_that_is_lifted_is_denied(text: str) -> None:
    assert {c.polarity for c in _claims(text, "encircle", "syria")} == {"negative"}


def test_a_siege_beside_what_ended_stands() -> None:
    text = "Russian forces broke the Ukrainian defence and completed the siege of Mariupol."
    assert {c.polarity for c in _claims(text, "encircle")} == {"positive"}


@pytest.mark.parametrize(
    "text",
    [
        "Российские войска безуспешно пытаются взять Бахмут.",
        "Информация о захвате Одессы является фейком.",
    ],
)
def test_what_is_tried_in_vain_or_called_false_is_denied(text: str) -> None:
    assert {c.polarity for c in _claims(text, "capture")} == {"negative"}


@pytest.mark.parametrize("publisher", ["Press TV", "TASS", "Daily Sabah"])
@pytest.mark.parametrize(
    "text",
    [
        "The coalition carried out raids near Manbij on Monday. Fighting went on for days.",
        "Rebels shelled Fua on Monday. Residents fled the town.",
    ],
)
def test_an_outlets_own_side_undergoes_nothing_that_the_text_does_not_say(
    publisher: str, text: str
) -> None:
    claims = read(Document(text, "d", publisher, date(2016, 7, 18)), "syria").claims
    assert claims
    assert {c.target for c in claims} == {None}

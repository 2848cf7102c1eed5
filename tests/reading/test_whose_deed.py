"""Whose a deed is by the case of its words, whose ground it hits, who lost what it destroyed."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Claim, Document


def _claims(text: str, *events: str) -> list[Claim]:
    claims = read(Document(text, "x", "Gazette", date(2022, 9, 20))).claims
    found = [c for c in claims if c.event in events]
    assert found, [(c.event, c.trigger_text) for c in claims]
    return found


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Наслідки ударів Збройних сил України по мосту в Новій Каховці.", "UA"),
        ("Наступ ЗСУ на Снігурівку триває.", "UA"),
        ("После обстрела со стороны ВСУ в Макеевке горит склад.", "UA"),
        ("Унаслідок українських ракетних ударів горить склад у Сваті.", "UA"),
        ("Удар Росії по Вінниці пошкодив будинки.", "RU"),
        ("Обстріл росіян пошкодив школу в Харкові.", "RU"),
        ("Триває обстріл російських позицій у Токмаку силами ЗСУ.", "UA"),
        ("Наступ російських військ на Бахмут триває.", "RU"),
    ],
)
def test_a_deed_is_whose_its_case_says(text: str, doer: str) -> None:
    assert {c.actor for c in _claims(text, "strike", "shell", "attack")} == {doer}


def test_a_country_that_is_shelled_does_not_shell() -> None:
    assert "UA" not in {c.actor for c in _claims("Обстріли України тривають.", "shell")}


def test_harm_is_done_by_whose_the_deed_was() -> None:
    (claim,) = _claims("Школа в Донецке повреждена в результате обстрела ВСУ.", "harm")
    assert claim.actor == "UA"


@pytest.mark.parametrize(
    "text",
    [
        "Ракетний удар по нафтобазі в Севастополі.",
        "Взрывы после удара по складу в Макеевке.",
        "Drones struck an oil depot in Sevastopol.",
        "Shelling hit a market in Horlivka.",
    ],
)
def test_nobody_is_told_to_hit_the_ground_that_it_holds(text: str) -> None:
    assert "RU" not in {c.actor for c in _claims(text, "strike", "shell", "harm")}


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Вночі силами ППО збито 4 ракети над Одесою.", {"UA"}),
        ("Робота ППО в Одесі", {"UA"}),
        ("ППО окупантів збила дрон над Бердянськом.", {"RU"}),
        ("У Севастополі збито дрон, працювала ППО.", {None, "RU"}),
    ],
)
def test_air_defence_is_of_who_is_there(text: str, actors: set[str | None]) -> None:
    assert {c.actor for c in _claims(text, "repel")} <= actors


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled Donetsk themselves, witnesses said.",
        "Российские войска обстреляли Донецк, сообщают местные жители.",
    ],
)
def test_who_is_named_may_hit_its_own_ground(text: str) -> None:
    assert {c.actor for c in _claims(text, "shell")} == {"RU"}


@pytest.mark.parametrize(
    "text",
    [
        "A Russian ammunition depot near Tokmak was destroyed by Ukrainian artillery.",
        "Российский склад под Токмаком уничтожен артиллерией ВСУ.",
        "Склад окупантів у Токмаку знищено артилерією ЗСУ.",
    ],
)
def test_who_destroys_is_not_who_lost(text: str) -> None:
    assert {(c.actor, c.target) for c in _claims(text, "losses")} == {("RU", "UA")}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ЗСУ знищили склад окупантів у селищі Новотроїцьке Донецької області.", "Новотроїцьке"),
        ("Обстріляно Нікополь Дніпропетровської області.", "Нікополь"),
        ("Обстрел Купянска Харьковской области.", "Купянска"),
    ],
)
def test_a_region_behind_a_town_is_its_address(text: str, place: str) -> None:
    reading = read(Document(text, "x", "Gazette", date(2022, 9, 20)))
    told = {reading.places[c.place].text for c in reading.claims if c.place is not None}
    assert told == {place}


@pytest.mark.parametrize(
    "text",
    [
        "Після удару Росії по підстанції у Львові місто залишилося без світла.",
        "После удара России по подстанции во Львове город остался без света.",
    ],
)
def test_what_is_left_without_power_is_not_left(text: str) -> None:
    claims = read(Document(text, "x", "Gazette", date(2022, 9, 20))).claims
    assert claims
    assert "withdraw" not in {c.event for c in claims}


def test_a_surname_behind_a_first_name_is_no_place() -> None:
    text = "Мер Сергій Лиман повідомив про обстріл Ізюма. Олег Синегубов бачив руйнування."
    places = {m.text for m in read(Document(text, "x", "Gazette", date(2022, 9, 20))).places}
    assert places == {"Ізюма"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ворог застосував 14 дронів. Унаслідок влучання в Одесі поранено двох людей.", "RU"),
        ("Унаслідок влучання в Одесі поранено двох людей.", None),
        ("Російські війська стоять під Херсоном. Пошкоджено будинки в Севастополі.", None),
    ],
)
def test_the_attacker_of_the_text_did_the_harm(text: str, actor: str | None) -> None:
    assert {c.actor for c in _claims(text, "harm")} == {actor}

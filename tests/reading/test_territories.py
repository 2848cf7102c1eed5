"""Claims about territories, objects of events, and regions in lists, on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

import fogline
from fogline.model import Claim, Reading

DAY = date(2022, 4, 5)


def _read(text: str) -> Reading:
    return fogline.read(text, published=DAY)


def _said(text: str) -> list[tuple[str, str | None, str, dict[str, str]]]:
    reading = _read(text)
    return [
        (c.event, c.actor, reading.places[c.place].name, _cues(c))
        for c in reading.claims
        if c.place is not None
    ]


def _cues(claim: Claim) -> dict[str, str]:
    return {q.role: q.text for q in claim.cues}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Russian forces have left Chernihiv and Sumy oblasts.",
            ["Chernihiv Oblast", "Sumy Oblast"],
        ),
        (
            "Russian forces shelled Kherson and Mykolaiv regions.",
            ["Kherson Oblast", "Mykolaiv Oblast"],
        ),
        ("Russian forces shelled the Kherson region.", ["Kherson Oblast"]),
        (
            "Russian forces shelled Mykolaiv, Odesa, Zaporizhia, and Kherson Oblasts.",
            ["Mykolaiv Oblast", "Odesa Oblast", "Zaporizhzhia Oblast", "Kherson Oblast"],
        ),
    ],
)
def test_regions_are_known_in_lists_and_under_other_words(text: str, places: list[str]) -> None:
    reading = _read(text)
    assert [p.name for p in reading.places] == places
    assert {p.status for p in reading.places} == {"located"}


@pytest.mark.parametrize(
    ("text", "event", "side", "place", "cues"),
    [
        (
            "Russian forces completed their withdrawal from Sumy Oblast.",
            "withdraw",
            "RU",
            "Sumy Oblast",
            {"whole": "completed"},
        ),
        (
            "Ukrainian forces control the entirety of Kyiv Oblast.",
            "hold",
            "UA",
            "Kyiv Oblast",
            {"whole": "entirety"},
        ),
        (
            "Russian troops control most of Kherson Oblast.",
            "hold",
            "RU",
            "Kherson Oblast",
            {"most": "most"},
        ),
        (
            "Russian troops have almost completely withdrawn from Chernihiv Oblast.",
            "withdraw",
            "RU",
            "Chernihiv Oblast",
            {"most": "completely"},
        ),
        (
            "Ukrainian forces liberated all of Kharkiv Oblast west of the Oskil River.",
            "capture",
            "UA",
            "Kharkiv Oblast",
            {"whole": "all", "bank": "west of the Oskil River"},
        ),
        (
            "Russian forces withdrew to the left bank of the Dnipro River.",
            "withdraw",
            "RU",
            "Dnipro",
            {"bank": "to the left bank of the Dnipro River"},
        ),
        (
            "Russian forces captured Luhansk Oblast's administrative borders.",
            "capture",
            "RU",
            "Luhansk Oblast",
            {"whole": "'s administrative borders"},
        ),
        (
            "Russian troops hold all of Luhansk Oblast except Severodonetsk and Lysychansk.",
            "hold",
            "RU",
            "Luhansk Oblast",
            {"whole": "all", "except": "except Severodonetsk and Lysychansk"},
        ),
        (
            "Росіяни повністю залишили Сумську область.",
            "withdraw",
            "RU",
            "Sumy Oblast",
            {"whole": "повністю"},
        ),
    ],
)
def test_how_much_of_a_territory(
    text: str, event: str, side: str, place: str, cues: dict[str, str]
) -> None:
    found = [q for e, s, p, q in _said(text) if (e, s, p) == (event, side, place)]
    assert found, _said(text)
    assert cues.items() <= found[0].items()


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces closed all Kherson Oblast borders near Ukrainian-controlled territories.",
        "Russian forces shelled settlements in all of Sumy Oblast.",
        "Russian forces captured several villages in Donetsk Oblast.",
        "Officials are forming units in the remainder of occupied Zaporizhzhia Oblast.",
    ],
)
def test_no_whole_territory_changes_hands(text: str) -> None:
    held = [q for e, _, _, q in _said(text) if e in {"capture", "hold", "withdraw"}]
    assert not any({"whole", "most"} & q.keys() for q in held)


def test_aims_and_disputes_are_marked() -> None:
    (aim,) = [
        q
        for e, _, p, q in _said("Russia's main goal is the capture of the rest of Donetsk Oblast.")
        if p == "Donetsk Oblast" and e == "capture"
    ]
    assert aim["aim"] == "goal"
    (disputed,) = [
        q
        for e, _, _, q in _said(
            "The Russian military falsely claimed to have captured the entirety of Kherson Oblast."
        )
        if e == "capture"
    ]
    assert disputed["disputed"] == "falsely"
    (unverified,) = [
        q
        for e, _, _, q in _said(
            "Russian forces captured all of Kherson Oblast, but analysts cannot verify this."
        )
        if e == "capture"
    ]
    assert unverified["disputed"] == "verify"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russian forces captured Izium on April 1.", {"Izyum"}),
        (
            "Russian forces seized the strategically important town of Popasna and the "
            "villages of Kamianka and Druzhba.",
            {"Popasna", "Kamyanka", "Druzhba"},
        ),
        ("Lyman was liberated by Ukrainian forces.", {"Lyman"}),
        ("Russian forces retreated from the town of Bucha.", {"Bucha"}),
        ("Russian-occupied Melitopol is quiet.", {"Melitopol"}),
        ("ЗСУ звільнили Ізюм.", {"Izyum"}),
        ("They advanced past Lyman, which Russian forces captured on May 26.", {"Lyman"}),
        ("Russian forces in Izium rested after capturing the city on April 1.", {"Izyum"}),
        (
            "Russian forces captured three villages south of Izium, including Kamianka.",
            {"Kamyanka"},
        ),
        ("Russian tanks stand in Melitopol since withdrawing them from storage.", set()),
        ("Russian forces in Popasna captured a large depot near the city.", set()),
        ("The People's Volunteer Force captured Izium.", {"Izyum"}),
        ("Russian forces seized the Ukrainian stronghold of Popasna.", {"Popasna"}),
        ("Russian forces captured several towns, including Izium and Lyman.", {"Izyum", "Lyman"}),
        ("Troops mourn in Bucha, which was recently liberated by Ukrainian forces.", {"Bucha"}),
        ("Ukrainian counterattacks have likely taken further territory west of Kherson.", set()),
        ("Russian forces seized a large depot in Kherson.", set()),
        ("Occupation authorities have left Kherson City.", set()),
        ("Troops are operating in Kherson.", set()),
    ],
)
def test_whether_the_place_itself_is_the_object(text: str, places: set[str]) -> None:
    assert {
        p for e, _, p, q in _said(text) if e in {"capture", "withdraw", "hold"} and "object" in q
    } == places


def test_a_bank_with_its_article_is_a_rivers() -> None:
    reading = _read("Russian troops have withdrawn from the west bank of the Dnipro.")
    assert [p.kind for p in reading.places] == ["river"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (
            "Ukrainian forces continued to pursue Russian forces in Chernihiv Oblast on "
            "April 2, capturing Horodnia.",
            "UA",
        ),
        ("Russian forces pushed Ukrainian troops back on May 3, capturing Horodnia.", "RU"),
        ("Russian forces attacked while Ukrainian troops withdrew, leaving Horodnia.", "UA"),
    ],
)
def test_a_participle_goes_on_with_its_clauses_subject(text: str, side: str) -> None:
    assert {
        s for e, s, p, _ in _said(text) if p == "Horodnia" and e in {"capture", "withdraw"}
    } == {side}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Russian forces control all of Luhansk Oblast except Lysychansk.", "Lysychansk"),
        ("Ukrainian forces liberated all of Sumy Oblast, except for Konotop.", "Konotop"),
        ("With the exception of Bakhmut, Russian forces hold the whole area.", "Bakhmut"),
        ("Russian troops captured all villages in the district but Pisky.", "Pisky"),
    ],
)
def test_what_is_excepted_is_denied(text: str, place: str) -> None:
    reading = _read(text)
    found = {
        c.polarity
        for c in reading.claims
        if c.place is not None and reading.places[c.place].text == place
    }
    assert found == {"negative"}


def test_what_is_excepted_from_a_denial_is_told() -> None:
    found = _read("Russian forces remain far from all four towns except Kozarovychi.")
    assert "negative" not in {c.polarity for c in found.claims}


def test_what_is_taken_besides_is_taken() -> None:
    reading = _read("Besides Lyman, Russian forces captured Izium.")
    assert {c.polarity for c in reading.claims if c.event == "capture"} == {"positive"}


def test_nothing_happens_where_something_is_compared_with() -> None:
    text = "Russian forces have lost an area larger than Donetsk Oblast since mid-March."
    reading = _read(text)
    assert all(c.place is None for c in reading.claims)


def test_the_area_of_a_place_is_none_that_is_compared() -> None:
    (claim,) = _read("Russian forces advanced one kilometer in the area of Lyman.").claims
    assert claim.place is not None


def test_ambitions_are_no_ground() -> None:
    held = _read("The Kremlin still holds territorial ambitions beyond the Donbas.")
    assert "hold" not in {c.event for c in held.claims}
    assert "hold" in {c.event for c in _read("Russian forces hold Izium.").claims}

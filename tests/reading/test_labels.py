"""Who speaks in a headline, by its colon or its dash."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


def _speakers(text: str, source: str = "Paper") -> set[str]:
    claims = read(Document(text, "x", source, date(2022, 9, 12)), "ukraine").claims
    return {c.speaker for c in claims}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("11.09.22 23:05 - Ivan Petrenko: Russian forces shelled Izium.", "Ivan Petrenko"),
        ("Russian forces shelled Izium, - Ministry of Defense", "Ministry of Defense"),
        ("Russian forces shelled Izium - staff officers (11.09.22 15:51) « Ukraine | Paper",
         "staff officers"),
        ("News of the day: Russian forces shelled Izium, - mayor's office", "mayor's office"),
        ("General Staff of the Armed Forces: Russian forces shelled Izium",
         "General Staff of the Armed Forces"),
        ("Russian troops use old missiles to strike Kharkiv: General", "General"),
        ("Російські війська обстріляли Ізюм, - голова ОВА", "голова ОВА"),
        ("Российские войска обстреляли Изюм — подполье", "подполье"),
        ("Удар по Хмельницькій області: росіяни атакували аеродром — Ігнат", "Ігнат"),
        ('ОК ""Південь"": ЗСУ знищили склад боєприпасів на Херсонщині', 'ОК ""Південь'),
    ],
)  # fmt: skip
def test_a_headline_names_who_says_it(text: str, speaker: str) -> None:
    assert _speakers(text) == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "Kharkiv: Russian forces shelled Izium.",
        "Kharkiv Oblast: Russian forces shelled Izium.",
        "Watch: Russian forces shelled Izium.",
        "Russian forces shelled Izium - VIDEO",
        "Russian forces shelled Izium - Live Updates",
        "Russian forces shelled Izium, - two people killed",
        "Ukrainian forces entered Izium - a major success",
        "Ворог атакував Бахмут — сили оборони відбили атаку",
        "Ukraine War: Russian forces shelled Izium.",
        "Southern Axis: Russian forces shelled Izium.",
        "Killing of soldiers in Olenivka: Russian forces shelled Izium.",
        "Russian forces shelled Izium (12 wounded)",
    ],
)
def test_what_a_headline_is_about_says_nothing(text: str) -> None:
    assert _speakers(text) == {"source"}


def test_a_publisher_that_signs_its_headline_is_the_source() -> None:
    assert _speakers("Russian forces shelled Izium. — Herald.", "herald.example") == {"source"}
    assert _speakers("Russian forces shelled Izium — Herald", "herald.example") == {"source"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Удары в Луцке и Ивано-Франковске, сообщает министерство, наносились по аэродромам.",
         "министерство"),
        ("Clashes erupted on Friday near Hasaka between the YPG and the Al-Nusra Front on the "
         "other hand the SOHR announced.", "SOHR"),
        ("A leader of the so-called Airport Front was killed in Idlib.", "source"),
    ],
)  # fmt: skip
def test_who_speaks_is_a_name_and_no_clause(text: str, speaker: str) -> None:
    theatre = "ukraine" if "Луцке" in text else "syria"
    claims = read(Document(text, "x", "Paper", date(2022, 9, 12)), theatre).claims
    assert {c.speaker for c in claims} == {speaker}

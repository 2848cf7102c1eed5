"""Triggers, sides, wording, extents and speakers, each on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from fogline.gazetteer import open_gazetteer
from fogline.model import Document
from fogline.reading import extent, layout, places, resolve
from fogline.reading.attributions import attributions
from fogline.reading.context import Context
from fogline.reading.model import load as load_model
from fogline.reading.sides import Sides, voice_of_document
from fogline.reading.text import split
from fogline.reading.triggers import Triggers, primary
from fogline.reading.wording import loaded_terms
from fogline.theatre import load


def _context(text: str, theatre: str = "ukraine", source: str = "") -> Context:
    there = load(theatre)
    laid = layout.lay_out(
        Document(text, source=source, published=date(2022, 9, 10)), there, open_gazetteer(there)
    )
    bundle = load_model()
    found = resolve.resolve(laid, places.find_places(laid, bundle))
    return places.contexts(laid, found, Triggers(bundle.learned))[0]


def test_phrases_and_words_are_triggers_and_idioms_are_none() -> None:
    triggers = Triggers({})
    found = triggers.find(split("Troops pulled out and shelled the town.")[0])
    assert {"pull* out", "shell*"} <= {t.key for t in found}
    assert [
        t
        for t in triggers.find(split("They hope to strike a deal.")[0])
        if t.key.startswith("stri")
    ] == []
    assert not triggers.find(split("Meet at Liberation Street.")[0])
    assert not triggers.find(split("The film captured the hearts of the jury.")[0])


@pytest.mark.parametrize(
    ("word", "event"),
    [
        ("recaptured", "capture"),
        ("airstrikes", "strike"),
        ("обстріляли", "shell"),
        ("retreat", "withdraw"),
        ("table", ""),
    ],
)
def test_what_a_word_means_by_itself(word: str, event: str) -> None:
    assert primary(word) == event


@pytest.mark.parametrize(
    ("text", "voice", "labels"),
    [
        ("The enemy shelled our defenders.", "UA", ["RU", "UA", "UA"]),
        ("The enemy lost 40 troops.", "RU", ["UA"]),
        ("The invaders left, Kyiv's forces entered.", None, ["RU", "UA"]),
        ("Allied forces cleared the town.", "RU", ["RU"]),
        ("pro-Kyiv troops met the Kremlin's army", None, ["UA", "RU"]),
        ("It gave us hope", "UA", []),
    ],
)
def test_sides_depend_on_who_speaks(text: str, voice: str | None, labels: list[str]) -> None:
    found = Sides(load("ukraine"), voice).find(split(text)[0])
    assert [s.label for s in found][: len(labels)] == labels if labels else found == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Trains stopped in occupied Berdiansk.", ["RU"]),
        ("Ukrainian forces occupied Neskuchne.", ["UA"]),
        ("They have occupied Neskuchne.", []),
        ("Shops reopened in Ukrainian-occupied Sudzha.", ["UA"]),
    ],
)
def test_occupied_names_a_side_only_as_an_adjective(text: str, labels: list[str]) -> None:
    assert [s.label for s in Sides(load("ukraine"), None).find(split(text)[0])] == labels


def test_many_sides() -> None:
    found = Sides(load("syria"), None).find(
        split("Turkish jets hit the SDF while Isis fighters attacked Assad's forces.")[0]
    )
    assert [s.label for s in found] == ["TUR", "SDF", "IS", "GOV"]


def test_a_publisher_unknown_to_the_theatre_speaks_for_its_own_side() -> None:
    sentences = split("Ukrainian defenders repelled enemy attacks.")
    assert voice_of_document(load("ukraine"), "A channel", sentences) == "UA"
    assert voice_of_document(load("ukraine"), "Reuters", sentences) is None


def test_loaded_terms_of_both_sides_with_neutral_words() -> None:
    text = "The heroic deeds of the orcs ended a campaign of terror by neo-Nazis."
    found = loaded_terms(text)
    assert [w.text for w in found] == ["heroic deeds", "orcs", "campaign of terror", "neo-Nazis"]
    assert all(w.neutral and w.span.of(text) == w.text for w in found)


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("Russian forces retreated from 2/3 parts of Kupiansk.", 0.67),
        ("They hold half of Kupiansk.", 0.5),
        ("They control 80 % of Kupiansk.", 0.8),
        ("They captured two-thirds of Kupiansk.", 0.67),
        ("They captured the entire city of Kupiansk.", 1.0),
        ("They captured the western part of Kupiansk.", None),
        ("The third attack on Kupiansk failed.", None),
    ],
)
def test_extents(text: str, fraction: float | None) -> None:
    c = _context(text)
    assert extent.extent(c, c.spots[-1])[0] == fraction


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The General Staff said that Russian forces left.", ["General Staff"]),
        ("Russian forces left, according to the mayor.", ["mayor"]),
        ("Russian forces left Izium, a Western official said.", ["Western official"]),
        ("General Staff: Enemy leaves Izium", ["General Staff"]),
        ("Forces leave Izium — Russian military", ["Russian military"]),
        (
            "Governor Serhiy Haidai reported on May 3 that shelling continued.",
            ["Governor Serhiy Haidai"],
        ),
        ("Forces left the town.", []),
        (
            "Several Russian milbloggers amplified claims that Ukrainian troops left Kodema.",
            ["Several Russian milbloggers"],
        ),
        ("Russian forces did not conduct any confirmed attacks near Izium.", []),
    ],
)
def test_speakers(text: str, names: list[str]) -> None:
    assert [a.text for a in attributions(_context(text), text)] == names


def test_lists_share_a_head_even_around_brackets() -> None:
    c = _context(
        "Troops attacked toward Avdiivka (5 km north of Donetsk City), Pisky, and Marinka."
    )
    listed = [s for s in c.spots if not s.bracketed]
    assert len({s.head for s in listed}) == 1
    assert [s.rank for s in listed] == [0, 1, 2]


def test_a_sentence_without_places_takes_up_earlier_ones() -> None:
    there = load("ukraine")
    text = "Russian forces entered Kreminna. They shelled the town again."
    laid = layout.lay_out(Document(text, published=date(2022, 4, 18)), there, open_gazetteer(there))
    found = resolve.resolve(laid, places.find_places(laid, load_model()))
    second = places.contexts(laid, found, Triggers({}))[1]
    assert [(s.carried, found[s.index].name) for s in second.spots] == [(True, "Kreminna")]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.gazetteer import spelling
from fogline.gazetteer.spelling import likeness, phonetic, skeleton

SAME = [
    ("Izum", "Izyum", "Izium", "Изюм", "Ізюм"),
    ("Kleshcheevka", "Klishchiivka", "Клещеевка", "Кліщіївка"),
    ("Rabotino", "Robotyne", "Работино", "Роботине"),
    ("Gorlovka", "Horlivka", "Горловка", "Горлівка"),
    ("Ugledar", "Vuhledar", "Угледар", "Вугледар"),
    ("Kupyansk", "Kupiansk", "Куп'янськ", "Куп’янськ", "Купянск"),
    ("Deir ez-Zor", "Deir Ezzor"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda n: n[0])
def test_spellings_of_one_name_meet(names: tuple[str, ...]) -> None:
    assert len({skeleton(n) for n in names}) == 1
    for name in names[1:]:
        assert likeness(names[0], name) > 0.62


def test_other_names_do_not_meet() -> None:
    assert skeleton("Kherson") != skeleton("Kharkiv")
    assert likeness("Mala", "Mila") < likeness("Horlivka", "Gorlovka")


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_symmetric_share(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == pytest.approx(likeness(b, a))
    assert likeness(a, a) == 1


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщыьэюяіїєґ", min_size=2, max_size=20))
def test_cyrillic_leaves_no_cyrillic(name: str) -> None:
    assert not spelling.is_cyrillic(phonetic(name))


def test_inflected_names_share_a_stem() -> None:
    for inflected, name in [
        ("Нікополя", "Нікополь"),
        ("Новодарівці", "Новодарівка"),
        ("Миколаєві", "Миколаїв"),
        ("Гуляйполем", "Гуляйполе"),
    ]:
        assert skeleton(name).rstrip("*") in spelling.stems(inflected)

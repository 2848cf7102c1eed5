"""Languages: their folders, and telling one from another."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import fogline
from fogline.reading.detection import detect
from fogline.reading.languages import foreign, languages
from fogline.reading.lexicon import numbers_of, words_of

SRC = Path(fogline.__file__).parents[1]


def test_each_language_has_its_words() -> None:
    found = {language.code: language for language in languages()}
    assert set(found) == {"en", "ru", "uk"}
    assert found["uk"].tables["seasons"]["навесні"] == 3
    assert numbers_of("months")["september"] == 9
    assert "yesterday" in words_of("yesterday") & words_of("not_carried")
    assert {"вчора", "вчера"} <= words_of("yesterday")
    for language in found.values():
        assert language.function_words
        assert language.triggers.keys() <= set(fogline.model.EVENTS)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ucrania negó la captura de Jersón", "es"),
        ("Las fuerzas rusas capturaron Izium", "es"),
        ("Ukraine: l'armée russe a pris la ville de Bakhmout", "fr"),
        ("Russische Truppen haben die Stadt Cherson erobert", "de"),
        ("Siły ukraińskie wyzwoliły Izium", "pl"),
        ("As tropas russas tomaram Kherson", "pt"),
        ("Украйна отрече превземането на Херсон от руските войски", "bg"),
        ("القوات السورية تسيطر على حلب", "und"),
    ],
)
def test_other_languages_give_no_claims_and_say_so(text: str, code: str) -> None:
    reading = fogline.read(text, published=date(2022, 9, 12))
    assert (reading.language, reading.claims, reading.places) == (code, (), ())
    assert "reader encoder does not read (it reads English, Russian, Ukrainian)" in reading.refused
    assert [s.of(text) for s in reading.unread] == [text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Izium taken", "en"),
        ("Shelling in Deir ez Zor", "en"),
        ("Rio de la Plata", "en"),
        ("Al-Qaeda in the Maghreb says Abd al Malik is dead", "en"),
        ("La Repubblica: Russian forces enter Chișinău café", "en"),
        ("На Харківщині загроза обстрілу ЗРК С-300. Наразі тихо.", "uk"),
        ("Взрывы в Белгороде", "ru"),
        ("12:04", "en"),
    ],
)
def test_short_texts_are_read(text: str, code: str) -> None:
    found = detect(text)
    assert found.is_read, found
    if any(c.isalpha() for c in text):
        assert found.code == code


def test_no_set_of_words_stands_in_code() -> None:
    """Function words belong to the folders; some are names of forms and kinds too."""
    known = {w for language in languages() for w in language.function_words} - {
        "before",
        "after",
        "other",
    }
    files = sorted((SRC / "fogline" / "reading").rglob("*.py"))
    assert len(files) > 40
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Set):
                found = {e.value for e in node.elts if isinstance(e, ast.Constant)}
                assert not found & known, f"{path.name}:{node.lineno}: {found & known}"


_ASKED = {"words_of": 0, "endings_of": 0, "numbers_of": 0, "any_of": 1, "has_phrase": 1}


def _lists_of(path: Path) -> Iterator[str]:
    """The lists that a file's code asks for by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = _ASKED.get(node.func.id)
            named = node.args[at] if at is not None else None
            if isinstance(named, ast.Constant):
                yield named.value


def test_each_list_that_code_asks_for_is_there() -> None:
    asked = {key for path in (SRC / "fogline" / "reading").rglob("*.py") for key in _lists_of(path)}
    assert len(asked) > 200
    assert {key for key in asked if not words_of(key) and not numbers_of(key)} == set()


def test_no_other_language_is_one_that_is_read() -> None:
    assert not {f.code for f in foreign()} & {language.code for language in languages()}


def test_a_further_folder_is_a_further_language(tmp_path: Path) -> None:
    """Spanish, as a folder with one word: then a Spanish text is read."""
    shutil.copytree(SRC / "fogline", tmp_path / "fogline", ignore=shutil.ignore_patterns("web"))
    folder = tmp_path / "fogline" / "reading" / "languages" / "es"
    folder.mkdir()
    files = {
        "language": 'name = "Spanish"\nletters = "abcdefghijklmnopqrstuvwxyzáéíóúñü"\n'
        'function_words = ["la", "de", "el", "las"]\n',
        "words": "",
        "cues": "",
        "dates": '[words]\nyesterday = ["ayer"]\n',
        "triggers": '[events]\ncapture = ["tomaron"]\n[primary]\ncapture = ["tomaron"]\n',
        "wording": "",
    }
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    code = (
        "import fogline, json; from datetime import date;"
        "r = fogline.read('Las fuerzas de Rusia tomaron Izium ayer', published=date(2022, 9, 12));"
        "claims = [(c.event, str(c.when.start)) for c in r.claims];"
        "print(json.dumps([r.language, r.refused, claims]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path), "FOGLINE_HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    language, refused, claims = json.loads(done.stdout)
    assert (language, refused) == ("es", "")
    assert ["capture", "2022-09-11"] in claims

"""The languages that are read: one folder of word lists each; a further folder is a further
language.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

Numbers = Mapping[str, float]
Lists = Mapping[str, tuple[str, ...]]
# What others.toml says of a language, beside its name.
_FOREIGN = ("letters", "function_words", "topic_words")
# The files of a language's folder.
FILES = ("language", "words", "cues", "dates", "triggers", "wording")


@dataclass(frozen=True, slots=True)
class Language:
    """One language: ``code`` is the name of its folder.

    ``words`` are lists by key, ``tables`` words with numbers (months, seasons, fractions ...),
    ``cues`` lists by role, ``triggers`` and ``primary`` patterns by event, ``idioms`` and
    ``assessments`` set phrases, ``singulars`` beginnings of plurals with their singular,
    ``wording`` loaded terms with neutral ones.
    """

    code: str
    name: str
    letters: frozenset[str]
    function_words: frozenset[str]
    words: Lists
    tables: Mapping[str, Numbers]
    cues: Lists
    triggers: Lists
    primary: Lists
    idioms: tuple[str, ...]
    assessments: tuple[str, ...]
    singulars: Mapping[str, str]
    wording: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A language that is only told from those that are read."""

    code: str
    name: str
    letters: frozenset[str]
    function_words: frozenset[str]
    topic_words: frozenset[str]


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """All languages that have a folder, by code."""
    return tuple(_language(folder) for folder in _folders())


@lru_cache(maxsize=1)
def foreign() -> tuple[Foreign, ...]:
    """The languages of ``others.toml``."""
    table = _table(_here() / "others.toml")
    read = {language.code for language in languages()}
    return tuple(
        Foreign(code, e["name"], *(frozenset(e[key]) for key in _FOREIGN))
        for code, e in table.items()
        if code not in read
    )


@lru_cache(maxsize=1)
def marks() -> Lists:
    """Marks and figures by word list, the same in every language."""
    return _lists(_table(_here() / "marks.toml"))


@lru_cache(maxsize=1)
def digest() -> str:
    """Hash of all files of all languages."""
    top = sorted((f for f in _here().iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    own = [folder / f"{name}.toml" for folder in _folders() for name in FILES]
    return hashlib.sha256(b"".join(f.read_bytes() for f in (*top, *own))).hexdigest()


def _here() -> Traversable:
    return resources.files("fogline.reading") / "languages"


def _folders() -> Iterator[Traversable]:
    found = (f for f in _here().iterdir() if f.is_dir() and (f / "language.toml").is_file())
    yield from sorted(found, key=lambda f: f.name)


def _language(folder: Traversable) -> Language:
    about, words, cues, dates, triggers, wording = (
        _table(folder / f"{name}.toml") for name in FILES
    )
    number_tables = {
        "fractions": words.pop("fractions", {}),
        "kilometres": words.pop("kilometres", {}),
        **{name: table for name, table in dates.items() if name != "words"},
    }
    # The plain names of months and weekdays are word lists too.
    names = {k: [w for w in dates.get(k, ()) if w[-1] != "*"] for k in ("months", "weekdays")}
    singulars = words.pop("singulars", {})
    return Language(
        code=folder.name,
        name=about["name"],
        letters=frozenset(about["letters"]),
        function_words=frozenset(about["function_words"]),
        words=_lists({**words, **dates.get("words", {}), **names}),
        tables=MappingProxyType({k: MappingProxyType(t) for k, t in number_tables.items()}),
        cues=_lists(cues),
        triggers=_lists(triggers["events"]),
        primary=_lists(triggers["primary"]),
        idioms=tuple(triggers.get("idioms", ())),
        assessments=tuple(triggers.get("assessments", ())),
        singulars=MappingProxyType(singulars),
        wording=MappingProxyType(wording),
    )


def _table(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _lists(table: Mapping[str, Any]) -> Lists:
    return MappingProxyType({key: tuple(words) for key, words in table.items()})

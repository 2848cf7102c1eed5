"""Phrase lists of the language, read from data files that a linguist can edit."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=8)
def lexicon(name: str) -> dict[str, Any]:
    """A TOML file of ``reading/data``."""
    path = resources.files("fogline.reading") / "data" / f"{name}.toml"
    loaded: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=64)
def words_of(key: str) -> frozenset[str]:
    """A word list of ``words.toml``."""
    return frozenset(w.casefold() for w in lexicon("words")[key])

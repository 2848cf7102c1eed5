"""Phrase lists of the language, read from data files that a linguist can edit."""

from __future__ import annotations

import hashlib
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


@lru_cache(maxsize=1)
def digest_of_lexicon() -> str:
    """Hash of all phrase lists."""
    files = sorted(
        (
            f
            for f in (resources.files("fogline.reading") / "data").iterdir()
            if f.name.endswith(".toml")
        ),
        key=lambda f: f.name,
    )
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()

"""Word lists of this room: data that a linguist can edit."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def word_list(name: str) -> frozenset[str]:
    """A list of ``layout.toml``, folded."""
    return frozenset(word.casefold() for word in read("layout.toml")[name])


@lru_cache
def names_of(kind: str) -> frozenset[str]:
    """A list of ``markup.toml``: tags, types or names."""
    return frozenset(read("markup.toml")[kind])


@lru_cache
def read(name: str) -> dict[str, Any]:
    """A data file of this room."""
    file = files("fogline.documents") / "data" / name
    return tomllib.loads(file.read_text(encoding="utf-8"))

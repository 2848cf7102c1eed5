"""What claims are worth before any was judged."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def scores() -> dict[str, Any]:
    """The figures of ``scores.toml``, by kind."""
    file = resources.files("fogline.reading.llm") / "data" / "scores.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

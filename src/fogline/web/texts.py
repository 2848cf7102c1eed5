"""The words of the page, from one file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def texts() -> dict[str, Any]:
    """All words by part of the page (``data/texts.toml``)."""
    return tomllib.loads(
        (resources.files("fogline.web") / "data" / "texts.toml").read_text(encoding="utf-8")
    )

"""A large model as a user names it: where it is, its key, and what it may cost."""

from __future__ import annotations

import os
from pathlib import Path

from fogline.errors import UsageError
from fogline.reading.llm.budget import Budget
from fogline.reading.llm.endpoint import Endpoint
from fogline.reading.llm.large_model import AT_ONCE, LargeModel

KEY = "FOGLINE_LLM_KEY"
# Characters of a key: longer ones are another file.
_LONGEST = 4_000


def open_model(
    name: str,
    endpoint: str = "",
    key_file: str = "",
    *,
    most_tokens: int = 0,
    most_cost: float = 0.0,
    prices: tuple[float, float] = (0.0, 0.0),
    at_once: int = AT_ONCE,
) -> LargeModel:
    """A large model by its name; without an endpoint, only answers that are kept are used.

    ``most_tokens`` and ``most_cost`` are limits, 0 for none; ``prices`` are those of a million
    tokens asked and of a million answered; ``at_once`` are the most requests on their way.
    Its key is what ``key_file`` holds, else what the environment has in ``FOGLINE_LLM_KEY``.

    Raises:
        UsageError: no name, no such address, a key that can't be read, or a limit of cost without
            prices.
    """
    if not name.strip():
        raise UsageError("reader llm", "no model is named", "give its name with --model")
    budget = Budget(most_tokens, most_cost, prices)
    reached = Endpoint(endpoint, _key(key_file)) if endpoint else None
    return LargeModel(name.strip(), reached, budget, at_once)


def _key(file: str) -> str:
    """The key, from a file or from the environment; empty if there is none."""
    if not file:
        return _checked(os.environ.get(KEY, ""), KEY)
    try:
        return _checked(Path(file).read_text(encoding="utf-8"), f"key file {file}")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "it is no text"
        raise UsageError(f"key file {file}", why, "name a file that has only the key") from error


def _checked(text: str, where: str) -> str:
    """A key that can stand in a header; a message about one never repeats it."""
    key = text.strip()
    if len(key) > _LONGEST or not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(where, "it holds no key", "put the key alone there, on one line")
    return key

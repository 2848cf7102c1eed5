"""The words of the page: its own, the labels of events, and the words for how sure a claim is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from fogline import claim_text
from fogline.model import event_types

# The words of a part of the page by key; some are lists of paragraphs.
Words = Mapping[str, str | list[str]]


@cache
def texts() -> Mapping[str, Words]:
    """The page's own words by part (``data/texts.toml``)."""
    file = resources.files("fogline.web") / "data" / "texts.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def text(part: str, key: str) -> str:
    """One of the page's own words or sentences."""
    found = texts()[part][key]
    return found if isinstance(found, str) else "\n".join(found)


def event_labels() -> Mapping[str, str]:
    """The label of each type of event, in the order of the vocabulary."""
    return {name: kind.label for name, kind in event_types().items()}


def certainty_words() -> Mapping[str, str]:
    """The words for a claim's certainty, status and polarity where they are not the usual ones."""
    words = claim_text.words()
    kinds = (words["certainty"], words["status"], words["polarity"])
    return {value: word for kind in kinds for value, word in kind.items() if word}


def script_texts() -> Mapping[str, Mapping[str, object]]:
    """What the scripts of the map need: the page's own words, and the labels of events."""
    return {**texts(), "events": event_labels()}

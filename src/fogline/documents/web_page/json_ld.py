"""What a page states of itself as JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

from fogline.documents.web_page.markup import Element

Item = dict[str, Any]
# Items of one page that are looked through; real ones have some hundreds.
_MOST = 20_000


def items(tree: Element) -> list[Item]:
    """All items of a page, the outer ones before those that they hold."""
    return [item for script in _scripts(tree) for item in _walk(script)]


def types_of(item: Item) -> frozenset[str]:
    """The types of an item, without their namespace."""
    stated = item.get("@type", ())
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(str(n).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for n in names)


def words(item: Item, *keys: str) -> str:
    """The first of these keys that holds words."""
    held = (item.get(key) for key in keys)
    return next((v.strip() for v in held if isinstance(v, str) and v.strip()), "")


def named(value: Any) -> str:
    """The name of a person or an organisation, or of the first of several."""
    first = value[0] if isinstance(value, list) and value else value
    return words(first, "name") if isinstance(first, dict) else str(first or "")


def listed(value: Any) -> list[Item]:
    """A value that may hold one item or several."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict)]


def _scripts(tree: Element) -> Iterator[Any]:
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or "").lower() and node.text:
            try:
                yield json.loads(node.text, strict=False)
            except (ValueError, RecursionError):
                continue  # a page whose metadata are broken still has its text


def _walk(value: Any) -> Iterator[Item]:
    waiting, seen = deque([value]), 0
    while waiting and seen < _MOST:
        one = waiting.popleft()
        seen += 1
        if isinstance(one, dict):
            yield one
        held = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting.extend(v for v in held if isinstance(v, dict | list))

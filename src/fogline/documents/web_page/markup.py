"""The text of markup, a line for each block."""

from __future__ import annotations

from typing import Any

from fogline.documents.word_lists import names_of

# An element of lxml, which has no types.
Element = Any


def text_of(node: Element, hiding: frozenset[str] | None = None) -> str:
    """The words of an element as people see them, without those of tags that hide theirs."""
    from lxml import etree

    blocks, unseen = names_of("blocks"), names_of("unseen") if hiding is None else hiding
    parts: list[str] = []
    hidden = 0
    for event, each in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        plain = isinstance(each.tag, str)
        if event == "start":
            hidden += each.tag in unseen
            if not hidden:
                parts += ["\n" if each.tag in blocks else "", _spaced(each.text)]
            continue
        if event == "end":
            if not hidden and each.tag in blocks:
                parts.append("\n")
            hidden -= each.tag in unseen
        if (event == "end" or not plain) and not hidden and each is not node:
            parts.append(_spaced(each.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def plain(markup: str) -> str:
    """The text of a snippet of markup, scripts and styles gone."""
    from lxml import html

    if "<" not in markup:
        return markup.strip()
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (ValueError, html.etree.ParserError):
        return ""
    return text_of(tree)


def said(node: Element) -> str:
    """What an element is called: its class, id and role, in lower case."""
    names = (node.get("class"), node.get("id"), node.get("role"))
    return " ".join(filter(None, names)).casefold()


def drop(node: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    if node.getparent() is not None:
        node.drop_tree()


def _spaced(words: str | None) -> str:
    return (words or "").replace("\n", " ").replace("\r", " ")

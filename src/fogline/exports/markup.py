"""Pieces of XML."""

from __future__ import annotations

from xml.etree import ElementTree as Xml


def tag(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    """A new child with a text."""
    child = Xml.SubElement(parent, name, attributes)
    child.text = clean(text) or None
    return child


def clean(text: str) -> str:
    """Text without the characters that XML can't hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r"
        or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in {0xFFFE, 0xFFFF})
    )


def file_of(root: Xml.Element) -> bytes:
    """A document, with its declaration."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(Xml.tostring(root, encoding="utf-8"))

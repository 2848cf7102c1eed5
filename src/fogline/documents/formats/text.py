"""Plain text and Markdown, as it stands, so that offsets fit the file."""

from __future__ import annotations

from fogline.documents.formats import Format, Parsed, decode


def parse(raw: bytes) -> list[Parsed]:
    """The text of the bytes."""
    return [Parsed(decode(raw))]


FORMAT = Format(
    name="text",
    label="plain text",
    endings=(".txt", ".md"),
    media=("text/plain", "text/markdown"),
    recorded="text/plain",
    parse=parse,
    inline=True,
)

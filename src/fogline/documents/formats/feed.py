"""Feeds (RSS, Atom): saved ones are files of entries, fetched ones are lists of pages."""

from __future__ import annotations

import io

from fogline.documents.formats import DocumentError, Format, Parsed
from fogline.documents.publication import settle


def parse(raw: bytes) -> list[Parsed]:
    """The entries of a feed: link, title, what it holds of the text, and when."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(raw))
    if not feed.entries and not feed.get("version"):
        raise DocumentError("neither an RSS nor an Atom feed")
    found = []
    stamps = [str(e.get("published") or e.get("updated") or "") for e in feed.entries]
    for entry, stamp in zip(feed.entries, settle(stamps), strict=True):
        content = next((c.get("value", "") for c in entry.get("content", ())), "")
        found.append(
            Parsed(
                plain(str(content or entry.get("summary", ""))),
                id=str(entry.get("id", "")),
                url=str(entry.get("link", "")),
                title=plain(str(entry.get("title", ""))),
                date=stamp,
                author=str(entry.get("author", "")),
                sitename=str(feed.feed.get("title", "")),
            )
        )
    return found


def plain(markup: str) -> str:
    """Text of a snippet of HTML: a line for each block, scripts and styles gone."""
    from lxml import html

    if "<" not in markup:
        return markup.strip()
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (ValueError, html.etree.ParserError):
        return ""
    html.etree.strip_elements(tree, "script", "style", html.etree.Comment, with_tail=False)
    for block in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote"):
        block.tail = "\n" + (block.tail or "")
    return "\n".join(line.strip() for line in str(tree.text_content()).splitlines() if line.strip())


FORMAT = Format(
    name="feed", label="feeds", endings=(".xml", ".rss", ".atom"), parse=parse, many=True
)

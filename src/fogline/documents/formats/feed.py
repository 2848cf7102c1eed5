"""Feeds (RSS, Atom): saved ones are files of entries, fetched ones are lists of pages."""

from __future__ import annotations

import io

from fogline.documents.formats import DocumentError, Format, Parsed
from fogline.documents.publication import settle
from fogline.documents.web_page.markup import plain


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


FORMAT = Format(
    name="feed", label="feeds", endings=(".xml", ".rss", ".atom"), parse=parse, many=True
)

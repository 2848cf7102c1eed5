"""Feeds (RSS, Atom): saved ones are files of entries, fetched ones are lists of pages."""

from __future__ import annotations

import io
import re
from itertools import pairwise

from fogline.documents.formats import DocumentError, Format, Parsed
from fogline.documents.publication import settle
from fogline.documents.web_page.markup import plain

# Entries of a piece: a thousand take a quarter of a second to parse. Pieces at most, and bytes of
# the head and the end, which each of them has: so a hostile feed takes no more memory than its own.
_PIECE, _MOST, _FRAME = 4_000, 25, 1 << 16
_BEGINS, _ENDS = re.compile(rb"<(?:item|entry)[\s>]"), re.compile(rb"</(?:item|entry)\s*>")
_PAIRS = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))


def cut(raw: bytes) -> list[bytes]:
    """Feeds of some thousand entries each, with the head and the end of the whole; the whole itself
    where an entry's end may stand in its text, or where pieces would be too many or too large.
    """
    first, ends = _BEGINS.search(raw), [m.end() for m in _ENDS.finditer(raw)]
    if first is None or len(ends) <= _PIECE:
        return [raw]
    head, tail = raw[: first.start()], raw[ends[-1] :]
    bounds = [first.start(), *ends[_PIECE - 1 : -1 : _PIECE], ends[-1]]
    parts = [raw[a:z] for a, z in pairwise(bounds)]
    whole = all(part.count(a) == part.count(z) for part in parts for a, z in _PAIRS)
    few = len(parts) <= _MOST and len(head) + len(tail) <= _FRAME
    return [head + part + tail for part in parts] if whole and few else [raw]


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
    name="feed", label="feeds", endings=(".xml", ".rss", ".atom"), parse=parse, cut=cut, many=True
)

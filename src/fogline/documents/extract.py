"""Text of the formats that need a parser: HTML, PDF, Word, feeds, sitemaps and Telegram exports.

These functions run in a process of their own (:mod:`fogline.documents.guard`), for the files come from anybody.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from fogline.documents.formats import DocumentError, decode

# What a packed file may hold when unpacked.
MAX_UNPACKED = 100_000_000
Row = dict[str, str]


def from_html(raw: bytes) -> list[Row]:
    """The main text of a page, with the title, author and day that it states."""
    import trafilatura

    page = _page(raw)
    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not text or not text.strip():
        raise DocumentError("no text found in this page: save its text as .txt")
    meta = trafilatura.extract_metadata(page)
    stated = {
        k: getattr(meta, k, None) or "" for k in ("title", "author", "date", "sitename", "url")
    }
    return [{"text": text, **stated}]


def _page(raw: bytes) -> str:
    import trafilatura.utils

    try:
        return decode(raw)
    except DocumentError as error:
        page = trafilatura.utils.decode_file(raw) if b"\x00" not in raw[:65536] else None
        if not isinstance(page, str) or not page:
            raise error
        return page


def from_pdf(raw: bytes) -> list[Row]:
    """The text of all pages, a blank line between them; offsets fit this text."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        meta = reader.metadata
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ArithmeticError,
        AssertionError,
        NotImplementedError,
    ) as error:
        raise DocumentError(
            f"not a readable PDF ({str(error)[:100] or type(error).__name__}): save its text as .txt"
        ) from error
    if not text.strip():
        raise DocumentError(
            "a PDF without text, probably scanned: recognise its text first and save it as .txt"
        )
    return [
        {
            "text": text,
            "title": str(meta.title or "") if meta else "",
            "author": str(meta.author or "") if meta else "",
        }
    ]


def from_docx(raw: bytes) -> list[Row]:
    """The paragraphs and table cells of a Word document, a line each."""
    import docx
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(i.file_size for i in archive.infolist())
        if size > MAX_UNPACKED:
            raise DocumentError(
                f"{size:,} bytes when unpacked; {MAX_UNPACKED:,} are allowed: save its text as .txt"
            )
        word = docx.Document(io.BytesIO(raw))
        lines = [p.text for p in word.paragraphs]
        lines += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        LxmlError,
        AttributeError,
        OSError,
        NotImplementedError,
        EOFError,
    ) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(
            f"not a readable .docx ({str(error)[:100] or type(error).__name__}): save its text as .txt"
        ) from error
    core = word.core_properties
    return [{"text": "\n".join(lines), "title": core.title or "", "author": core.author or ""}]


def from_feed(raw: bytes) -> list[Row]:
    """The entries of an RSS or Atom feed: link, title, what it holds of the text, and when."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(raw))
    if not feed.entries and not feed.get("version"):
        raise DocumentError("neither an RSS nor an Atom feed")
    rows = []
    for entry in feed.entries:
        content = next((c.get("value", "") for c in entry.get("content", ())), "") or entry.get(
            "summary", ""
        )
        rows.append({
            "id": str(entry.get("id", "")), "url": str(entry.get("link", "")), "title": _plain(str(entry.get("title", ""))),
            "text": _plain(str(content)), "date": str(entry.get("published") or entry.get("updated") or ""),
            "author": str(entry.get("author", "")), "sitename": str(feed.feed.get("title", "")),
        })  # fmt: skip
    return rows


def _plain(markup: str) -> str:
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


def from_sitemap(raw: bytes) -> list[Row]:
    """The addresses of a sitemap, or of an index of sitemaps (``kind`` is page or sitemap)."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        tree = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise DocumentError(
            f"not a readable sitemap ({str(error)[:100] or type(error).__name__})"
        ) from error
    rows = []
    for node in tree:
        values = {child.tag.rsplit("}", 1)[-1]: (child.text or "").strip() for child in node}
        kind = {"url": "page", "sitemap": "sitemap"}.get(node.tag.rsplit("}", 1)[-1])
        if kind and values.get("loc"):
            rows.append({"kind": kind, "url": values["loc"], "date": values.get("lastmod", "")})
    if not rows:
        raise DocumentError("neither a feed nor a sitemap: give the address of one, or of a page")
    return rows


def from_telegram(raw: bytes) -> list[Row]:
    """The messages of a Telegram Desktop export (result.json), each with its number and moment."""
    try:
        export = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            f"not a readable Telegram export ({str(error)[:100] or type(error).__name__})"
        ) from error
    chats = (
        export.get("chats", {}).get("list", [export])
        if isinstance(export, dict) and isinstance(export.get("chats", {}), dict)
        else []
    )
    if not any(isinstance(c, dict) and isinstance(c.get("messages"), list) for c in chats):
        raise DocumentError(
            "JSON, but no Telegram Desktop export (it has no 'messages'): give documents as JSONL, one a line"
        )
    return [row for chat in chats if isinstance(chat, dict) for row in _messages(chat)]


def _messages(chat: dict[str, Any]) -> Iterator[Row]:
    for message in chat.get("messages") or ():
        if not isinstance(message, dict) or message.get("type", "message") != "message":
            continue
        words = message.get("text", "")
        parts = words if isinstance(words, list) else [words]
        text = "".join(
            p if isinstance(p, str) else str(p.get("text", ""))
            for p in parts
            if isinstance(p, str | dict)
        )
        if not text.strip():
            continue
        stamp = str(message.get("date_unixtime", ""))
        yield {
            "id": str(message.get("id", "")), "text": text, "sitename": str(chat.get("name") or ""),
            "date": f"@{stamp}" if stamp.isdecimal() and len(stamp) < 12 else str(message.get("date", "")),
            "author": str(message.get("author") or ""), "forwarded": str(message.get("forwarded_from") or ""),
        }  # fmt: skip


FORMATS: dict[str, Callable[[bytes], list[Row]]] = {
    "html": from_html, "pdf": from_pdf, "docx": from_docx, "feed": from_feed, "sitemap": from_sitemap, "telegram": from_telegram,
}  # fmt: skip

"""Addresses: a page, or the pages that a feed or a sitemap lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fogline.documents.extract import Row
from fogline.documents.formats import DocumentError, decode
from fogline.documents.given import Given, Problem
from fogline.documents.guard import Guard
from fogline.documents.web import Page, Web
from fogline.model import Evidence, Received, Visit

_KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text", "text/markdown": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
SITEMAPS = 50
UNCHANGED = "not changed since it was last fetched"
Found = Iterator[Received | Problem]


def from_web(url: str, given: Given, web: Web, guard: Guard) -> Found:
    """The documents behind an address."""
    try:
        page = web.get(url)
        if page.unchanged:
            yield Problem(url, UNCHANGED, seen=True)
            return
        if _kind(page) != "xml":
            yield _document(page, given, guard)
            web.remember(url, page)
            return
        failed = False
        for found in _listed(page, given, web, guard):
            failed |= isinstance(found, Problem) and not found.seen
            yield found
        # A list is only done with when all that it names is.
        if not failed:
            web.remember(url, page)
    except DocumentError as error:
        yield Problem(url, str(error).removeprefix(f"{url}: "))


def _kind(page: Page) -> str:
    kind = _KINDS.get(page.media, "")
    start = page.raw[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")) and b"<html" not in page.raw[:1000].lower():
        return "xml"
    if page.raw.startswith(b"%PDF-"):
        return "pdf"
    if not kind and page.media not in {"", "application/octet-stream"} and "xml" not in page.media:
        raise DocumentError(f"{page.media}: fogline reads pages, feeds, sitemaps, PDF, Word and plain text")
    return kind or ("html" if b"<" in start else "text")


def _document(page: Page, given: Given, guard: Guard, stated: str = "", title: str = "") -> Received:
    """The document of a page; ``stated`` and ``title`` are what a feed says of it, and more exact than what the page says."""
    kind = _kind(page)
    row: Row = {"text": decode(page.raw)} if kind == "text" else guard.extract(kind, page.raw)[0]
    source = given.source or given.publisher(page.url) or row.get("sitename", "")
    day = "" if given.published else stated or row.get("date", "")
    fields = {"title": row.get("title", "") or title, "author": row.get("author", "")}
    document = given.document(row["text"], page.url, day, source=source, url=page.url, **fields)
    return Received(document, Evidence(page.raw), page.url, media=page.media or kind, headers=page.headers, at=page.at)


def _listed(page: Page, given: Given, web: Web, guard: Guard) -> Found:
    try:
        entries = guard.extract("feed", page.raw)
    except DocumentError:
        entries = []
    if entries:
        yield from _feed(page, entries[: web.pages], given, web, guard)
        return
    pages = _sitemap(page, web, guard)
    listed = [p for p in sorted(pages, key=lambda r: r["date"], reverse=True) if not _done(p["url"], p["date"], web)]
    yield from (Problem(p["url"], UNCHANGED, seen=True) for p in pages if p not in listed)
    for row in listed[: web.pages]:
        yield from _linked(row["url"], row["date"], given, web, guard)
    if len(listed) > web.pages:
        yield Problem(
            page.url,
            f"{len(listed) - web.pages:,} older pages of this sitemap are left for the next time: --pages sets how many one run takes",
        )


def _sitemap(page: Page, web: Web, guard: Guard) -> list[Row]:
    """The pages of a sitemap and of those that it lists."""
    rows = guard.extract("sitemap", page.raw)
    pages = [r for r in rows if r["kind"] == "page"]
    for row in [r for r in rows if r["kind"] == "sitemap"][:SITEMAPS]:
        inner = web.get(row["url"])
        pages += [r for r in guard.extract("sitemap", inner.raw) if r["kind"] == "page"] if not inner.unchanged else []
    return pages


def _done(url: str, stamp: str, web: Web) -> bool:
    return bool(stamp) and web.known(url).stamp == stamp


def _linked(url: str, stamp: str, given: Given, web: Web, guard: Guard, stated: str = "", title: str = "") -> Found:
    """The page of a list's entry, unless it was read with the same date before."""
    if _done(url, stamp, web):
        yield Problem(url, UNCHANGED, seen=True)
        return
    try:
        page = web.get(url)
        if page.unchanged:
            yield Problem(url, UNCHANGED, seen=True)
            web.visits[url] = replace(web.known(url), stamp=stamp)
            return
        yield _document(page, given, guard, stated, title)
        web.remember(url, page, stamp)
    except DocumentError as error:
        yield Problem(url, str(error).removeprefix(f"{url}: "))


def _feed(page: Page, entries: list[Row], given: Given, web: Web, guard: Guard) -> Found:
    for row in entries:
        url = row["url"] or row["id"]
        stamp = row["date"] or row["id"]
        found = list(_linked(url, stamp, given, web, guard, row["date"], row["title"])) if url.startswith("http") else []
        refused = next((f for f in found if isinstance(f, Problem) and not f.seen), None)
        if found and not refused:
            yield from found
        elif row["text"].strip() or row["title"].strip():
            yield _entry(page, row, given, refused)
            web.visits[url] = Visit(stamp=stamp)
        else:
            yield refused or Problem(f"{page.url}: entry {row['id'] or row['title']}", "neither a link nor a text")


def _entry(page: Page, row: Row, given: Given, refused: Problem | None) -> Received | Problem:
    """The text that the feed itself gives, where the page can't be had."""
    try:
        source = given.source or given.publisher(row["url"]) or row["sitename"]
        fields = {k: row[k] for k in ("title", "author", "url")}
        document = given.document(row["text"] or row["title"], row["id"] or row["url"], row["date"], source=source, **fields)
    except DocumentError as error:
        return refused or Problem(f"{page.url}: entry {row['id'] or row['title']}", str(error))
    return Received(document, Evidence(page.raw), page.url, row["id"], f"feed {row['id']}", page.media, page.headers, page.at)

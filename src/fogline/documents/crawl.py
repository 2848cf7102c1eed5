"""Addresses: a page, or the pages that a feed or a sitemap lists."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from fogline.documents.extract import Row
from fogline.documents.formats import DocumentError, words_of
from fogline.documents.given import Given, Problem
from fogline.documents.guard import Guard
from fogline.documents.web import Page, PassingError, Web
from fogline.model import Evidence, Received, Visit

_KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text", "text/markdown": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
SITEMAPS = 50
# Stands for the date of a page whose list gives none: such pages are asked for again, with their validators.
LISTED = "listed"
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
            document = _document(page, given, guard)
            web.remember(url, page)
            yield replace(document, asked=(url,))
            return
        failed = False
        for found in _listed(page, given, web, guard):
            failed |= isinstance(found, Problem) and not found.seen
            yield found if isinstance(found, Problem) else replace(found, asked=(*found.asked, url))
        # A list is only done with when all that it names is.
        if not failed:
            web.remember(url, page)
    except DocumentError as error:
        yield Problem(url, str(error).removeprefix(f"{url}: "))


def _kind(page: Page) -> str:
    kind = _KINDS.get(page.media, "")
    start = page.raw[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if (
        start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex"))
        and b"<html" not in page.raw[:1000].lower()
    ):
        return "xml"
    if page.raw.startswith(b"%PDF-"):
        return "pdf"
    if not kind and page.media not in {"", "application/octet-stream"} and "xml" not in page.media:
        raise DocumentError(
            f"{page.media}: fogline reads pages, feeds, sitemaps, PDF, Word and plain text"
        )
    return kind or ("html" if b"<" in start else "text")


def _document(
    page: Page, given: Given, guard: Guard, stated: str = "", title: str = ""
) -> Received:
    """The document of a page; ``stated`` and ``title`` are what a feed says of it, and more exact than what the page says."""
    kind = _kind(page)
    row = guard.only(kind, page.raw)
    source = given.source_of(page.url, row.get("sitename", ""))
    day = "" if given.published else stated or row.get("date", "")
    fields = {"title": row.get("title", "") or title, "author": row.get("author", "")}
    document = given.document(row["text"], page.url, day, source=source, url=page.url, **fields)
    return Received(
        document,
        Evidence(page.raw),
        page.url,
        media=page.media or kind,
        headers=page.headers,
        at=page.at,
    )


def _listed(page: Page, given: Given, web: Web, guard: Guard) -> Found:
    """The pages of a feed or sitemap, the newest first; those read before with the same date are passed over."""
    try:
        entries = guard.extract("feed", page.raw)
    except DocumentError:
        entries = []
    if not entries:
        entries = yield from _sitemap(page, web, guard)
    fresh = []
    for row in entries:
        if _done(_address(row), _stamp(row), web):
            yield Problem(_address(row), UNCHANGED, seen=True)
        else:
            fresh.append(row)
    # Those never fetched first, so that a long list without dates is got through.
    fresh.sort(key=lambda row: web.known(_address(row)) != Visit())
    for row in fresh[: web.pages]:
        yield from _entry(page, row, given, web, guard)
    if len(fresh) > web.pages:
        left = len(fresh) - web.pages
        yield Problem(
            page.url,
            f"{left:,} more pages of it are left for the next time: --pages sets how many one run takes",
        )


def _address(row: Row) -> str:
    return row["url"] or row.get("id", "")


def _stamp(row: Row) -> str:
    return row["date"] or row.get("id", "") or LISTED


def _sitemap(page: Page, web: Web, guard: Guard) -> Generator[Received | Problem, None, list[Row]]:
    """The pages of a sitemap and of those that it lists; a list that can't be had does not stop the others."""
    rows = guard.extract("sitemap", page.raw)
    pages = [r for r in rows if r["kind"] == "page"]
    inner = [r for r in rows if r["kind"] == "sitemap"]
    for row in inner[:SITEMAPS]:
        try:
            listed = guard.extract("sitemap", web.get(row["url"], anew=True).raw)
        except DocumentError as error:
            yield Problem(row["url"], str(error).removeprefix(f"{row['url']}: "))
            continue
        pages += [r for r in listed if r["kind"] == "page"]
        if any(r["kind"] == "sitemap" for r in listed):
            yield Problem(
                row["url"], "a list of lists of lists: give the address of one that lists pages"
            )
    if len(inner) > SITEMAPS:
        yield Problem(
            page.url,
            f"it lists {len(inner)} sitemaps and {SITEMAPS} are read: give the addresses of the others",
        )
    return sorted(pages, key=lambda r: r["date"], reverse=True)


def _done(url: str, stamp: str, web: Web) -> bool:
    return stamp != LISTED and bool(url) and web.known(url).stamp == stamp


def _entry(page: Page, row: Row, given: Given, web: Web, guard: Guard) -> Found:
    """The page of a list's entry; where it can't be had, the text that a feed itself gives."""
    url, why = _address(row), ""
    feed = "kind" not in row
    if url.lower().startswith(("http://", "https://")):
        try:
            got = web.get(url)
            if got.unchanged:
                web.visits[url] = replace(web.known(url), stamp=_stamp(row))
                yield Problem(url, UNCHANGED, seen=True)
                return
            found = _document(got, given, guard, row["date"] if feed else "", row.get("title", ""))
            web.remember(url, got, _stamp(row))
            yield replace(found, asked=(url,))
            return
        except PassingError as error:
            yield Problem(url, str(error).removeprefix(f"{url}: "))
            return
        except DocumentError as error:
            why = str(error).removeprefix(f"{url}: ")
            # Told once; asked for again when its date in the list changes.
            web.visits[url] = Visit(stamp=_stamp(row))
    try:
        if not feed or not words_of(row).strip():
            raise DocumentError(why or "neither a link nor a text")
        source = given.source_of(row["url"], row["sitename"])
        fields = {k: row[k] for k in ("title", "author", "url")}
        document = given.document(
            words_of(row), row["id"] or url, row["date"], source=source, **fields
        )
    except DocumentError as error:
        yield Problem(url or f"{page.url}: entry {row.get('title', '')}", str(error))
        return
    if url:
        web.visits[url] = Visit(stamp=_stamp(row))
    yield Received(
        document,
        Evidence(page.raw),
        page.url,
        row["id"],
        f"feed {row['id']}",
        page.media,
        page.headers,
        page.at,
        (url,) if url else (),
    )

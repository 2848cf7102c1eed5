"""Web pages: an article, or the entries of a live blog or an index."""

from __future__ import annotations

from dataclasses import replace

from fogline.documents.decode import SEARCHED_FOR_ZERO
from fogline.documents.formats import DocumentError, Format, Parsed, decode
from fogline.documents.web_page import asides, dates, entries, json_ld, tables, walls
from fogline.documents.web_page.markup import Element, plain, text_of


def parse(raw: bytes) -> list[Parsed]:
    """The main text of a page with what it states of itself, or each of its entries."""
    # Inside the function, for it takes a second to import and only some files need it.
    import trafilatura

    tree = trafilatura.load_html(_page(raw))
    if tree is None:
        raise _empty()
    items = json_ld.items(tree)
    meta = trafilatura.extract_metadata(tree, date_config={"extensive_search": False})
    title, author, sitename, address = (
        getattr(meta, k, None) or "" for k in ("title", "author", "sitename", "url")
    )
    found = walls.remove(tree)
    asides.unwrap(tree)
    tables.rewrite(tree)
    held = entries.entries(tree, items, address)
    if held:
        return [replace(e, sitename=sitename, author=e.author or author) for e in held]
    date = dates.published(tree, items, address)
    titles = [title, *(text_of(h) for h in tree.iter("title", "h1"))]
    text = _text(tree, found, titles) or _stated(items)
    lines = text.split("\n")
    walls.refuse(found, lines, titles)
    if not text.strip():
        raise _empty()
    return [Parsed(text, title=title, author=author, date=date, url=address, sitename=sitename)]


def _text(tree: Element, found: list[walls.Wall], titles: list[str]) -> str:
    """The main text; nothing where it is only what is left of a wall."""
    import trafilatura

    for time in [t for t in tree.iter("time") if dates.in_sentence(t)]:
        time.drop_tag()  # the extraction leaves out all others with their words
    text = trafilatura.extract(tree, include_comments=False, include_tables=True) or ""
    try:
        walls.refuse(found, text.split("\n"), titles)
    except DocumentError:
        return ""
    return str(text)


def _stated(items: list[json_ld.Item]) -> str:
    """The text that a page states as JSON-LD, where it shows none."""
    texts = (plain(json_ld.words(i, "articleBody")) for i in items if "articleBody" in i)
    return max(texts, key=len, default="")


def _empty() -> DocumentError:
    return DocumentError("no text found in this page", "save its text as .txt")


def _page(raw: bytes) -> str:
    import trafilatura.utils

    try:
        return decode(raw)
    except DocumentError as error:
        binary = b"\x00" in raw[:SEARCHED_FOR_ZERO]
        page = None if binary else trafilatura.utils.decode_file(raw)
        if not isinstance(page, str) or not page:
            raise error
        return page


FORMAT = Format(
    name="html",
    label="web pages",
    endings=(".html", ".htm"),
    media=("text/html", "application/xhtml+xml"),
    parse=parse,
)

"""When a page says that it was published: in its metadata, never in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from fogline.documents.publication import FIRST_YEAR, LAST_YEAR
from fogline.documents.web_page import json_ld
from fogline.documents.web_page.markup import Element, said, text_of
from fogline.documents.word_lists import names_of

_PARTS = ("liveBlogUpdate", "itemListElement", "item", "blogPost", "hasPart")
_URL_DAY = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)([/_-]?)(\d\d)\2(\d\d)(?=[/_.-]|$)")
# Words that a byline has beside its time; in a longer line, or one with a full stop, a <time> is
# part of a sentence and says when something happened.
_BYLINE = 8
_ELSEWHERE = ("aside", "nav", "footer", "a", "table", "blockquote")
_OTHERS = re.compile(r"related|recommend|comment|sidebar|teaser|most-?read|promo|widget")
_DAY_LETTERS = 10


def published(tree: Element, items: Sequence[json_ld.Item], address: str) -> str:
    """The day or time of publication in ISO 8601; empty where the page does not state it.

    Asked in this order: JSON-LD, <meta>, <time> in the head of the article, the address. A time
    without an offset counts as its day.
    """
    sources = (_json_ld(items, address), _meta(tree), _times(tree), day_of_address(address))
    return next(filter(None, sources), "")


def modified(tree: Element, items: Sequence[json_ld.Item], address: str) -> str:
    """When the page states that it was last changed, in ISO 8601; empty where it does not."""
    return _json_ld(items, address, "dateModified") or _meta(tree, "changed_names")


def normal(stated: str | None) -> str:
    """A date as ISO 8601; empty where it is none, or lies in no year that can be."""
    words = (stated or "").strip()
    try:
        moment = (
            datetime.fromisoformat(words) if words[:4].isdecimal() else parsedate_to_datetime(words)
        )
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return ""
    whole_day = len(words) <= _DAY_LETTERS or moment.tzinfo is None
    return moment.date().isoformat() if whole_day else moment.isoformat()


def day_of_address(address: str) -> str:
    """The day that an address names (/2022/09/10/, 2022-09-10, 20220910), or nothing."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    days = set()
    for year, _, month, day in _URL_DAY.findall(path):
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days.pop().isoformat() if len(days) == 1 else ""


def _json_ld(items: Sequence[json_ld.Item], address: str, key: str = "datePublished") -> str:
    """The date of the article that the page is about; nothing where several are and differ."""
    articles = [i for i in items if json_ld.types_of(i) & names_of("article_types")]
    parts = _parts(items)
    articles = _own(articles, address) or [i for i in articles if id(i) not in parts]
    dates = {normal(json_ld.words(i, key)) for i in articles} - {""}
    return dates.pop() if len(dates) == 1 else ""


def _own(articles: list[json_ld.Item], address: str) -> list[json_ld.Item]:
    own = []
    for item in articles:
        page = item.get("mainEntityOfPage")
        about = page if isinstance(page, dict) else {"url": page}
        named = (json_ld.words(item, "url", "@id"), json_ld.words(about, "@id", "url"))
        if address and address.rstrip("/") in {n.rstrip("/") for n in named}:
            own.append(item)
    return own


def _parts(items: Sequence[json_ld.Item]) -> frozenset[int]:
    """Identities of the items that are entries of a live blog or of a list."""
    return frozenset(
        id(held) for item in items for key in _PARTS for held in json_ld.listed(item.get(key))
    )


def _meta(tree: Element, kind: str = "date_names") -> str:
    for node in tree.iter("meta"):
        names = (node.get("property"), node.get("name"), node.get("itemprop"))
        if any(n and n.lower() in names_of(kind) for n in names) and normal(node.get("content")):
            return normal(node.get("content"))
    return ""


def _times(tree: Element) -> str:
    """The date of the elements that give one: marked as publication, else those of the byline."""
    for node in tree.iter("time", "span", "abbr", "div", "p"):
        marked = node.get("itemprop") == "datePublished" or node.get("pubdate") is not None
        stated = normal(node.get("datetime") or node.get("content") or node.get("title"))
        if marked and stated and not _is_elsewhere(node):
            return stated
    found = {s[:_DAY_LETTERS]: s for s in reversed([*_bylines(tree)])}
    return next(iter(found.values())) if len(found) == 1 else ""


def in_sentence(node: Element) -> bool:
    """Whether a <time> stands within a sentence."""
    block = node.getparent()
    while block is not None and block.tag in names_of("inline"):
        block = block.getparent()
    shown = " ".join(text_of(node).split())
    lines = text_of(block).split("\n") if block is not None else []
    line = next((each for each in lines if shown and shown in each), "")
    around = line.replace(shown, " ").split()
    return len(around) > _BYLINE or (len(around) > 1 and line.endswith((".", "!", "?", ":", ";")))


def _bylines(tree: Element) -> Iterator[str]:
    for node in tree.iter("time"):
        stated = normal(node.get("datetime"))
        updated = "modif" in (node.get("itemprop") or "").lower() or "updat" in said(node)
        if stated and not updated and not _is_elsewhere(node) and not in_sentence(node):
            yield stated


def _is_elsewhere(node: Element) -> bool:
    """Whether an element belongs to something else than the page's article."""
    above = [*node.iterancestors()]
    nested = sum(a.tag == "article" for a in above) > 1
    return nested or any(a.tag in _ELSEWHERE or _OTHERS.search(said(a)) for a in above)

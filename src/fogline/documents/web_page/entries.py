"""The entries of a live blog or an index page, each with its own time and address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import time
from urllib.parse import urldefrag, urljoin

from fogline.documents.format import Parsed
from fogline.documents.web_page import json_ld
from fogline.documents.web_page.clocks import clock_of, moments
from fogline.documents.web_page.dates import modified, normal, published
from fogline.documents.web_page.markup import Element, plain, said, text_of
from fogline.documents.word_lists import word_list

_CONTAINERS = ("article", "section", "div", "li")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ELSEWHERE = ("nav", "footer", "aside", "form")
_NOT_ENTRIES = re.compile(r"related|recommend|comment|sidebar|most-?read|promo|widget|breadcrumb")
# Words that an entry has beside its time; a list of headlines has fewer only where it says less.
_FEWEST = 4
_WORDS = re.compile(r"\w+")
# Elements that hold the clock of an entry.
_STAMPS = ("time", "span", "p", "div", "b", "strong", "a", "small")
_ANCHOR = re.compile(r"[\w.:-]+")


def entries(tree: Element, items: Sequence[json_ld.Item], address: str) -> list[Parsed]:
    """A document for each entry; none where the page is one article."""
    stated, marked = _stated(tree, items, address), _marked(tree, address)
    # Some pages state their newest updates only.
    found = max((stated, marked), key=lambda some: sum(len(one.words) for one in some))
    found = found or _clocked(tree, items, address)
    return [*_without_summary(found[:1]), *found[1:]] if len(found) > 1 else found


def _without_summary(first: list[Parsed]) -> list[Parsed]:
    """The first entry, unless it is the summary that stands at the top of a live blog and is dated
    anew with each change, though what it tells is older.
    """
    (one,) = first
    title = " ".join(_WORDS.findall(one.title.casefold()))
    if title not in word_list("standing_summaries"):
        return first
    return [Parsed(left_out=f"the standing summary {one.title!r}")]


def _stated(tree: Element, items: Sequence[json_ld.Item], address: str) -> list[Parsed]:
    """The updates of a live blog that the page states as JSON-LD."""
    updates = [u for i in items for u in json_ld.listed(i.get("liveBlogUpdate"))]
    if not updates:
        return []
    ids = {node.get("id"): node for node in tree.iter() if node.get("id")}
    found = []
    for number, update in enumerate(updates, 1):
        link = json_ld.words(update, "url", "@id")
        anchor = urldefrag(link).fragment
        text = plain(json_ld.words(update, "articleBody", "text", "description"))
        title = plain(json_ld.words(update, "headline", "name"))
        if not text and anchor in ids:
            text = _text(ids[anchor])
        date = normal(json_ld.words(update, "datePublished", "dateCreated"))
        if text or title:
            one = Parsed(
                text,
                id=anchor or link or date or str(number),
                title=title,
                date=date,
                url=_address(address, link, anchor),
                author=json_ld.named(update.get("author")),
            )
            found.append(one)
    return _distinct(found)


def _marked(tree: Element, address: str) -> list[Parsed]:
    """Entries by their markup: siblings with a time each that make up most of the page."""
    times = [t for t in tree.iter("time") if normal(t.get("datetime"))]
    base = address or str(tree.xpath("string(//base/@href)"))
    largest = _largest(tree, [*_groups(times, _is_entry)])
    return _distinct([_entry(node, base, n) for n, node in enumerate(largest, 1)])


def _clocked(tree: Element, items: Sequence[json_ld.Item], address: str) -> list[Parsed]:
    """Entries with a heading and a clock each, where the page's own times tell their days."""
    stamps = [n for n in tree.iter(*_STAMPS) if len(n) == 0 and clock_of(n.text or "")]
    largest = _largest(tree, [*_groups(stamps, _is_headed)])
    if not largest:
        return []
    clocks = [clock for node in largest if (clock := _clock(node)) is not None]
    stated = published(tree, items, address), modified(tree, items, address)
    told = moments(clocks, *stated)
    base = address or str(tree.xpath("string(//base/@href)"))
    return _distinct(
        [
            _entry(node, base, n, moment)
            for n, (node, moment) in enumerate(zip(largest, told, strict=bool(told)), 1)
        ]
    )


def _clock(node: Element) -> time | None:
    """The first line of an entry that is a clock."""
    return next(filter(None, map(clock_of, text_of(node).split("\n"))), None)


def _largest(tree: Element, groups: list[list[Element]]) -> list[Element]:
    """The group that makes up most of the page, unless it stands beside an article."""
    if not groups:
        return []
    total = _length(p for p in tree.iter("p", *_HEADINGS) if not _is_elsewhere(p))
    sizes = {k: _length(group) for k, group in enumerate(groups)}
    large = [k for k, size in sizes.items() if 2 * size >= total]
    if not large:
        return []
    largest = groups[max(large, key=lambda k: (len(groups[k]), sizes[k]))]
    return [] if _has_article_beside(tree, largest) else largest


def _has_article_beside(tree: Element, group: list[Element]) -> bool:
    """Whether the page's heading belongs to an article with words of its own and none of these
    entries: then they are what else the site has.
    """
    heading = next(tree.iter("h1"), None)
    around = heading.iterancestors("article") if heading is not None else iter(())
    article = next(around, None)
    if article is None or any(article in {n, *n.iterancestors()} for n in group):
        return False
    return sum(len(text_of(p).split()) for p in article.iter("p")) >= _FEWEST


def _groups(
    stamps: Iterable[Element], is_entry: Callable[[Element], bool]
) -> Iterator[list[Element]]:
    """The elements with a stamp each that stand beside each other."""
    holding: dict[Element, None] = {}
    for stamp in stamps:
        if not _is_elsewhere(stamp):
            holding.update(dict.fromkeys(stamp.iterancestors(*_CONTAINERS)))
    beside: dict[tuple[Element, str], list[Element]] = {}
    for node in holding:
        beside.setdefault((node.getparent(), node.tag), []).append(node)
    for group in beside.values():
        told = [n for n in group if is_entry(n)] if len(group) > 1 else []
        if len(told) > 1:
            order = {n: k for k, n in enumerate(told[0].getparent())}
            yield sorted(told, key=order.__getitem__)


def _is_entry(node: Element) -> bool:
    """Whether an element tells when it was published: by the clock, or beside a link to its page.

    A day without either is one that the text is about, as in a chronology.
    """
    heading = next(node.iter(*_HEADINGS), None)
    stated = (t.get("datetime") for t in node.iter("time") if normal(t.get("datetime")))
    dated = ":" in next(stated, "") or (heading is not None and _link(node, heading) != "")
    return dated and len(_text(node).split()) >= _FEWEST


def _is_headed(node: Element) -> bool:
    """Whether an element has a heading, a clock, and words of its own."""
    headed = next(node.iter(*_HEADINGS), None) is not None
    return headed and _clock(node) is not None and len(_text(node).split()) >= _FEWEST


def _entry(node: Element, base: str, number: int, moment: str = "") -> Parsed:
    stated = (normal(t.get("datetime")) for t in node.iter("time"))
    heading = next(node.iter(*_HEADINGS), None)
    title = text_of(heading).replace("\n", " ") if heading is not None else ""
    link = _link(node, heading)
    anchor = _anchor(node, link)
    date = moment or next(filter(None, stated), "")
    return Parsed(
        _text(node),
        # A number would be another's once the page has grown.
        id=anchor or link or date or str(number),
        title=title,
        date=date,
        url=_address(base, link, anchor),
    )


def _text(node: Element) -> str:
    """The words of an entry without those of its times."""
    lines = text_of(node).split("\n")
    times = {" ".join(text_of(t).split()) for t in node.iter("time")}
    return "\n".join(line for line in lines if line not in times and clock_of(line) is None)


def _link(node: Element, heading: Element | None) -> str:
    """Where an entry links to as its own page: its heading does, or it links to itself."""
    around = [heading, *heading.iterancestors("a")] if heading is not None else []
    links = [a.get("href") for each in around for a in each.iter("a") if a.get("href")]
    own = (a.get("href") for a in node.iter("a") if (a.get("href") or "").find("#") >= 0)
    return next(iter([*links[:1], *own]), "")


def _anchor(node: Element, link: str) -> str:
    """What an entry is called within its page."""
    if urldefrag(link).fragment:
        return urldefrag(link).fragment
    named = (n.get("id") or (n.get("name") if n.tag == "a" else "") for n in node.iter())
    return next((str(n) for n in named if n and _ANCHOR.fullmatch(n)), "")


def _address(base: str, link: str, anchor: str) -> str:
    try:
        if link and not link.startswith("#"):
            return urljoin(base, link)
        return f"{urldefrag(base).url}#{anchor}" if base and anchor else base
    except ValueError:
        return base


def _distinct(found: list[Parsed]) -> list[Parsed]:
    """Entries whose names tell them apart: one that stands twice is taken once."""
    once = list({(f.text, f.title, f.date): f for f in found}.values())
    named = Counter(f.id for f in once)
    return [replace(f, id=f"{f.id}:{k}") if named[f.id] > 1 else f for k, f in enumerate(once, 1)]


def _length(nodes: Iterable[Element]) -> int:
    return sum(len(text_of(n)) for n in nodes)


def _is_elsewhere(node: Element) -> bool:
    return any(
        a.tag in _ELSEWHERE or _NOT_ENTRIES.search(said(a)) for a in (node, *node.iterancestors())
    )

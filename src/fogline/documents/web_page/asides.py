"""An article that a page holds as an aside: it is the page's text all the same."""

from __future__ import annotations

from fogline.documents.web_page.markup import Element, text_of

_FURNITURE = ("nav", "footer", "header", "form")


def unwrap(tree: Element) -> None:
    """Make plain blocks of asides that hold most of a page's paragraphs."""
    total = _length(tree)
    for aside in [*tree.iter("aside")]:
        if 0 < total <= 2 * _length(aside):
            aside.tag = "div"
            aside.attrib.clear()


def _length(node: Element) -> int:
    paragraphs = (p for p in node.iter("p") if next(p.iterancestors(*_FURNITURE), None) is None)
    return sum(len(text_of(p)) for p in paragraphs)

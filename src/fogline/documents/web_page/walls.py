"""What stands before an article or in its place: requests for consent, money, JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fogline.documents.errors import DocumentError
from fogline.documents.web_page.markup import Element, drop, said, text_of
from fogline.documents.word_lists import read

_LEAVES = ("p", "li", "div", "span", "h1", "h2", "h3", "h4", "section", "button", "label", "dd")
# A longer line is one of an article, whatever it says of cookies.
_LONGEST = 700
# Words that a line of an article has at least; less is a button or a menu.
_FEWEST = 5
_WHOLE = frozenset({"html", "body", "head"})
# Elements that are called after a wall and are none, as the body of a page that has had one; more
# are not looked at.
_OTHERS = 40
# Characters that a wall has at most, its list of vendors included.
_LARGEST = 40_000
_COPYRIGHT = "©"
_CONTENT = ("article", "main", "h1")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Wall:
    """A kind of wall, how it is told, and what a user can do about it."""

    kind: str
    advice: str
    marks: re.Pattern[str] | None
    phrases: re.Pattern[str]
    words: frozenset[str]

    def speaks(self, line: str) -> bool:
        """Whether a line says what only such a wall says."""
        return len(line) <= _LONGEST and self.phrases.search(line.casefold()) is not None

    def owns(self, line: str) -> bool:
        """Whether a line of a marked element belongs to the wall."""
        return self.speaks(line) or not self.words.isdisjoint(_WORD.findall(line.casefold()))


@lru_cache(maxsize=1)
def walls() -> tuple[Wall, ...]:
    """The kinds of walls, as the data name them."""
    return tuple(
        Wall(
            row["kind"],
            row["advice"],
            _beginning(row["marks"], r"(?:^|[\s_-])") if row["marks"] else None,
            _beginning(row["phrases"], r"(?<!\w)"),
            frozenset(row["words"]),
        )
        for row in read("walls.toml")["wall"]
    )


def _beginning(parts: list[str], border: str) -> re.Pattern[str]:
    """Any of some parts, behind a border: "ray id" does not stand in "array identified"."""
    return re.compile(f"{border}(?:{'|'.join(map(re.escape, parts))})")


def remove(tree: Element) -> list[Wall]:
    """Take the walls out of a page; which there were, in the order of the data."""
    found = {wall.kind for wall in walls() if _remove_marked(tree, wall)}
    for node in [*tree.iter(*_LEAVES, "noscript")]:
        if node.tag != "noscript" and not _is_leaf(node):
            continue
        line = str(node.text_content())
        speaking = {wall.kind for wall in walls() if wall.speaks(line)}
        if speaking:
            drop(node)
            found |= speaking
    return [wall for wall in walls() if wall.kind in found]


def refuse(found: Iterable[Wall], lines: Iterable[str], titles: Iterable[str]) -> None:
    """Refuse a page of which nothing but a wall is left.

    Raises:
        DocumentError: a wall, and no line of an article.
    """
    known = {" ".join(t.split()) for t in titles}
    left = [
        line
        for line in lines
        if line not in known and len(line.split()) >= _FEWEST and _COPYRIGHT not in line
    ]
    wall = next(iter(found), None)
    if wall is not None and not left:
        raise DocumentError(f"the page holds only {wall.kind}, no article", wall.advice)


def _remove_marked(tree: Element, wall: Wall) -> bool:
    """Take out the elements that are called after a wall, and say whether there were any."""
    if wall.marks is None:
        return False
    root, found, others = tree.getroottree().getroot(), False, 0
    for node in [*tree.iter("*")]:
        if node.tag in _WHOLE or not wall.marks.search(said(node)):
            continue
        if node.getroottree().getroot() is not root:
            continue  # within one that is gone
        if _is_wall(node, wall):
            drop(node)
            found = True
        else:
            others += 1
        if others > _OTHERS:
            break
    return found


def _is_wall(node: Element, wall: Wall) -> bool:
    """Whether a marked element is a wall, not a page that is marked for having had one."""
    if (
        len(node.text_content()) > _LARGEST
        or next(node.iterdescendants(*_CONTENT), None) is not None
    ):
        return False
    every = text_of(node).split("\n")
    lines = [line for line in every if len(line.split()) >= _FEWEST]
    if not lines:
        return any(wall.owns(line) for line in every)
    return 2 * sum(wall.owns(line) for line in lines) >= len(lines)


def _is_leaf(node: Element) -> bool:
    """Whether an element holds one line, no others with lines of their own."""
    return all(child.tag not in _LEAVES or child.tag == "span" for child in node)

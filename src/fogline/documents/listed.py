"""What a feed or a sitemap lists, and what is no such list, half a one or a broken one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from defusedxml.ElementTree import ParseError, fromstring

from fogline.documents.format import Parsed

# Stands for the date of a page whose list gives none: such pages are asked for again, with their
# validators.
UNDATED = "listed"
_LIST_STARTS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")
# Bytes in which the first tag of a page, and its <html>, are looked for.
_START, _HEAD = 300, 1000
_BEFORE_TEXT = b"\xef\xbb\xbf \r\n\t"
# The tags that a list begins and ends with, and the bytes at its end in which the second is looked
# for: some write a comment behind it.
_OPENS = re.compile(
    rb"<((?:[\w.-]+:)?(?:rss|feed|rdf|urlset|sitemapindex))(?:\s[^>]*)?(?<!/)>", re.IGNORECASE
)
_TAIL = 2_000
# Digits of a hash that tell entries of one id apart.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a feed or sitemap.

    ``page`` is the address of its page, empty where it has none. Visits of it are noted under
    ``name``: that address, or its id with a hash of its time and words, because feeds give one id
    to several entries.
    """

    parsed: Parsed
    page: str
    name: str

    @property
    def stamp(self) -> str:
        """What tells whether it has changed."""
        return self.parsed.date or self.parsed.id or UNDATED


def list_entries(found: Sequence[Parsed]) -> list[ListEntry]:
    """The entries of a list, told apart. An id that looks like an address stands for the page of an
    entry without a link, unless several entries have it.
    """
    ids = Counter(one.id for one in found if not one.url)
    entries = []
    for one in found:
        address = one.url or (one.id if ids[one.id] == 1 else "")
        page = address if address.lower().startswith(("http://", "https://")) else ""
        entries.append(ListEntry(one, page, page or _name(one)))
    return entries


def _name(one: Parsed) -> str:
    """The name of an entry that has no page; empty where it has neither link nor id."""
    own = one.url or one.id
    said = "\0".join((one.date, one.title, one.text))
    return f"{own}#{hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]}" if own else ""


def is_list(raw: bytes) -> bool:
    """Whether bytes are XML, and no web page written as XML."""
    start = raw[:_START].lstrip(_BEFORE_TEXT).lower()
    return start.startswith(_LIST_STARTS) and b"<html" not in raw[:_HEAD].lower()


def is_cut(raw: bytes) -> bool:
    """Whether a list begins and does not end: what it names would be read in part."""
    opened = _OPENS.search(raw[:_HEAD])
    return opened is not None and b"</" + opened[1].lower() not in raw[-_TAIL:].lower()


def breach(raw: bytes) -> str:
    """Where a list is no well-formed XML; of its entries some may then run into each other."""
    try:
        fromstring(raw)
    except (ParseError, ValueError, LookupError) as error:
        return f"broken XML ({str(error)[:100]})"
    return ""

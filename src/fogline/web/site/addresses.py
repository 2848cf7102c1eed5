"""Where a published site keeps what the server answers: the one table, for Python and the scripts.

To publish a further address add a row to :data:`ROWS`, and ask for it in the module that asks
for its like. An address without a row has no file: links to it become plain text.

Files that no address of the server has an answer in (the list of claims, chances by day, the days
of the panels) are written and read by name: ``data/claims.json.gz`` and the like.

A pattern is a path with its parameters, such as ``/panel/changes?since={since}&day={day}``. In a
file's name ``{day:7}`` is the beginning of a value, and ``{claim:#}`` its bucket, of 256.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# What a row's file is: a page or another plain file, a file with many texts by their addresses, the
# fronts of many days, or what a script works out of a file. PLAIN keeps the query of its links.
PLAIN, TEXTS, FRONTS, MADE = "plain", "texts", "fronts", "made"
# The page that shows a text by its address.
VIEW = "view.html"


@dataclass(frozen=True)
class Row:
    """An address of the server and its file; ``page`` says whether links lead to it.

    ``query`` says whether the page reads any further parameters of its address.
    """

    pattern: str
    file: str
    kind: str = PLAIN
    page: bool = False
    query: bool = False


ROWS = (
    Row("/", "index.html", page=True, query=True),
    Row("/claims", "claims.html", page=True, query=True),
    Row("/changes", "changes.html", page=True),
    Row("/pockets", "pockets.html", page=True),
    Row("/sources", "sources.html", page=True),
    Row("/sources?by=publisher", "sources.html", page=True),
    Row("/sources?by=speaker", "speakers.html", page=True),
    Row("/about", "about.html", page=True),
    Row("/claims/{claim}", "data/claim/{claim:#}.json.gz", TEXTS, page=True),
    Row("/documents/{document}", "data/document/{document:#}.json.gz", TEXTS, page=True),
    Row("/sources/{name}?by={by}", "data/source/{name:#}.json.gz", TEXTS, page=True),
    Row("/panel/changes?since={since}&day={day}", "data/changes/{day:7}.json.gz", TEXTS),
    Row("/panel/places/{place}?day={day}", "data/place/{place:#}.json.gz", MADE),
    Row("/api/v1/front?day={day}", "data/front/{day:7}.json.gz", FRONTS),
    Row("/api/v1/symbols?day={day}", "data/symbols/{day:7}.json.gz", TEXTS),
    Row("/api/v1/layers?day={day}", "data/layers/{day:7}.json.gz", FRONTS),
    Row("/api/v1/changed?since={since}&day={day}", "data/changed/{day:7}.json.gz", FRONTS),
    Row("/api/v1/holders?day={day}", "data/holders/{day}.json.gz"),
    Row("/api/v1/timeline", "data/timeline.json"),
    Row("/api/v1/war", "data/war.json"),
    Row("/api/v1/places?lang=en", "data/places.json.gz"),
    Row("/api/v1/places?lang={lang}", "data/places-{lang}.json.gz"),
    Row("/api/v1/search?q={q}", "data/names.json.gz", MADE),
    Row("/basemap.geojson", "data/basemap.geojson"),
    Row("/water.geojson", "data/water.geojson"),
    Row("/sides.css", "sides.css"),
    Row("/static/{name}", "static/{name}"),
    Row("/vendor/{name}", "vendor/{name}"),
)
# Addresses that scripts ask only where a server answers.
SERVED_ONLY = (
    "/api/v1/review",
    "/api/v1/front.svg",
    "/api/v1/claims/",
    "/embed",
    "/panel/compare",
    "/review",
    "/tiles/",
)

_FIELD = re.compile(r"\{(\w+)(?::(\d+|#))?\}")
# FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
_OFFSET, _PRIME, _WORD, _BUCKETS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF, 0xFF


class RowRecord(TypedDict):
    """A row as the scripts get it."""

    path: str
    asked: list[list[str]]
    file: str
    kind: str
    page: bool
    query: bool


class Addresses:
    """The rows of a site: those of :data:`ROWS`, and those of pages that only this site has."""

    def __init__(self, more: Iterable[Row] = ()) -> None:
        self.rows = (*ROWS, *more)

    def find(self, address: str) -> tuple[Row, dict[str, str]] | None:
        """The row of an address, with the values of its pattern; none if it has no file."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        for row in self.rows:
            values = _matched(row, parts.path, asked)
            if values is not None:
                return row, values
        return None

    def file(self, address: str) -> str | None:
        """The file that has an address's answer."""
        found = self.find(address)
        return filled(found[0].file, found[1]) if found else None

    def link(self, address: str) -> str | None:
        """What a page of the site links to for an address; none if it has nothing to show."""
        found = self.find(address)
        if found is None:
            return None
        row, values = found
        parts = urlsplit(address)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if row.kind == TEXTS and row.page:
            return f"{VIEW}?{urlencode({'at': _key(row, values)})}{fragment}"
        query = f"?{parts.query}" if row.query and parts.query else ""
        return f"{filled(row.file, values)}{query}{fragment}"

    def key(self, address: str) -> str:
        """An address in one spelling: the name of its text in its file."""
        found = self.find(address)
        return _key(*found) if found else address

    def records(self) -> list[RowRecord]:
        """The rows as the scripts get them."""
        out: list[RowRecord] = []
        for row in self.rows:
            parts = urlsplit(row.pattern)
            out.append(
                {
                    "path": parts.path,
                    "asked": [list(pair) for pair in parse_qsl(parts.query)],
                    "file": row.file,
                    "kind": row.kind,
                    "page": row.page,
                    "query": row.query,
                }
            )
        return out


def _matched(row: Row, path: str, asked: Mapping[str, str]) -> dict[str, str] | None:
    pattern = urlsplit(row.pattern)
    wanted = dict(parse_qsl(pattern.query))
    if not row.query and set(asked) != set(wanted):
        return None
    if pattern.path.count("/") != path.count("/"):
        return None
    pairs = zip(pattern.path.split("/"), path.split("/"), strict=True)
    values: dict[str, str] = {}
    given = [(p, unquote(v)) for p, v in pairs] + [(w, asked[n]) for n, w in wanted.items()]
    for part, value in given:
        if field := _FIELD.fullmatch(part):
            if not value:
                return None
            values[field[1]] = value
        elif part != value:
            return None
    return values


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern with its values."""

    def value(found: re.Match[str]) -> str:
        given, form = values[found[1]], found[2]
        if form == "#":
            return bucket(given)
        return given[: int(form)] if form else given

    return _FIELD.sub(value, pattern)


def _key(row: Row, values: Mapping[str, str]) -> str:
    """An address in one spelling."""
    return filled(row.pattern, {n: quote(v, safe=":") for n, v in values.items()})


def bucket(value: str) -> str:
    """Which of 256 files has a value."""
    found = _OFFSET
    for byte in value.encode():
        found = ((found ^ byte) * _PRIME) & _WORD
    return f"{found & _BUCKETS:02x}"

"""The settings of a server."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from fogline.errors import UsageError
from fogline.web.links import safe_link

LOCAL = ("localhost", "127.0.0.1", "::1")
# Characters of a review token, at least: too many to guess.
_TOKEN = 16
_LAST_PORT = 65_535
# The scheme, host and port of a site; nothing that would add to a header's value.
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?")


@dataclass(frozen=True)
class Settings:
    """What is served, where, and to whom.

    ``ledger`` is a file or a PostgreSQL URL; one read in several theatres needs ``theatre``.
    ``start`` and ``end`` are the estimate's first and last day. Without them it begins on the
    theatre's first day, or the first claim's, and ends on the last claim's. ``names`` are host
    names that requests may ask for, beside the loopback's and ``host``. ``review`` is the token
    that judgements need; without one nothing can be written. ``rate`` is the most requests a minute
    and client, 0 for no limit. ``tiles`` is a PMTiles file, or ``style`` the URL of a MapLibre
    style, for a base map in place of the packaged one. ``patience`` is how many seconds a request
    waits for an answer that has to be worked out, before it is told to ask again. ``lenses`` is how
    many estimates are kept in memory. ``cache`` is the folder in which what was worked out is kept
    for the next start; without one nothing is. ``embed_on`` are the origins of the sites whose
    pages may frame ``/embed``; without any, none may. Without
    ``texts`` only the marked words of sentences are shown, and no text of a document.

    Raises:
        UsageError: a value that can't be; the message names it and what is allowed.
    """

    ledger: str
    theatre: str = ""
    start: date | None = None
    end: date | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    review: str = ""
    rate: int = 0
    tiles: Path | None = None
    style: str = ""
    patience: float = 0.4
    lenses: int = 6
    cache: Path | None = None
    embed_on: tuple[str, ...] = ()
    texts: bool = True

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            days = f"from {self.start} to {self.end}"
            raise UsageError(days, "the days end before they start", "swap them")
        if not 0 <= self.port <= _LAST_PORT:
            allowed = f"give one from 1 to {_LAST_PORT}, or 0 for any that is free"
            raise UsageError(f"port {self.port}", allowed)
        token = self.review
        if token and not (len(token) >= _TOKEN and token.isprintable() and token.isascii()):
            allowed = f"give a token of at least {_TOKEN} printable ASCII characters"
            raise UsageError("review", allowed)
        if self.rate < 0 or self.lenses < 1 or self.patience <= 0:
            numbers = f"rate {self.rate}, lenses {self.lenses}, patience {self.patience:g}"
            raise UsageError(numbers, "give 0, 1 and more than 0 at least")
        if self.cache is not None and self.cache.exists() and not self.cache.is_dir():
            raise UsageError(f"cache {str(self.cache)!r}", "not a folder", "name another one")
        for origin in self.embed_on:
            if not _ORIGIN.fullmatch(origin):
                advice = "give its scheme and host, such as https://example.org"
                raise UsageError(f"embed on {origin!r}", "that is no origin of a site", advice)
        self._check_base_map()

    def _check_base_map(self) -> None:
        if self.tiles is not None and not self.tiles.is_file():
            what = f"tiles {str(self.tiles)!r}"
            raise UsageError(what, "no such file", "give a PMTiles file")
        if self.style and self.tiles:
            raise UsageError("tiles and style", "give one base map, not both")
        if self.style and not safe_link(self.style):
            allowed = "give the http or https address of a MapLibre style"
            raise UsageError(f"style {self.style!r}", allowed)

    @property
    def of_answers(self) -> str:
        """The settings on which answers depend, as words: not where they go, nor how fast."""
        return repr(
            replace(
                self, ledger="", host=LOCAL[0], port=0, names=(), review="", rate=0, tiles=None,
                style="", patience=1, lenses=1, cache=None,
            )
        )  # fmt: skip

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOCAL or _is_loopback(self.host)

    @property
    def hosts(self) -> frozenset[str]:
        """Host names that requests may ask for."""
        own = () if self.host in {"0.0.0.0", "::"} else (self.host,)
        return frozenset(n.casefold() for n in (*LOCAL, *own, *self.names))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""What a server is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from fogline.errors import FoglineError
from fogline.web.told import safe_link

LOCAL = ("localhost", "127.0.0.1", "::1")
_TOKEN, _PORTS = 16, 65_535


@dataclass(frozen=True)
class Settings:
    """``ledger`` is a file or a PostgreSQL URL, ``theatre`` is needed where the ledger was read in several.

    ``start`` and ``end`` are the estimate's first and last day; without them the theatre's first day, or the first claim's, and the last
    claim's.
    ``names`` are host names that requests may ask for, beside the loopback's and ``host``. ``review`` is the token that judgements
    need; without one nothing can be written. ``rate`` is the most requests a minute and client, 0 for no limit. ``tiles`` is a PMTiles
    file, or ``style`` the URL of a MapLibre style, for a base map in place of the packaged one. ``patience`` is how many seconds a
    question waits for an answer that has to be worked out before it is told to ask again; ``lenses`` is how many estimates are kept.

    Raises:
        FoglineError: a value that can't be; the message names it and what is allowed.
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

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise FoglineError(
                f"from {self.start} to {self.end}: the days end before they start; swap them"
            )
        if not 0 <= self.port <= _PORTS:
            raise FoglineError(
                f"port {self.port}: give one from 1 to {_PORTS}, or 0 for any that is free"
            )
        if self.review and (
            len(self.review) < _TOKEN or not self.review.isprintable() or not self.review.isascii()
        ):
            raise FoglineError(
                f"review: give a token of at least {_TOKEN} printable ASCII characters"
            )
        if self.rate < 0 or self.lenses < 1 or self.patience <= 0:
            raise FoglineError(
                f"rate {self.rate}, lenses {self.lenses}, patience {self.patience:g}: give 0, 1 and more than 0 at least"
            )
        if self.tiles is not None and not self.tiles.is_file():
            raise FoglineError(f"tiles {str(self.tiles)!r}: no such file; give a PMTiles file")
        if self.style and self.tiles:
            raise FoglineError("tiles and style: give one base map, not both")
        if self.style and not safe_link(self.style):
            raise FoglineError(
                f"style {self.style!r}: give the http or https address of a MapLibre style"
            )

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

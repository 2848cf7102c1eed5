"""What the parts of a publication share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from fogline.control import Control
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.server import Server
from fogline.web.site.addresses import Addresses, Row
from fogline.web.site.asking import Client
from fogline.web.site.folder import SiteFolder
from fogline.web.site.shelves import Shelves

# How many steps of a long task pass between two words about it.
_TOLD = 50


@dataclass(frozen=True)
class Month:
    """The days of a calendar month that a site has."""

    first: date
    last: date

    @property
    def address(self) -> str:
        """What changed hands in it."""
        return f"/changes?since={self.first}&day={self.last}"

    @property
    def name(self) -> str:
        """The month as year and month."""
        return f"{self.last:%Y-%m}"


@dataclass(frozen=True)
class Site:
    """A site that is being written: what of, what with, and where to."""

    server: Server
    client: Client
    folder: SiteFolder
    snapshot: LedgerSnapshot
    control: Control
    months: Sequence[Month]
    title: str
    say: Callable[[str], None]

    @cached_property
    def addresses(self) -> Addresses:
        """The table of addresses, with the pages of this site's months."""
        return Addresses(Row(m.address, f"changes-{m.name}.html", page=True) for m in self.months)

    @property
    def dates(self) -> list[date]:
        """The days of the map."""
        first = self.control.first_shown
        return [first + timedelta(k) for k in range((self.control.last - first).days + 1)]

    def file(self, address: str) -> str:
        """The file of an address that has a row in the table."""
        found = self.addresses.file(address)
        assert found is not None, address
        return found

    async def shelve(self, shelves: Shelves, address: str) -> None:
        """Ask for an address and keep its answer among texts."""
        shelves.put(
            self.file(address), self.addresses.key(address), await self.client.text(address)
        )

    def put(self, shelves: Shelves) -> None:
        """Write the files of texts."""
        for name, written in shelves.files():
            self.folder.write(name, written)

    def progress(self, what: str, done: int, of: int, every: int = _TOLD) -> None:
        """Tell now and then how far a long task is."""
        if done % every == 0 or done == of:
            self.say(f"{what}: {done:,} of {of:,}")

"""What an export kind is: the protocol that plug-ins follow, and what a kind is asked to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from fogline.exports.errors import ExportError
from fogline.model import ClaimRow, claim_rows
from fogline.theatre import Theatre

if TYPE_CHECKING:
    from fogline.control import Control
    from fogline.exports.layers import Layers

# Places that changed hands are counted from so many days before, if no day is given.
CHANGE_DAYS = 7


@dataclass(frozen=True, eq=False)
class ExportRequest:
    """What to write: the claims of a ledger's view and, for kinds that need it, their estimate.

    ``day`` is the day of the front and ``since`` the one from which changes of hands count; none
    are the estimate's last day and a week before. ``layer`` is for the kinds that write one layer.
    """

    claims: pa.Table
    theatre: Theatre
    control: Control | None = None
    day: date | None = None
    since: date | None = None
    layer: str = "areas"

    def rows(self) -> Iterator[ClaimRow]:
        """The claims, one by one."""
        return claim_rows(self.claims)

    @cached_property
    def layers(self) -> Layers:
        """The claims and what follows from them on the day, as layers of a map.

        Raises:
            ExportError: there is no estimate.
            ControlError: a day that was not estimated.
        """
        # The estimate and the front take a second to load; the kinds of claims go without them.
        from fogline.exports.map_layers import layers_of

        if self.control is None:
            raise ExportError("export", "it needs an estimate of control, not only a theatre")
        last = self.day or self.control.last
        first = self.since or max(self.control.first, last - timedelta(CHANGE_DAYS))
        return layers_of(
            self.claims, self.control, last, first if self.since or first < last else None
        )


class Exporter(Protocol):
    """A kind of export. Plug-ins give one in the entry-point group ``fogline.exports``."""

    @property
    def name(self) -> str:
        """What the user asks for: ``fogline export NAME``."""

    @property
    def summary(self) -> str:
        """What it writes, in a few words for help and docs."""

    @property
    def opens_in(self) -> str:
        """Programs that open it."""

    @property
    def ending(self) -> str:
        """The ending of its files, without a dot."""

    @property
    def needs_estimate(self) -> bool:
        """Whether it needs an estimate of control; else claims and theatre are enough."""

    @property
    def extra(self) -> str:
        """The extra that must be installed (``pip install 'fogline[EXTRA]'``); empty for none."""

    @property
    def folder(self) -> bool:
        """Whether it is a folder of files instead of one file."""

    @property
    def text(self) -> bool:
        """Whether it is text that a terminal can show."""

    @property
    def one_layer(self) -> bool:
        """Whether it writes one layer, which the user names."""

    def write(self, asked: ExportRequest, /) -> Mapping[str, bytes]:
        """The files by name."""


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A kind of export that a function writes; an :class:`Exporter`."""

    name: str
    summary: str
    opens_in: str
    ending: str
    write: Callable[[ExportRequest], Mapping[str, bytes]]
    needs_estimate: bool = True
    extra: str = ""
    folder: bool = False
    text: bool = True
    one_layer: bool = False

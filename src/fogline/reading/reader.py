"""The seam of readers: what a reader is, which there are, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Protocol

from fogline.model import Document, Reading
from fogline.reading.encoder.ensemble import Ensemble
from fogline.reading.encoder.session import is_encoder, open_encoder
from fogline.reading.errors import UnknownReaderError
from fogline.reading.limits import Limits
from fogline.reading.map_legend import Legend
from fogline.reading.map_reader import MapReader
from fogline.reading.model import load
from fogline.reading.table_reader import TableReader
from fogline.reading.text_reader import TextReader
from fogline.theatre import Theatre

LINEAR, ENCODER, MAPS, TABLES = "linear", "encoder", "maps", "tables"
PACKAGED = (ENCODER, LINEAR, MAPS, TABLES)
# The group of entry points in which installed packages offer readers: each names a callable
# that takes a theatre and the keyword ``undated``, and gives a reader.
GROUP = "fogline.readers"


class Reader(Protocol):
    """Turns documents into readings.

    ``version`` is what its claims carry as their reader; ``fingerprint`` changes whenever its
    readings may, so that a ledger knows what to read again; ``languages`` are codes of the
    languages that it reads, empty for maps. A class that names this one as its base has the
    usual limits.
    """

    @property
    def name(self) -> str:
        """The name it is opened by."""

    @property
    def version(self) -> str:
        """Name and version, as claims carry them."""

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it reads."""

    @property
    def limits(self) -> Limits:
        """What it takes."""
        return Limits()

    def read(self, document: Document) -> Reading:
        """Read one document.

        Raises:
            ReadingError: the document can't be read.
        """


def reader_names() -> tuple[str, ...]:
    """The readers that can be opened by name: the packaged ones, then those installed."""
    return (*PACKAGED, *sorted(name for name in _installed() if name not in PACKAGED))


def open_reader(
    spec: str,
    theatre: Theatre,
    *,
    undated: bool = False,
    holder: str = "",
    sides: Mapping[str, str] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    columns: str = "",
) -> Reader:
    """Open a reader by name, or by the path of a model file made by ``fogline train``.

    ``undated`` reads texts without a day of publication although they have relative days.
    ``columns`` is for tables: a file with the user's words for types of events and actors. The
    others are for maps: ``holder`` is a side's label for all polygons, or the property that
    names it, ``sides`` the side's label of values of that property (``-`` leaves them out), and
    ``where`` the properties that a polygon must have, each with the values that serve.

    Raises:
        ReadingError: no such reader, a model file that can't be used, or a map without holder.
    """
    if spec == LINEAR:
        return TextReader(load(), theatre, undated=undated)
    if spec == ENCODER:
        return _with_encoder("", theatre, undated)
    if spec == MAPS:
        return _maps(theatre, holder, sides or {}, where or {})
    if spec == TABLES:
        return TableReader(theatre, columns)
    offered = _installed().get(spec)
    if offered is not None:
        return _plugged(offered, theatre, undated)
    if Path(spec).suffix == ".zip" or Path(spec).is_file():
        if is_encoder(spec):
            return _with_encoder(spec, theatre, undated)
        return TextReader(load(spec), theatre, undated=undated)
    raise UnknownReaderError(
        f"reader {spec!r}",
        f"no such reader: there are {', '.join(reader_names())}",
        "or give the path of a model file made by fogline train",
    )


def _maps(
    theatre: Theatre, holder: str, sides: Mapping[str, str], where: Mapping[str, Sequence[str]]
) -> Reader:
    if not holder:
        raise UnknownReaderError(
            "reader maps", "a map needs a holder", "give a side's label or a property"
        )
    wanted = tuple((name, tuple(values)) for name, values in where.items())
    return MapReader(theatre, Legend(holder, tuple(sides.items()), wanted))


def _with_encoder(file: str, theatre: Theatre, undated: bool) -> Reader:
    """The encoder of a file, or the packaged one, averaged with its linear models."""
    encoder = open_encoder(file)
    return TextReader(
        encoder.linear, theatre, undated=undated, name=ENCODER, judge=Ensemble(encoder)
    )


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _plugged(offered: EntryPoint, theatre: Theatre, undated: bool) -> Reader:
    try:
        make = offered.load()
    except (ImportError, AttributeError) as error:
        raise UnknownReaderError(
            f"reader {offered.name!r}", f"{offered.value} can't be loaded: {error}"
        ) from error
    reader: Reader = make(theatre, undated=undated)
    return reader

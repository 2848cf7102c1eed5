"""The seam of readers: what a reader is, which there are, and how one is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Protocol, TypeVar

from fogline.model import Cue, Document, Reading
from fogline.reading.encoder.ensemble import Ensemble
from fogline.reading.encoder.session import is_encoder, open_encoder
from fogline.reading.errors import UnknownReaderError
from fogline.reading.limits import Limits
from fogline.reading.llm.ahead import ahead
from fogline.reading.llm.large_model import LargeModel
from fogline.reading.llm.pair import PairReader, how_read
from fogline.reading.llm.pair_calibration import PairCalibration
from fogline.reading.llm.reader import LlmReader
from fogline.reading.map_legend import Legend
from fogline.reading.map_reader import MapReader
from fogline.reading.model import CYRILLIC, load
from fogline.reading.table_reader import TableReader
from fogline.reading.text_reader import TextReader
from fogline.theatre import Theatre

LINEAR, ENCODER, MAPS, TABLES, LLM = "linear", "encoder", "maps", "tables", "llm"
PACKAGED = (ENCODER, LINEAR, MAPS, TABLES, LLM)
# Between the names of two readers that read together, of which the second is ``llm``.
AND = "+"
# The group of entry points in which installed packages offer readers: each names a callable
# that takes a theatre and the keyword ``undated``, and gives a reader.
GROUP = "fogline.readers"
Item = TypeVar("Item")


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
    large: LargeModel | None = None,
    judged: Iterable[tuple[tuple[Cue, ...], bool]] = (),
) -> Reader:
    """Open a reader by name, or by the path of a model file made by ``fogline train``.

    ``undated`` reads texts without a day of publication although they have relative days.
    ``columns``, for tables, is a file with the user's words for types of events and actors.
    ``large``, for ``llm`` and ``encoder+llm``, is the model that is asked; ``judged`` are the cues
    of claims that people judged, and whether they were accepted: two readers learn from them. For
    maps, ``holder`` is a side's label for all polygons or the property that names it, ``sides`` the
    label of values of that property (``-`` leaves them out), and ``where`` the properties that a
    polygon must have, each with the values that serve.

    Raises:
        ReadingError: no such reader, a model file that can't be used, or a map without holder.
    """
    if large is not None or spec == LLM or spec.endswith(AND + LLM):
        return _with_llm(spec, theatre, undated, large, judged)
    if spec == LINEAR:
        return TextReader(load(), theatre, undated=undated, cyrillic=load(packaged=CYRILLIC))
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
        return _of_file(spec, theatre, undated)
    raise UnknownReaderError(
        f"reader {spec!r}",
        f"no such reader: there are {', '.join(reader_names())}",
        "or give the path of a model file made by fogline train",
    )


def read_ahead(
    reader: Reader, items: Iterable[Item], document_of: Callable[[Item], Document | None]
) -> Iterable[Item]:
    """The items in their order, for a reader that can begin with documents before it reads them;
    ``document_of`` gives an item's document, or none.
    """
    asking = reader.llm if isinstance(reader, PairReader) else reader
    return ahead(asking, items, document_of) if isinstance(asking, LlmReader) else items


def _with_llm(
    spec: str,
    theatre: Theatre,
    undated: bool,
    large: LargeModel | None,
    judged: Iterable[tuple[tuple[Cue, ...], bool]],
) -> Reader:
    """The reader that asks a large model, alone or beside another."""
    if large is None or not (spec == LLM or spec.endswith(AND + LLM)):
        raise UnknownReaderError(
            f"reader {spec!r}",
            "it asks a model, and none is named" if large is None else "it asks no large model",
            "give --reader llm with --model NAME and --endpoint URL",
        )
    asking = LlmReader(large, load(), theatre, undated=undated)
    if spec == LLM:
        return asking
    other = open_reader(spec.removesuffix(AND + LLM), theatre, undated=undated)
    if not isinstance(other, TextReader):
        raise UnknownReaderError(
            f"reader {spec!r}", f"{other.name} reads no texts", "give encoder+llm or linear+llm"
        )
    verdicts = ((how_read(cues), accepted) for cues, accepted in judged)
    return PairReader(other, asking, PairCalibration.learned(verdicts))


def _maps(
    theatre: Theatre, holder: str, sides: Mapping[str, str], where: Mapping[str, Sequence[str]]
) -> Reader:
    if not holder:
        raise UnknownReaderError(
            "reader maps", "a map needs a holder", "give a side's label or a property"
        )
    wanted = tuple((name, tuple(values)) for name, values in where.items())
    return MapReader(theatre, Legend(holder, tuple(sides.items()), wanted))


def _of_file(path: str, theatre: Theatre, undated: bool) -> Reader:
    """The reader of a model file, of either kind."""
    if is_encoder(path):
        return _with_encoder(path, theatre, undated)
    return TextReader(load(path), theatre, undated=undated)


def _with_encoder(file: str, theatre: Theatre, undated: bool) -> Reader:
    """The encoder of a file, or the packaged one, averaged with its linear models; texts in
    Ukrainian and Russian, which its network does not read, have packaged models of their own.
    """
    encoder, cyrillic = open_encoder(file), None if file else load(packaged=CYRILLIC)
    judge = Ensemble(encoder)
    return TextReader(
        encoder.linear, theatre, undated=undated, name=ENCODER, judge=judge, cyrillic=cyrillic
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

"""What plugs in, as the commands name and list it: readers, estimators, formats and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    import pyarrow as pa

    from fogline.control import Control, Options
    from fogline.model import Document, Reading
    from fogline.theatre import Theatre

# The names that serve where none is given.
LINEAR, FIELD = "linear", "field"


class Reader(Protocol):  # alias until merged
    """A reader, as the commands use it."""

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document."""

    def read(self, document: Document) -> Reading:
        """Read one document."""


def open_reader(spec: str, theatre: Theatre, *, undated: bool) -> Reader:
    """The reader of a name or of a model file; fogline's own where none is named."""
    from fogline import reading

    opened = getattr(reading, "open_reader", _LinearReader)  # alias until merged
    reader: Reader = opened(spec or LINEAR, theatre, undated=undated)
    return reader


@dataclass(frozen=True)
class _LinearReader:  # alias until merged
    spec: str
    theatre: Theatre
    undated: bool

    @property
    def fingerprint(self) -> str:
        from fogline.reading import How

        return How.text(self.theatre, model=self.adding["model"]).setting

    @property
    def adding(self) -> dict[str, Any]:
        """How :meth:`Ledger.add` is asked for this reader."""
        return {"model": "" if self.spec == LINEAR else self.spec, "undated": self.undated}

    def read(self, document: Document) -> Reading:
        from fogline.reading import read_document

        return read_document(document, self.theatre, **self.adding)


def adding(reader: Reader) -> dict[str, Any]:  # alias until merged
    """How :meth:`Ledger.add` is asked for a reader."""
    return reader.adding if isinstance(reader, _LinearReader) else {"reader": reader}


def estimate(view: pa.Table, options: Options, estimator: str) -> Control:
    """An estimate by the estimator of a name; by fogline's own where none is named."""
    from fogline import control

    if hasattr(control, "open_estimator"):  # alias until merged
        made: Control = getattr(control, "estimate")(view, options, estimator or FIELD)  # noqa: B009
        return made
    return control.estimate(view, options)


def input_formats() -> Iterable[tuple[str, str]]:
    """The input formats: their endings and what they are."""
    from fogline import documents

    listed = getattr(documents, "input_formats", tuple)  # alias until merged
    for form in listed():
        yield ", ".join(form.endings) or form.name, form.label


@dataclass(frozen=True)
class Export:  # alias until merged
    """A kind of export, as the command uses it."""

    name: str
    summary: str
    needs_estimate: bool
    folder: bool
    text: bool
    one_layer: bool


def export_kinds() -> Mapping[str, Export]:
    """The kinds of exports by name."""
    from fogline import exports

    listed = getattr(exports, "kinds", None)
    if listed is not None:
        known: Mapping[str, Export] = listed()
        return known
    layer = ("geojson", "geoparquet")  # alias until merged, down to the end of this function
    binary = ("geoparquet", "gpkg", "pmtiles")
    return {
        name: Export(name, "", needs, name == "package", name not in binary, name in layer)
        for name, needs in exports.KINDS.items()
    }


class ListsFormats(click.Command):
    """A command whose help ends with the input formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats, from their registry."""
        _definitions(formatter, "Input formats", input_formats())


class ListsExports(click.Command):
    """A command whose help ends with the kinds of exports."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the kinds, from their registry."""
        rows = ((name, kind.summary) for name, kind in export_kinds().items())
        _definitions(formatter, "Kinds", rows)


def _definitions(
    formatter: click.HelpFormatter, title: str, rows: Iterable[tuple[str, str]]
) -> None:
    described = [(name, what) for name, what in rows if what]
    if described:
        with formatter.section(title):
            formatter.write_dl(described)

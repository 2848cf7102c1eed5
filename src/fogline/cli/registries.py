"""The input formats and kinds of exports that there are, as the commands name and list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fogline.exports import Exporter


def input_formats() -> Iterable[tuple[str, str]]:
    """The input formats: their endings and what they are."""
    from fogline import documents

    for form in documents.input_formats():
        yield ", ".join(form.endings) or form.name, form.label


def export_kinds() -> Mapping[str, Exporter]:
    """The kinds of exports by name."""
    from fogline import exports

    return exports.kinds()


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

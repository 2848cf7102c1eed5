"""Tables of results drawn for the terminal."""

from __future__ import annotations

import io
import shutil
from dataclasses import fields
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fogline import claim_text
from fogline.escaping import escape_controls
from fogline.exports.rows import cell, rows_of
from fogline.model import ClaimRow, claim_rows

# Columns and lines where the terminal does not say.
_SIZE = (140, 24)
_CLAIM = {field.name for field in fields(ClaimRow)}


def drawn(view: pa.Table) -> str:
    """A table as wide as the terminal; of claims one line each, in words."""
    return _claims(view) if set(view.column_names) == _CLAIM else _any(view)


def _claims(view: pa.Table) -> str:
    table = Table(caption=f"{view.num_rows:,} claims", caption_justify="left", title_justify="left")
    for name in (*claim_text.COLUMNS, "words", "published"):
        table.add_column(name, overflow="fold")
    for row in claim_rows(view):
        words = dict(zip(claim_text.COLUMNS, claim_text.cells(row), strict=True))
        words["speaker"] += _standing(row)
        last = (row.trigger, claim_text.published_day(row))
        table.add_row(*map(shown, (*words.values(), *last)))
    return _as_wide_as_the_terminal(table)


def _standing(row: ClaimRow) -> str:
    """How often a claim was copied, and what people made of it."""
    copies = f" (+{row.copies} copies)" if row.copies else ""
    return copies + (f" [{row.judged}]" if row.judged else "")


def _any(view: pa.Table) -> str:
    table = Table()
    for name in view.column_names:
        kind = view.schema.field(name).type
        number = pa.types.is_floating(kind) or pa.types.is_integer(kind)
        table.add_column(
            name.replace("_", " "), overflow="fold", justify="right" if number else "left"
        )
    for row in rows_of(view):
        table.add_row(*(shown(_short(cell(n, v))) for n, v in row.items()))
    return _as_wide_as_the_terminal(table)


def _as_wide_as_the_terminal(table: Table) -> str:
    console = Console(file=io.StringIO(), width=shutil.get_terminal_size(_SIZE).columns)
    with console.capture() as written:
        console.print(table)
    return written.get()


def shown(words: str) -> Text:
    """Words of a document as a cell, so that a terminal neither obeys them nor takes them for
    markup.
    """
    return Text(escape_controls(words))


def _short(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

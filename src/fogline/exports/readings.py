"""Readings as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from fogline.exports.csv import as_csv
from fogline.exports.errors import ExportError
from fogline.exports.html import as_page
from fogline.exports.jsonl import as_line
from fogline.model import Reading
from fogline.theatre import Theatre


def reading_as(
    form: str, readings: Sequence[Reading], theatre: Theatre, *, more: bool = False
) -> str:
    """Readings in one of :data:`READING_FORMS`: ``jsonl`` (one a line), ``csv`` (a row a claim) or
    ``html`` (a page of its own). ``more`` of them have no head, and go on with what was written
    before; a page can't.

    Raises:
        ExportError: no such form, or more of a page.
    """
    if form not in READING_FORMS:
        raise ExportError(f"form {form!r}", f"give one of {', '.join(READING_FORMS)}")
    return READING_FORMS[form](readings, theatre, more)


def _jsonl(readings: Sequence[Reading], _theatre: Theatre, _more: bool) -> str:
    return "".join(as_line(r) + "\n" for r in readings)


def _csv(readings: Sequence[Reading], _theatre: Theatre, more: bool) -> str:
    return as_csv(readings, head=not more)


def _html(readings: Sequence[Reading], theatre: Theatre, more: bool) -> str:
    if more:
        raise ExportError("form 'html'", "a page has all its readings", "give them at once")
    return as_page(readings, theatre)


READING_FORMS: Mapping[str, Callable[[Sequence[Reading], Theatre, bool], str]] = MappingProxyType(
    {"jsonl": _jsonl, "csv": _csv, "html": _html}
)

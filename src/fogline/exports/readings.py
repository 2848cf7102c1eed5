"""Readings as files."""

from __future__ import annotations

from collections.abc import Sequence

from fogline.exports.csv import as_csv
from fogline.exports.html import as_page
from fogline.exports.jsonl import as_line
from fogline.model import Reading
from fogline.theatre import Theatre


def reading_as(form: str, readings: Sequence[Reading], theatre: Theatre) -> str:
    """Readings as ``jsonl`` (one a line), ``csv`` (a row a claim) or ``html`` (a page of its
    own).
    """
    if form == "jsonl":
        return "".join(as_line(r) + "\n" for r in readings)
    return as_csv(readings) if form == "csv" else as_page(list(readings), theatre)

"""Exports: readings as JSONL, CSV, a table for the terminal, and a page of its own."""

from fogline.exports.csv import as_csv
from fogline.exports.html import as_page
from fogline.exports.jsonl import as_line, as_row
from fogline.exports.table import print_reading

__all__ = ["as_csv", "as_line", "as_page", "as_row", "print_reading"]

"""Exports: readings as JSONL, CSV, a table for the terminal, and a page of its own; views of a ledger as files."""

from fogline.exports.csv import as_csv
from fogline.exports.html import as_page
from fogline.exports.jsonl import as_line
from fogline.exports.table import print_reading
from fogline.exports.view import view_as

__all__ = ["as_csv", "as_line", "as_page", "print_reading", "view_as"]

"""Exports: readings and views as files and tables, and all that follows from a ledger in formats that other programs open."""

from fogline.exports.export import KINDS, export
from fogline.exports.readings import reading_as
from fogline.exports.table import print_reading
from fogline.exports.view import view_as

__all__ = ["KINDS", "export", "print_reading", "reading_as", "view_as"]

"""Exports: readings and views as files and tables, and all that follows from a ledger in formats
that other programs open.
"""

from fogline.exports.export import export
from fogline.exports.exporter import Exporter
from fogline.exports.readings import reading_as
from fogline.exports.registry import kinds
from fogline.exports.table import print_reading
from fogline.exports.view import view_as

__all__ = ["Exporter", "export", "kinds", "print_reading", "reading_as", "view_as"]

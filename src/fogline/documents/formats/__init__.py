"""The input formats, one module each, and what a format of your own is made of.

A module of this package with a constant ``FORMAT`` is an input format. An installed package adds
one by an entry point in the group ``fogline.formats`` that names its :class:`Format`.
"""

from fogline.documents.decode import decode
from fogline.documents.errors import DocumentError
from fogline.documents.format import MAX_BYTES, MAX_EXPORT, Format, Parsed, Readable, Record

__all__ = [
    "MAX_BYTES",
    "MAX_EXPORT",
    "DocumentError",
    "Format",
    "Parsed",
    "Readable",
    "Record",
    "decode",
]

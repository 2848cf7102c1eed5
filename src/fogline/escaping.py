"""Words of documents, made harmless for the program that shows them: a terminal, a spreadsheet."""

from __future__ import annotations

import unicodedata

# Unicode has a picture for each control character of ASCII, from here on, and for DEL; a terminal
# obeys those of Latin-1 too.
_PICTURES, _DELETE, _DELETE_PICTURE = 0x2400, 0x7F, 0x2421
_ASCII, _LATIN, _REPLACEMENT = range(0x20), range(0x80, 0xA0), 0xFFFD
_SHOWN = (
    {code: _PICTURES + code for code in _ASCII if chr(code) not in "\n\t"}
    | {_DELETE: _DELETE_PICTURE}
    | dict.fromkeys(_LATIN, _REPLACEMENT)
)
# What spreadsheets take for the beginning of a formula (OWASP, "CSV injection").
_FORMULA = frozenset("=+-@\t\r\n")


def escape_controls(text: str) -> str:
    """A text without control characters, each replaced by one that shows it.

    Offsets stay as they are. Lines and tabs stay too; a carriage return at the end of a line
    becomes a space.

    >>> escape_controls("a\x1b[2Jb")
    'a␛[2Jb'
    """
    return text if text.isprintable() else text.replace("\r\n", " \n").translate(_SHOWN)


def escape_formula(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: with an apostrophe, if it begins like one.

    Some take the wide and small forms of the signs for the signs (＝, ＋, －, ＠, ﹦).
    """
    begins = unicodedata.normalize("NFKC", cell[:1])
    return f"'{cell}" if cell[:1] in _FORMULA or begins in _FORMULA else cell

"""The encoding of a page, whatever it is said to be: told for sure, or refused; never mojibake."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from fogline.documents.decode import decode
from fogline.documents.errors import DocumentError

# Bytes from the start in which a page may name its encoding (HTML standard: 1,024; pages stray).
_HEAD = 4_096
_NAMED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# The share of frequent letters that the right encoding has at least, and any wrong one at most; and
# the fewest letters that tell. Of 1,576 lines with 12 letters, in four encodings, none was wrong.
_RIGHT, _WRONG, _FEWEST = 0.5, 0.35, 12
# Bytes that are no UTF-8 and yet leave a page UTF-8: damage, at most so many in a thousand of its
# characters beyond ASCII.
_DAMAGED = 5
# No word of a Latin script has so many letters beyond ASCII in a row; a misread Cyrillic one does.
_MISREAD = re.compile("[\u00c0-\u024f]{4}")
_UTF8 = {"utf-8", "utf8", "utf_8"}


def to_utf8(raw: bytes, declared: str = "") -> bytes:
    """A page's bytes in UTF-8; ``declared`` is the encoding that its server names.

    What is UTF-8 stays as it is. Otherwise the page's own letters decide among the encodings that
    it names and those of Cyrillic.

    Raises:
        DocumentError: nothing tells the encoding for sure.
    """
    try:
        text = decode(raw)
    except DocumentError as error:
        if b"\x00" in raw:
            raise
        text = _recoded(raw, [n for n in (declared, _in_page(raw)) if n], error)
    else:
        if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw
    return text.encode("utf-8", "surrogatepass")


def charset_of(media: str) -> str:
    """The encoding that a media type names, empty if none."""
    found = _NAMED.search(media.encode("utf-8", "replace"))
    return found[1].decode("ascii", "replace") if found else ""


def _recoded(raw: bytes, named: list[str], error: DocumentError) -> str:
    damaged = raw.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    if lost * 1_000 <= _DAMAGED * sum(c > "\x7f" for c in damaged):
        return damaged
    shares = {n: _share(raw, n) for n in _known()["encodings"]}
    best, *others = sorted(shares, key=lambda n: -shares[n])
    if shares[best] >= _RIGHT and all(shares[n] <= _WRONG for n in others):
        return raw.decode(best)
    for name in named:
        if not _is_cyrillic(name) and _can_read(raw, name):
            return raw.decode(name)
    said = f"said to be {' and '.join(dict.fromkeys(named))}, but it is" if named else "it is"
    raise DocumentError(
        f"{said} {error.why}, and its letters don't tell its encoding",
        "convert it to UTF-8, or save its text as .txt",
    ) from error


def _in_page(raw: bytes) -> str:
    found = _NAMED.search(raw[:_HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def _share(raw: bytes, name: str) -> float:
    """The share of frequent letters among what is beyond ASCII, 0 where too little is."""
    try:
        text = _TAG.sub("", raw.decode(name))
    except UnicodeDecodeError:
        return 0.0
    beyond = [c for c in text if c > "\x7f" and not c.isspace() and (c.isalpha() or c > "\u24ff")]
    if len(beyond) < _FEWEST:
        return 0.0
    frequent = _known()["frequent"]
    return sum(c in frequent for c in beyond) / len(beyond)


def _is_cyrillic(name: str) -> bool:
    """Whether an encoding is one that letters would have told, or UTF-8, which the page is not."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return True
    return name.lower() in _UTF8 or codec in {codecs.lookup(n).name for n in _cyrillic()}


def _cyrillic() -> tuple[str, ...]:
    return ("utf-8", "koi8-r", *_known()["encodings"])


def _can_read(raw: bytes, name: str) -> bool:
    """Whether all bytes are printed characters of an encoding."""
    try:
        text = raw.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return False
    return not any("\x80" <= c <= "\x9f" for c in text) and not _MISREAD.search(text)


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    source = files("fogline.documents") / "data" / "charsets.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))

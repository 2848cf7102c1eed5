"""Zip files: what they hold is looked at before any of it is unpacked."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from fogline.documents.errors import DocumentError

# Files in a zip that are looked at; saved sites have some hundred.
MAX_FILES = 10_000
# What unpacks to more than this many times its size, beyond so many bytes, is a bomb: tables and
# maps, which are mostly repetition, unpack to 30 times their size.
MAX_RATIO, SMALL = 200, 10_000_000


def open_zip(file: BinaryIO, limit: int) -> zipfile.ZipFile:
    """A zip file of which each part may be unpacked; ``limit`` is the most bytes of them together.

    Raises:
        DocumentError: no zip file, one that is locked, or one that unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError(f"not a readable zip file ({str(error)[:100]})") from error
    parts = archive.infolist()
    if len(parts) > MAX_FILES:
        raise DocumentError(f"{len(parts):,} files in it; {MAX_FILES:,} are allowed")
    size = sum(p.file_size for p in parts)
    if size > limit:
        raise DocumentError(f"{size:,} bytes when unpacked; {limit:,} are allowed")
    for part in parts:
        if part.file_size > max(SMALL, MAX_RATIO * part.compress_size):
            why = f"{part.filename!r} unpacks to more than {MAX_RATIO} times its size"
            raise DocumentError(why)
        if part.flag_bits & 1:
            raise DocumentError(f"{part.filename!r} is locked with a password", "unlock it first")
    return archive


def unzipped(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part.

    Raises:
        DocumentError: a damaged part, or one packed in a way that is not known.
    """
    try:
        return archive.read(name)
    except FAILURES as error:
        raise DocumentError(f"{name!r} is damaged ({failure(error)})") from error


# How a part fails when it is unpacked.
FAILURES = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError)


def failure(error: Exception) -> str:
    """Why a part can't be unpacked, in words."""
    return str(error)[:100] or type(error).__name__

"""What is kept on disk so that it need not be worked out again: files in a private folder.

A file is known by what it was made of; one that is damaged, or somebody else's, is not used, and
made anew. Nothing that is kept is ever run.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock

import platformdirs

# Bytes that a folder keeps, and how many are written before old files are looked for again.
_MOST_BYTES, _BETWEEN_BYTES = 1 << 30, 64 << 20
# The first line of a file: this, the hash of what it is, and the hash of the rest.
_MAGIC, _HASH_BYTES = "fogline-cache-1", 16
_ENDING = ".kept"
# Files of the package that results depend on: its code, and its data.
_CODE = ("*.py", "*.toml", "*.html", "*.json", "*.gz")
_LOG = logging.getLogger("fogline.cache")


def default_folder() -> Path:
    """Where things are kept: the folder that ``FOGLINE_CACHE`` names, or the platform's for it."""
    named = os.environ.get("FOGLINE_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("fogline"))


@lru_cache(maxsize=1)
def program() -> str:
    """A hash of the program: what another one kept is not used."""
    folder = Path(__file__).parent
    found = sorted(path for ending in _CODE for path in folder.rglob(ending))
    said = hashlib.blake2b(digest_size=_HASH_BYTES)
    for path in found:
        said.update(path.relative_to(folder).as_posix().encode())
        said.update(path.read_bytes())
    return said.hexdigest()


class DiskCache:
    """Files about one thing, such as one state of a ledger, in a folder shared with others.

    The files used last stay, up to ``most`` bytes of all things together. Without a folder, or
    where it can't be written, nothing is kept; the log says so once. Safe to use from threads and
    from processes.
    """

    def __init__(self, folder: Path | None, about: str, most: int = _MOST_BYTES) -> None:
        self.folder, self._about, self._most = folder or Path(), about, most
        self._lock, self._written, self._usable = Lock(), _BETWEEN_BYTES, folder is not None

    def read(self, name: str) -> bytes | None:
        """What is kept under a name; none if nothing is, or nothing that can be used."""
        if not self._usable:
            return None
        path = self._path(name)
        try:
            with path.open("rb") as file:
                _refuse_strangers(os.fstat(file.fileno()))
                head, body = file.readline(1_000), file.read()
            if head.decode("ascii") != self._head(name, body):
                raise ValueError("it is damaged, or of something else")
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            self.refuse(name, str(error))
            return None
        return body

    def has(self, name: str) -> bool:
        """Whether something is kept under a name, of use or not."""
        return self._usable and self._path(name).is_file()

    def refuse(self, name: str, why: str) -> None:
        """Say in the log that a file is not used, and forget it."""
        path = self._path(name)
        _LOG.warning("%s is not used and made anew: %s", path, why)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("%s can't be removed: %s", path, error)

    def write(self, name: str, body: bytes) -> None:
        """Keep something under a name: whole, or not at all."""
        if not self._usable:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(".part", dir=self.folder)  # readable by its owner alone
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._head(name, body).encode("ascii"))
                    file.write(body)
                Path(part).replace(self._path(name))
            except OSError:
                Path(part).unlink(missing_ok=True)
                raise
        except OSError as error:
            self._usable = False
            _LOG.warning("nothing is kept in %s: %s", self.folder, error)
            return
        self._tidy_after(len(body))

    def _path(self, name: str) -> Path:
        return self.folder / f"{self._key(name)}{_ENDING}"

    def _key(self, name: str) -> str:
        said = f"{self._about}\n{name}".encode()
        return hashlib.blake2b(said, digest_size=_HASH_BYTES).hexdigest()

    def _head(self, name: str, body: bytes) -> str:
        digest = hashlib.blake2b(body, digest_size=_HASH_BYTES).hexdigest()
        return f"{_MAGIC} {self._key(name)} {digest}\n"

    def _tidy_after(self, written: int) -> None:
        """Now and then, remove the files that were not used for longest, and unfinished ones."""
        with self._lock:
            self._written += written
            if self._written < _BETWEEN_BYTES:
                return
            self._written = 0
        found = [(s.st_mtime, s.st_size, p) for p, s in _files(self.folder)]
        left = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if left <= self._most:
                return
            with suppress(OSError):
                path.unlink(missing_ok=True)
            left -= size


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """The cache's own files; one that another process has just removed is none."""
    out = []
    for path in (*folder.glob(f"*{_ENDING}"), *folder.glob("*.part")):
        try:
            out.append((path, path.lstat()))
        except FileNotFoundError:
            continue
    return out


def _refuse_strangers(found: os.stat_result) -> None:
    """Only what this user wrote is used.

    Raises:
        ValueError: another user's file.
    """
    mine: Callable[[], int] | None = getattr(os, "getuid", None)  # not on Windows
    if mine is not None and found.st_uid != mine():
        raise ValueError("it belongs to another user")

"""The bytes as received, each file under its SHA-256."""

from __future__ import annotations

import hashlib
import re
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from fogline.ledger.dialect import LedgerError
from fogline.ledger.disk import settle
from fogline.model import Evidence

# A name that another program wrote must not lead out of the folder.
_SHA256 = re.compile("[0-9a-f]{64}")
# Sources may be in danger: a new folder is its owner's alone. Files are only read.
_PRIVATE, _READ = 0o700, 0o444
# Seconds after which nobody is writing an unfinished file any more.
_HOUR = 3600


class EvidenceFolder:
    """A folder of files named by their SHA-256, two letters a subfolder. Files are written once and
    never changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # An export is the evidence of each of its messages: looked at once.
        self._last = ""

    def path(self, sha256: str) -> Path:
        """Where bytes of this hash are kept."""
        return self.folder / sha256[:2] / sha256

    def keep(self, found: Iterable[Evidence]) -> None:
        """Write bytes that are not there yet, or not as they should be; a crash leaves the whole
        file or none. All are on the disk when it returns.
        """
        new = {e.sha256: e for e in found if e.sha256 != self._last}
        missing = [
            e for e in new.values() if not self.path(e.sha256).exists() or self.flaw(e.sha256)
        ]
        self._keep({e.sha256: e.raw for e in missing})
        self._last = next(reversed(new), self._last)

    def keep_remains(self, sha256: str, raw: bytes) -> None:
        """Write what is left of a damaged file under the name that it had."""
        if _SHA256.fullmatch(sha256):
            self._keep({sha256: raw})

    def _keep(self, missing: Mapping[str, bytes]) -> None:
        """Write files, by their hashes."""
        if not missing:
            return
        self.folder.mkdir(_PRIVATE, parents=True, exist_ok=True)
        allowed = self.folder.stat().st_mode & 0o777  # who shares the folder shares what is in it
        # A file is on the disk before it has its name, and its name before a row tells of it.
        written = [self._write(sha256, raw, allowed) for sha256, raw in missing.items()]
        settle([part for part, _ in written])
        for part, target in written:
            part.chmod(allowed & _READ)
            part.replace(target)
        settle({target.parent for _, target in written})

    def _write(self, sha256: str, raw: bytes, allowed: int) -> tuple[Path, Path]:
        """Write a file under a passing name; gives that and its own."""
        target = self.path(sha256)
        target.parent.mkdir(allowed, exist_ok=True)
        part = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
        with part.open("xb") as file:
            file.write(raw)
        return part, target

    def read(self, sha256: str) -> bytes:
        """The bytes of this hash.

        Raises:
            OSError: they are not there.
        """
        return self.path(sha256).read_bytes()

    def whole(self, sha256: str) -> bytes:
        """The bytes of this hash, checked.

        Raises:
            LedgerError: they are not there, or not as they should be.
        """
        if flaw := self.flaw(sha256):
            raise LedgerError(
                f"evidence {self.path(sha256)}", f"{flaw}; nothing was exported",
                "run `fogline verify`",
            )  # fmt: skip
        return self.read(sha256)

    def flaw(self, sha256: str) -> str:
        """What is wrong with the file of this hash; empty if nothing is."""
        if not _SHA256.fullmatch(sha256):
            return "its name is no SHA-256"
        try:
            with self.path(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"can't be read ({error.strerror})"
        return "" if found == sha256 else f"its bytes have the hash {found}"

    def sweep(self) -> int:
        """Remove what killed programs left unfinished; gives how many files."""
        before, swept = time.time() - _HOUR, 0
        for path in self.folder.glob("*/*.part"):
            with suppress(FileNotFoundError):  # another program sweeps too
                if path.lstat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept

    def names(self) -> Iterator[str]:
        """Hashes of all files kept, in order."""
        for folder in sorted(self.folder.glob("??")):
            yield from sorted(f.name for f in folder.iterdir() if len(f.name) == 64)

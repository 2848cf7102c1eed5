"""The bytes as received, each file under its SHA-256."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fogline.model import Evidence

# Files that wait for the disk at one time.
_AT_ONCE = 8


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
        if len(missing) == 1:
            self._write(missing[0])
        elif missing:
            # Each waits for the disk; the disk takes many at once.
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                list(pool.map(self._write, missing))
        self._last = next(reversed(new), self._last)

    def _write(self, evidence: Evidence) -> None:
        target = self.path(evidence.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
        with part.open("wb") as file:
            file.write(evidence.raw)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o444)
        part.replace(target)

    def read(self, sha256: str) -> bytes:
        """The bytes of this hash.

        Raises:
            OSError: they are not there.
        """
        return self.path(sha256).read_bytes()

    def flaw(self, sha256: str) -> str:
        """What is wrong with the file of this hash; empty if nothing is."""
        try:
            with self.path(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"can't be read ({error.strerror})"
        return "" if found == sha256 else f"its bytes have the hash {found}"

    def names(self) -> Iterator[str]:
        """Hashes of all files kept, in order."""
        for folder in sorted(self.folder.glob("??")):
            yield from sorted(f.name for f in folder.iterdir() if len(f.name) == 64)

"""The bytes as received, each file under its SHA-256."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from fogline.ledger.disk import settle
from fogline.model import Evidence


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
        # A file is on the disk before it has its name, and its name before a row tells of it.
        written = [self._write(e) for e in missing]
        settle([part for part, _ in written])
        for part, target in written:
            part.chmod(0o444)
            part.replace(target)
        settle({target.parent for _, target in written})
        self._last = next(reversed(new), self._last)

    def _write(self, evidence: Evidence) -> tuple[Path, Path]:
        """Write a file under a passing name; gives that and its own."""
        target = self.path(evidence.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
        part.write_bytes(evidence.raw)
        return part, target

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

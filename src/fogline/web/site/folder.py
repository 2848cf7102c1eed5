"""The folder of a site: it appears whole or not at all, and replaces only a site of ours."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from fogline.errors import FoglineError, UsageError

# The file by which an earlier site is known, and how it begins.
MARK, MARKED = "README.txt", "A site published with fogline"


class SiteFolder:
    """The files that are written; ``size`` is their bytes."""

    def __init__(self, root: Path) -> None:
        self._root, self.files, self.size = root, 0, 0

    def write(self, name: str, written: bytes) -> None:
        """Write a file; its name is its address in the site."""
        path = self._root / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
        self.files += 1
        self.size += len(written)


def check_folder(out: Path) -> None:
    """Refuse, before any work, a folder that a site can't be written to.

    Raises:
        UsageError: it has other things, or it is no folder.
    """
    what = f"out {str(out)!r}"
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(what, "it is no folder", "name a new folder, or one of an earlier site")
    if not out.absolute().parent.is_dir():
        raise UsageError(what, f"there is no folder {str(out.parent)!r}", "make it first")
    if out.is_dir() and any(out.iterdir()) and not _is_site(out):
        why = "it has files, and they are not of a site that fogline published"
        raise UsageError(what, why, "name a new folder, or one of an earlier site")


def _is_site(folder: Path) -> bool:
    mark = folder / MARK
    return mark.is_file() and mark.read_bytes().startswith(MARKED.encode())


@contextmanager
def new_site(out: Path) -> Iterator[SiteFolder]:
    """A folder beside ``out`` that takes its place once all is written.

    Raises:
        FoglineError: it can't be written; what was there is there still.
    """
    whole = out.absolute()
    try:
        with tempfile.TemporaryDirectory(prefix=f".{whole.name}-", dir=whole.parent) as name:
            part, old = Path(name) / "new", Path(name) / "old"
            part.mkdir()
            yield SiteFolder(part)
            check_folder(out)
            if whole.exists():
                whole.replace(old)
            try:
                part.replace(whole)
            except OSError:
                if old.exists():
                    old.replace(whole)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise FoglineError(str(out), error.strerror or str(error)) from error

"""The files that an input names."""

from __future__ import annotations

from collections.abc import Collection
from glob import glob
from pathlib import Path

from fogline.documents.registry import ending_of

# Why a link in a folder is not read.
_OUTSIDE = "a link to a file outside of the folder: give it by its own name, if you trust it"


def input_files(name: str, endings: Collection[str]) -> list[tuple[Path, str]]:
    """The files of a folder that have one of these endings, of a glob, or the file itself, in the
    order of their names, each with why it is not to be read, empty if it is.

    A folder's links may lead to other files of it alone, so that who made the folder can't have
    other files of this machine read.
    """
    path = Path(name)
    if path.is_dir():
        root = path.resolve()
        inside = (f for f in path.rglob("*") if f.is_file() and ending_of(f.name) in endings)
        return [(f, _OUTSIDE if leads_out(f, root) else "") for f in sorted(inside)]
    # Path.glob takes no absolute pattern.
    found = [name] if path.exists() else sorted(glob(name, recursive=True))  # noqa: PTH207
    return [(Path(f), "") for f in found if Path(f).is_file()]


def leads_out(file: Path, root: Path) -> bool:
    """Whether a file found in a folder, whose resolved path is ``root``, is a link to one that lies
    elsewhere.
    """
    return not file.resolve().is_relative_to(root)

"""Packages as ``pip install`` leaves them, and one with a reader of ten lines."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

READER = """
from fogline.model import Claim, Interval, Mention, Place, Reading, Span
from fogline.reading import Reader

IZIUM = Place("p0", "Izium", "settlement", 49.21, 37.25)

class Flags(Reader):
    name, version, fingerprint, languages = "flags", "flags 1", "flags-1", ("en",)
    def __init__(self, theatre, undated=False):
        self.side = theatre.labels[0]
    def read(self, document):
        word = document.text.index("flag")
        at, flag = Span(0, len(document.text)), Span(word, word + 4)
        place = Mention(at, document.text, "Izium", "settlement", "located", "always", IZIUM)
        claim = Claim(
            document.id, "hold", at, flag, "flag", self.side, None, None, 0, "in", None,
            Interval(document.published, document.published, "published"),
            (document.source, "source"), "certain", "actual", "positive", reader=self.version,
        )
        return Reading(document, (place,), (claim,), (), (), self.version)
"""


def install_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, code: str, points: str
) -> None:
    """Install a package: its module and the entry points that name what is in it."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    about = folder / f"{module}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1\n")
    (about / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, module, raising=False)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the reader."""
    points = "[fogline.readers]\nflags = flagreader:Flags\nbroken = flagreader:Missing\n"
    install_package(folder, monkeypatch, "flagreader", READER, points)

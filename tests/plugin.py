"""A reader of ten lines, installed as a package of its own."""

from __future__ import annotations

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


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the reader: a module and the entry point that names it."""
    (folder / "flagreader.py").write_text(READER, encoding="utf-8")
    about = folder / "flagreader-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: flagreader\nVersion: 1\n")
    points = "[fogline.readers]\nflags = flagreader:Flags\nbroken = flagreader:Missing\n"
    (about / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(folder))

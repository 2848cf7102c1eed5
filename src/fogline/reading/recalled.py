"""Words for a side that the text has named: "the militants", "the terrorists"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fogline.reading.sides import NOBODY, RECALLING, SideMention
from fogline.theatre import Theatre

_NAMED = ("adjective", "name")


def with_recalled(theatre: Theatre, sides: Sequence[list[SideMention]]) -> list[list[SideMention]]:
    """The belligerents of sentences, where words that recall a side mean the one of those in
    question that was named last; else whom the speaker means by them, or nobody.

    Right behind a name they belong to it: "ISIS terrorists".
    """
    among = {label for d in theatre.deictics for label in d.recalls}
    last = NOBODY
    out: list[list[SideMention]] = []
    for row in sides:
        kept: list[SideMention] = []
        for s in row:
            if s.kind != RECALLING:
                kept.append(s)
                last = s.label if s.kind in _NAMED and s.label in among else last
            elif not (kept and kept[-1].end == s.start and kept[-1].label in among):
                label = last or s.label
                kept += [replace(s, label=label, kind="deictic")] if label != NOBODY else []
        out.append(kept)
    return out

"""A brief on two printed pages. Typst sets it; texts reach it as data, never as markup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from fogline.brief.brief import Brief
from fogline.brief.sentences import counted
from fogline.brief.source_note import source_note
from fogline.claim_text import excerpt
from fogline.require import require

# Pages of a printed brief, the pictures on them, and letters of a sentence that a note quotes.
PAGES, _PICTURES, _QUOTED = 2, 2, 150
_SIZES = (9.8, 9.4, 9.0, 8.6, 8.2)  # points of its letters


def as_pdf(brief: Brief, head: str, nothing: str) -> bytes:
    """The brief with as many of its sentences as two pages hold.

    Raises:
        MissingError: the extra 'brief' is not installed.
    """
    typst = require("typst", "brief")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for k, title in enumerate(_pictures(brief)):
            (place / f"{k}.svg").write_text(brief.pictures[title], encoding="utf-8")
        template = Path(__file__).parent / "data" / "brief.typ"
        main = place / "brief.typ"
        main.write_bytes(template.read_bytes())

        def fits(most: int, size: float) -> bool:
            data = {**_data(brief, most), "head": head, "nothing": nothing, "size": size}
            (place / "brief.json").write_text(
                json.dumps(data, ensure_ascii=False), encoding="utf-8"
            )
            pages = typst.query(str(main), "<pages>", field="value", one=True)
            return int(json.loads(pages)) <= PAGES

        fits(*_most(fits, sum(len(s.sentences) for s in brief.sections)))
        return bytes(typst.compile(str(main)))


def _most(fits: Callable[[int, float], bool], count: int) -> tuple[int, float]:
    """How many sentences fit, and the size of their letters: all in the largest in which they do,
    else as many as do in the smallest, by halves.
    """
    for size in _SIZES:
        if fits(count, size):
            return count, size
    least, most = 0, count
    while least < most:
        middle = (least + most + 1) // 2
        if fits(middle, _SIZES[-1]):
            least = middle
        else:
            most = middle - 1
    return least, _SIZES[-1]


def _pictures(brief: Brief) -> list[str]:
    return list(brief.pictures)[:_PICTURES]


def _data(brief: Brief, most: int) -> dict[str, object]:
    """What the layout needs of a brief with so many sentences after the summary."""
    shown = brief.shortened(most)
    numbers = shown.cited()
    left = sum(len(s.sentences) for s in brief.sections) - sum(
        len(s.sentences) for s in shown.sections
    )
    more = f"Left out for want of room: {counted(left, 'sentence')}, in the HTML and the Markdown. "
    return {
        "title": brief.title,
        "foot": more * bool(left) + "; ".join(brief.credits),
        "sections": [
            {
                "title": s.title,
                "sentences": [
                    {"text": t.text, "notes": [numbers[i] for i in t.claims]} for t in s.sentences
                ],
            }
            for s in shown.sections
        ],
        "notes": [
            f"{source_note(brief.claims[i])}: “{excerpt(brief.claims[i], _QUOTED)}” (claim {i})"
            for i in numbers
        ],
        "pictures": [
            {"title": title, "file": f"{k}.svg"} for k, title in enumerate(_pictures(brief))
        ],
    }

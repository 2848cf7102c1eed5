"""Writes docs/kharkiv.ipynb, the story of a counteroffensive from the demo's ledger, and runs it.

usage: python tools/notebook.py docs/kharkiv.ipynb
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

CELLS = (
    """# Kharkiv, September 2022, from what was said

In the first half of September 2022 the front east of Kharkiv moved by a hundred kilometres in a
week. This notebook follows it in the ledger of fogline's demo: 65 dispatches of six sources,
**written for the demo** after the public record. They hedge, deny, forecast and contradict each
other. The maps show what they make likely, between towns of 500 people and more, not what is
true.""",
    """from datetime import date
from pathlib import Path

from IPython.display import SVG

import fogline
from fogline import demo
from fogline.control import explain
from fogline.front import changes, draw, pockets
from fogline.sources import compare, score

told = []
demo.run(Path("fogline-demo"), told.append)
ledger = fogline.open_ledger("fogline-demo/war.db")
print(told[0])
print(told[1])""",
    """## What was said of Izium by the evening of 9 September

There are two time axes: `as_of` gives what had been published by then. Every claim is shown in its
sentence, with the words that it rests on marked.""",
    """ledger.claims(places=("Izium",), start=date(2022, 9, 5), as_of=date(2022, 9, 9))""",
    """Denials and forecasts are claims too. Here is what was denied, and what was expected:""",
    """kept = ledger.claims().to_pandas()
columns = ["start", "name", "event", "actor", "status", "polarity", "source", "sentence"]
kept[(kept.polarity == "negative") | (kept.status != "actual")][columns].head(12)""",
    """## Who held what

The estimate gives the chance of each side for every settlement and day. It starts from the line of
31 August, drawn coarsely.""",
    """theatre = "fogline-demo/september.toml"
view = ledger.view()
first, last = date(2022, 8, 31), date(2022, 9, 15)
control = fogline.estimate(view, fogline.Options(theatre=theatre, start=first, end=last))
control""",
    """for day in (8, 9, 10, 11, 12):
    chances = control.at("Izium", date(2022, 9, day))
    print(date(2022, 9, day), "  ".join(f"{state} {p:.3f}" for state, p in chances.items()))""",
    """What the chance for Izium on the 11th rests on, each claim with its weight (log-odds):""",
    """why = explain(control, "Izium", date(2022, 9, 11))
for reason in why.reasons[:8]:
    print(f"{reason.nats:+.2f}", reason.claim.source, "|", reason.claim.sentence)""",
    """## The front before and after

Hatched ground is in doubt: its likeliest holder has a chance below 80 %.""",
    """box = (47.2, 34.5, 50.7, 40.3)
before, after = draw(control, date(2022, 9, 5)), draw(control, date(2022, 9, 12))

SVG(before.picture(box=box))""",
    """SVG(after.picture(box=box))""",
    """after.table().to_pandas()""",
    """## What changed hands

The map's figure, what of it is sure, and what is possible.""",
    """moved = changes(control, date(2022, 9, 5), date(2022, 9, 12))
moved""",
    """moved.chart().save("area.svg")
SVG(filename="area.svg")""",
    """for turn in [t for t in moved.handovers if t.claims][:6]:
    print(turn.day, turn.place.name, turn.lost_by, "to", turn.gained_by)
    for reason in turn.claims or ():
        print("    ", f"{reason.nats:+.1f}", reason.claim.source, "|", reason.claim.sentence)""",
    """The bulge that Izium was, and what was left of it around Lyman:""",
    """pockets(control, date(2022, 9, 9), neck_km=80, least_km2=1000, window=5)""",
    """pockets(control, date(2022, 9, 12), neck_km=80, least_km2=1000, window=5)""",
    """## Who was right

Each source is judged by the estimate without it. With so few dispatches the intervals are wide:
read them.""",
    """columns = ["name", "claims", "confirmed", "confirmed_low", "confirmed_high", "confirmed_n"]
score(control, by="publisher", least=1).table().to_pandas()[columns]""",
    """one, other = "Demo Russian ministry bulletin", "Demo Ukrainian staff bulletin"
compare(control, one, other, by="publisher").to_pandas().head(8)""",
    """## Known then, known now

The same day, first by what had been published by its evening, then by everything.""",
    """day = date(2022, 9, 10)
options = fogline.Options(theatre=theatre, start=first, end=day)
then = fogline.estimate(ledger.view(as_of=day), options)
for place in ("Kupiansk", "Izium", "Velykyi Burluk", "Vovchansk"):
    before, after = (estimate.at(place, day)["UA"] for estimate in (then, control))
    print(f"{place:14} UA on 10 September: known then {before:.3f}, known now {after:.3f}")
ledger.close()""",
)


def notebook() -> nbformat.NotebookNode:
    """The notebook, not yet run."""
    book = nbformat.v4.new_notebook()
    code = (
        "from ",
        "told",
        "ledger",
        "kept",
        "theatre",
        "for ",
        "why",
        "box",
        "SVG",
        "after.",
        "moved",
        "pockets",
        "score",
        "compare",
        "columns",
        "one,",
        "day",
    )
    make = (
        nbformat.v4.new_code_cell if text.startswith(code) else nbformat.v4.new_markdown_cell
        for text in CELLS
    )
    book.cells = [
        new(text, id=f"cell-{k:02d}") for k, (new, text) in enumerate(zip(make, CELLS, strict=True))
    ]
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return book


def main() -> None:
    """Run the notebook in a folder of its own and write it with its results."""
    book = notebook()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOGLINE_HOME"] = f"{folder}/home"
        NotebookClient(book, timeout=300, resources={"metadata": {"path": folder}}).execute()
    for cell in book.cells:
        cell.metadata = {}
    nbformat.write(book, Path(sys.argv[1]))


if __name__ == "__main__":
    main()

"""``fogline brief``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from fogline.brief import check, compose, write
from fogline.cli.ask import needs_place, save
from fogline.cli.held import Request, estimated_to, look
from fogline.control import ControlError


def brief(request: Request, day: date, since: date | None, form: str, out: Path | None) -> int:
    """Compose, check and write a brief. A sentence that names what its claims do not is left out, and said on standard error."""
    needs_place(out)
    if form == "pdf" and out is None:
        raise ControlError("pdf is no text for a screen: name a file with --out")
    view, _ = look(request)
    held = estimated_to(request, day)
    made = compose(view, held, day, since)
    faults = check(made, held)
    for fault in faults:
        sys.stderr.write(
            f"fogline: left out, its claims do not have the {fault.kind} {fault.what!r}: {fault.sentence}\n"
        )
    if made.left_out:
        sys.stderr.write(f"fogline: left out the charts: {made.left_out}\n")
    save(write(made.without({f.sentence for f in faults}), form), out)
    return 0

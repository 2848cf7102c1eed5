"""``fogline control``, ``explain`` and ``evaluate``: who held what, why, and how right that is."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fogline import control as room
from fogline.cli.ask import needs_file, needs_place, save
from fogline.control import Control, ControlError, Options
from fogline.exports import view_as
from fogline.gazetteer import open_gazetteer
from fogline.ledger import Query, open_ledger
from fogline.theatre import load

_SHOWN, _SPOKEN, _LONG = 60, 0.5, 240
# Days after the last claim that may still be asked for, and claims that take more than a moment.
_AHEAD, _MANY = 30, 5_000


@dataclass(frozen=True, slots=True)
class Request:
    """Which ledger, days, sources and theatre an estimate is asked for."""

    ledger: str
    start: date | None = None
    end: date | None = None
    as_of: date | datetime | None = None
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    theatre: str = ""


def look(request: Request) -> tuple[pa.Table, Options]:
    """The view and the options of a request.

    Raises:
        ControlError: the ledger's documents were read in several theatres and none is named, or in none.
    """
    with open_ledger(request.ledger) as book:
        known = book.theatres()
        view = book.view(
            Query(as_of=request.as_of, sources=request.sources, without=request.without)
        )
    if not request.theatre and len(known) != 1:
        raise ControlError(
            f"ledger {request.ledger}: read in {len(known)} theatres; name one with --theatre"
            + (f": {', '.join(known)}" if known else "")
        )
    end = request.end or (
        request.as_of
        if isinstance(request.as_of, date) and not isinstance(request.as_of, datetime)
        else None
    )
    return view, Options(theatre=request.theatre or known[0], start=request.start, end=end)


def estimated(request: Request) -> tuple[pa.Table, Control]:
    """The view of a request and its estimate."""
    view, options = look(request)
    return view, room.estimate(view, options)


def estimated_to(request: Request, *days: date | None) -> Control:
    """The estimate of a request, as far as the last of some days if that is after the last claim's."""
    view, options = look(request)
    if view.num_rows > _MANY and not sys.stderr.isatty():
        sys.stderr.write(f"fogline: estimating from {view.num_rows:,} claims\n")
    held = room.estimate(view, options)
    last = max((d for d in days if d), default=held.last)
    if (last - held.last).days > _AHEAD:
        raise ControlError(
            f"day {last}: the last claim is of {held.last}; give a day up to {_AHEAD} days after it"
        )
    return held if last <= held.last else room.estimate(view, replace(options, end=last))


def control(
    request: Request,
    places: tuple[str, ...],
    area: tuple[float, float, float, float] | None,
    form: str,
    out: Path | None,
    *,
    learned: bool,
) -> int:
    """Print or write the changes of control, or the learned table."""
    needs_file(form, out)
    if learned and (form == "geojson" or places or area):
        raise ControlError(
            "--learned is a table of kinds of claims, not of places: leave --place, --area and geojson out"
        )
    view, options = look(request)
    _check(options, places, out)
    held = room.estimate(view, options)
    if learned:
        save(view_as(form, _learned(held)), out)
        return 0
    chosen = held.within(area, places)
    start = max(request.start, held.first) if request.start else held.first
    rows = held.changes(chosen, start)
    if form == "table":
        save(_summary(held, rows, chosen, start, whole=not places).encode(), out)
        return 0
    save(view_as(form, rows), out)
    return 0


def _check(options: Options, places: tuple[str, ...], out: Path | None) -> None:
    """Find what is wrong with a question before the work of an estimate.

    Raises:
        ControlError: a place that the gazetteer has not, or a folder that is not there.
    """
    needs_place(out)
    gazetteer = open_gazetteer(load(options.theatre))
    position = gazetteer.settlements.position
    for name in places:
        if name not in position and not any(m.place.id in position for m in gazetteer.find(name)):
            raise ControlError(
                f"place {name!r}: no settlement of the gazetteer; `fogline gazetteer find` lists names that are alike"
            )


def _learned(held: Control) -> pa.Table:
    """The learned table: chances, in that order, that the actor holds the place, another side does, and that it is contested."""
    rows = held.table
    spelled = (
        [" / ".join(f"{p:.2f}" for p in row.before) for row in rows],
        [" / ".join(f"{p:.2f}" for p in row.after) for row in rows],
    )
    columns = {
        n: [getattr(row, n) for row in rows]
        for n in ("event", "relation", "status", "standing", "voice", "side", "claims")
    }
    return pa.table(
        {
            **columns,
            "before": spelled[0],
            "learned": spelled[1],
            "wrong": [row.wrong for row in rows],
        }
    )


def _summary(held: Control, rows: pa.Table, chosen: np.ndarray, start: date, *, whole: bool) -> str:
    """What the estimate rests on, how many places each side holds, and the changes of state."""
    used = ", ".join(f"{n:,} {reason}" for reason, n in held.used.items() if n)
    ended = "converged" if held.converged else "did not converge"
    lines = [
        f"claims     {used}",
        f"learning   {ended} after {held.iterations} steps (last change {held.learned.last_change:.4f}); {held.evidence:,.0f} nats of evidence",
    ]
    for day in (start, held.last):
        at = held.day(day)
        states = held.holder(at, chosen)
        counts = ", ".join(
            f"{states.count(s):,} {s}" for s in (*held.states, "unclear") if states.count(s)
        )
        lines.append(f"{day}  {counts}")
    lines += [
        f"copying    {held.basis.claims.voices[c.voice]} repeats {held.basis.claims.voices[c.of]} ({c.share:.0%} of {c.claims:,} claims)"
        for c in held.learned.copying
    ]
    if whole:
        ids, states = rows["id"].to_pylist(), rows["state"].to_pylist()
        spoken = rows["evidence"].to_pylist()
        moved = [
            k for k in range(1, len(ids)) if ids[k] == ids[k - 1] and states[k] != states[k - 1]
        ]
        count = len(moved)
        moved = [k for k in moved if spoken[k] >= _SPOKEN]
        moved.sort(key=lambda k: rows["date"][k].as_py())
        rows = rows.take(pa.array(moved[-_SHOWN:], pa.int64()))
        lines.append(
            f"{count:,} changes of state; the last {min(_SHOWN, len(moved))} at places that claims speak of; --format csv has all"
        )
    regions = [held.places[held.basis.field.position[i]].region for i in rows["id"].to_pylist()]
    shown = rows.drop_columns(["id", "lat", "lon"]).add_column(
        1, "region", pa.array(regions, pa.string())
    )
    return "\n".join(lines) + "\n" + view_as("table", shown).decode()


def explain(request: Request, place: str, day: date, limit: int) -> int:
    """Print why a place is thought to be whose."""
    view, options = look(request)
    _check(options, (place,), None)
    held = room.estimate(view, options)
    why = held.explain(place, day)
    console = Console(width=None if sys.stdout.isatty() else 160)
    where = f"{why.place.name}, {why.place.region}" if why.place.region else why.place.name
    console.print(
        Text(f"{where} ({why.place.id}) on {why.day}: {why.state}, {_spelled(why.chances)}")
    )
    console.print(Text(f"without any claim       {_spelled(why.ground)}"))
    console.print(Text(f"by its own claims       {_spelled(why.alone)}"))
    console.print(Text(f"places around it add    {why.neighbours:+.2f} nats to {why.state}"))
    for source, chances in why.sources.items():
        console.print(Text(f"{source or 'no publisher'} alone  ".ljust(24) + _spelled(chances)))
    shown = f", the first {limit} of them" if len(why.reasons) > limit else ""
    table = Table(
        caption=f"{len(why.reasons)} claims{shown}, weight for {why.state} in nats",
        caption_justify="left",
    )
    for name in ("nats", "day", "speaker", "claim", "words", "published"):
        table.add_column(name, overflow="fold", justify="right" if name == "nats" else "left")
    for reason in why.reasons[:limit]:
        c = reason.claim
        what = f"{c['actor']} {'not ' if c['polarity'] == 'negative' else ''}{c['event']} {c['name'] or ''}"
        cells = (
            f"{reason.nats:+.2f}",
            str(reason.day),
            voice(c),
            what,
            words(c),
            str(c["published"] or "")[:10],
        )
        table.add_row(*(Text(v) for v in cells))
    console.print(table)
    return 0


def _spelled(chances: dict[str, float]) -> str:
    return "  ".join(f"{s} {p:.3f}" for s, p in chances.items())


def voice(claim: dict[str, Any]) -> str:
    """Who says it."""
    return " > ".join(s for s in claim["speakers"] if s != "source") or claim["source"] or "source"


def words(claim: dict[str, Any]) -> str:
    """A claim's sentence; of a long one the words around its trigger, cut between words."""
    sentence = " ".join(str(claim["sentence"]).split())
    if len(sentence) <= _LONG:
        return sentence
    at = max(0, sentence.find(str(claim["trigger"])))
    start = sentence.rfind(" ", 0, max(0, at - _LONG // 3)) + 1
    end = sentence.find(" ", start + _LONG)
    return ("… " if start else "") + (sentence[start:] if end < 0 else sentence[start:end] + " …")


def evaluate(
    request: Request, truth: Path, first: date | None, before: str | None, every: int
) -> int:
    """Print the scores of an estimate and of simpler rules, and its calibration."""
    view, held = estimated(request)
    found = room.evaluate(
        held, truth, first=first, before=before, known=(view, every) if every else None
    )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(
        Text(
            f"{found.truth}, {found.first} to {found.last}: {found.places:,} places, {found.joined:.1%} of the moving ones found"
        )
    )
    table = Table()
    for name in (
        "",
        "places",
        "days",
        "balanced",
        "brier",
        "log",
        "found 3/7",
        "false/100",
        "calibration",
    ):
        table.add_column(name, justify="right" if name else "left")
    for name, s in found.scores.items():
        if s is None:
            table.add_row(name, "nothing to score")
            continue
        hit = "-" if s.found_3 is None else f"{s.found_3:.3f}/{s.found_7:.3f}"
        cells = (
            f"{s.places:,}",
            f"{s.days:.3f}",
            f"{s.balanced:.3f}",
            f"{s.brier:.3f}",
            f"{s.log:.3f}",
            hit,
            f"{s.false_per_100:.1f}",
            f"{s.calibration:.3f}",
        )
        table.add_row(name, *cells)
    console.print(table)
    estimate = found.scores["estimate"]
    if estimate is not None:
        console.print(
            Text(
                "calibration (mean chance: share true, place-days)  "
                + "  ".join(f"{p:.2f}: {t:.2f}, {n:,}" for p, t, n in estimate.curve)
            )
        )
    return 0

"""Draws some days of an estimate and tells where a table of who held what differs, and why.

python tools/days.py war.db truth.csv docs/days 2022-03-25 2022-05-01 ... > docs/days.md

The table has the columns id, name, lat, lon, date, state; --before UA says who held its places
before their first row.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

import fogline
from fogline.claim_text import statement
from fogline.control import Control, explain
from fogline.front import draw

NEAR_KM = 15.0  # places that differ and lie so near each other make one group
GROUPS = 5  # groups that are told of a day
KM_A_DEGREE = 111.2


def holders(truth: Path, day: date, before: str) -> dict[str, str]:
    """Who held each place of the table on a day, by id."""
    found: dict[str, str] = {}
    with truth.open(encoding="utf-8") as file:
        for row in sorted(csv.DictReader(file), key=lambda r: r["date"]):
            found.setdefault(row["id"], before)
            if row["date"] <= day.isoformat():
                found[row["id"]] = row["state"]
    return {k: v for k, v in found.items() if v}


def groups(control: Control, differing: list[int]) -> list[list[int]]:
    """Places near each other, the largest group first."""
    left, out = set(differing), []
    while left:
        group, border = [], [left.pop()]
        while border:
            at = border.pop()
            group.append(at)
            near = [k for k in left if km(control, at, k) <= NEAR_KM]
            left -= set(near)
            border += near
        out.append(sorted(group))
    return sorted(out, key=len, reverse=True)


def km(control: Control, a: int, b: int) -> float:
    """The distance of two places."""
    wide = np.cos(np.radians(control.lat[a])) * (control.lon[a] - control.lon[b])
    return float(np.hypot(control.lat[a] - control.lat[b], wide) * KM_A_DEGREE)


def why(control: Control, group: list[int], day: date) -> str:
    """What our estimate of a group rests on, by its place with most claims."""
    spoken = [k for k in group if control.spoken[k]]
    if not spoken:
        named = np.flatnonzero(control.spoken)
        nearest = min(named.tolist(), key=lambda k: km(control, group[0], k))
        off = km(control, group[0], nearest)
        return (
            f"no claim names them; {control.places[nearest].name}, {off:.0f} km off, is the nearest"
            " that one does"
        )
    most = max(spoken, key=lambda k: int(control.spoken[k]))
    found = explain(control, control.places[most].id, day)
    if not found.reasons:
        return f"the claims about {found.place.name} weigh next to nothing that day"
    top = found.reasons[0]
    words = statement(control.theatre, top.claim)
    last = f"last named {found.named}" if found.named else "not named before"
    chances = ", ".join(f"{s} {p:.2f}" for s, p in found.chances.items())
    return (
        f"at {found.place.name} ({chances}) most rests on {top.claim.source}, {top.day}: {words}"
        f" ({top.nats:+.1f} nats); {last}"
    )


def main() -> None:
    """Draw and tell the days that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("ledger", "truth", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("days", nargs="+", type=date.fromisoformat)
    parser.add_argument("--before", default="")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    control = fogline.estimate(given.ledger, end=max(given.days))
    for day in given.days:
        picture = given.folder / f"{day}.png"
        picture.write_bytes(draw(control, day).picture_png())
        print(f"\n## {day}\n\n![the front on {day}]({given.folder.name}/{picture.name})\n")
        print("\n".join(told(control, holders(given.truth, day, given.before), day)))


def told(control: Control, table: dict[str, str], day: date) -> list[str]:
    """How far a day's estimate and a table agree, and the largest groups that differ, with why."""
    labels = control.states[:-1]
    then = {
        control.position[k]: s for k, s in table.items() if k in control.position and s in labels
    }
    ours = control.chances[control.day(day), : len(labels)].argmax(axis=0)
    differing = [k for k, s in then.items() if labels[ours[k]] != s]
    given = Counter(labels[ours[k]] for k in differing).most_common()
    lines = [
        f"Of {len(then):,} places {1 - len(differing) / len(then):.1%} are as the table has them"
        f" ({', '.join(f'{n:,} of the others are {s} by us' for s, n in given)}).\n"
    ]
    found = [
        (label, group)
        for label, _ in given
        for group in groups(control, [k for k in differing if labels[ours[k]] == label])
    ]
    for label, group in sorted(found, key=lambda f: -len(f[1]))[:GROUPS]:
        region = Counter(control.places[k].region for k in group).most_common(1)[0][0]
        lines.append(
            f"- **{len(group):,} in {region}, {label} by us**: {why(control, group, day)}."
        )
    return lines


if __name__ == "__main__":
    main()

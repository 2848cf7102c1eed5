"""What the language says of several places at once: chances move along lists, brackets and words
that take a list up.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np

from fogline.reading import territory
from fogline.reading.actors import lead
from fogline.reading.context import Context, Spot
from fogline.reading.lexicon import any_of, endings_of, words_of
from fogline.reading.model import Floats
from fogline.reading.triggers import Trigger
from fogline.reading.verdicts import Rows

# The chance of a claim that a rule of the language makes.
GRANTED = 0.5
# A chance that makes a claim at a place beside a likelier one. Cross-validated, choosing one place
# among those taken up gives .003 of core on assessments and headlines, nothing elsewhere.
LIKELY = 0.5
# The chance of a claim at a place from which words that tell it outright make one.
HINTED = 0.05
NONE = "none"
# Words between a bracket and the region in it: "(south of", "(the north of".
_TO_REGION = 4
# Words between a place and "left by": "X and all other areas".
_TO_LEFT = 6
# Words from "the advancing" to the forces.
_TO_FORCES = 4


def share(c: Context, classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """The chances of all pairs, moved as lists, brackets and words for earlier places say."""
    whole = {k for k, (_, spot) in enumerate(rows) if spot and _is_address(c, spot)}
    table = _within_lists(rows, table, whole)
    if any(spot.listed for spot in c.spots):
        table = _at_listed(classes, rows, table)
    if any(spot.carried for spot in c.spots):
        table = _one_taken_up(rows, table)
    table = _territories(c, classes, rows, table)
    table = _left_by(c, classes, rows, table)
    table = _outright(c, classes, rows, table)
    table = _bracketed_regions(c, classes, rows, table)
    for k in whole:
        table[k, [event != NONE for event in classes]] = 0
    return table


def _is_address(c: Context, spot: Spot) -> bool:
    """Whether a country or region only says where the place before it lies: "in Shan State,
    Myanmar", "the village of X, Y District", "у селищі X Донецької області".
    """
    before = max((s for s in c.spots if s.end <= spot.start), key=lambda s: s.end, default=None)
    if before is None or before.carried or spot.carried or before.kind == spot.kind:
        return False
    between = c.sentence.tokens[before.end : spot.start]
    if spot.kind == "country":
        last = between[-1].text if between else ""
        return last == "," and all(t.text == "," or t.is_name for t in between)
    if spot.kind not in {"admin", "region"} or before.kind != "settlement":
        return False
    if not between:
        return c.sentence.words[spot.start].endswith(endings_of("region_genitives"))
    behind = c.sentence.words[spot.end : spot.end + 2]
    goes_on = any_of(behind, "and_words") or any(s.start == spot.end + 1 for s in c.spots)
    closed = not behind or not behind[0][:1].isalnum()
    return closed and not goes_on and [t.text for t in between] == [","]


def _within_lists(rows: Rows, table: Floats, whole: Set[int]) -> Floats:
    """Places of one list mostly share what is said: each moves half way to the list's mean; the
    ``whole`` that they lie in is none of them.
    """
    lists: dict[tuple[Trigger, int], list[int]] = {}
    for k, (trigger, spot) in enumerate(rows):
        if k not in whole and spot is not None and (not spot.carried or spot.listed):
            lists.setdefault((trigger, spot.head), []).append(k)
    out = table.copy()
    for members in lists.values():
        out[members] = (table[members] + table[members].mean(axis=0)) / 2
    return out


def _at_listed(classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """An event told "in these areas" is at the places of the list, not at none."""
    told = [k for k, event in enumerate(classes) if event != NONE]
    for n, (trigger, spot) in enumerate(rows):
        if spot is not None:
            continue
        for k, (other, place) in enumerate(rows):
            if other == trigger and place is not None and place.listed:
                table[k, told] = np.minimum(1, table[k, told] + table[n, told])
        table[n, told] = 0
    return table


def _one_taken_up(rows: Rows, table: Floats) -> Floats:
    """What a sentence tells without naming a place is at one of the places that it takes up, or at
    none: of those only the likeliest keeps its chance, unless it is likely for more.
    """
    by_trigger: dict[Trigger, list[int]] = {}
    for k, (trigger, spot) in enumerate(rows):
        if spot is None or (spot.carried and not spot.listed):
            by_trigger.setdefault(trigger, []).append(k)
    for members in by_trigger.values():
        part = table[members]
        table[members] = np.where((part < part.max(axis=0)) & (part < LIKELY), 0, part)
    return table


def _territories(c: Context, classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """Who "controls all of" a region says so, although training has few such sentences to learn it
    from.
    """
    for row, (t, spot) in zip(table, rows, strict=True):
        if spot is not None and t.primary in classes and territory.governs(c, t, spot):
            k = classes.index(t.primary)
            row[k] = max(row[k], GRANTED)
    return table


def _left_by(c: Context, classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """Places "left by" a side's forces are those that they withdrew from; what forces leave behind
    ("a crater left by") is none.
    """
    words = c.sentence.words
    if not any_of(words, "leaving_participles"):
        return table
    for row, (t, spot) in zip(table, rows, strict=True):
        if spot is None or spot.carried or words[t.start] not in words_of("leaving_participles"):
            continue
        between = words[spot.end : t.start]
        areas = not between or between[-1] in words_of("anaphors")
        by = any(s.start > t.end and lead(c, s) in words_of("agent_words") for s in c.sides)
        near = spot.end <= t.start and len(between) <= _TO_LEFT
        if areas and near and by and any_of(words[t.end : t.end + 1], "agent_words"):
            k = classes.index("withdraw")
            row[k] = max(row[k], GRANTED)
    return table


def _outright(c: Context, classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """What words tell outright, though training has few of them: "a campaign of terror", what
    "this fate" makes of a place, and forces called "the advancing".
    """
    words = c.sentence.words
    for trigger in dict.fromkeys(t for t, _ in rows):
        event = _told(words, trigger)
        if event not in classes:
            continue
        k = classes.index(event)
        mine = [n for n, (t, _) in enumerate(rows) if t == trigger]
        hinted = [n for n in mine if table[n, k] >= HINTED]
        at = max(hinted, key=lambda n: float(table[n, k]), default=mine[-1])
        table[at, k] = max(table[at, k], GRANTED)
    return table


def _told(words: list[str], t: Trigger) -> str:
    """The event that a trigger tells outright, or none."""
    if t.phrase and t.key in words_of("outright_harm"):
        return "harm"
    if words[t.start] in words_of("fates") and any_of(words[t.start - 1 : t.start], "same_words"):
        return "harm"
    led = t.start > 0 and words[t.start - 1] in words_of("articles")
    forces = any_of(words[t.end : t.end + _TO_FORCES], "bare_forces")
    gerund = words[t.start].endswith(endings_of("gerund_endings"))
    return t.primary if led and forces and gerund and t.primary == "advance" else ""


def _bracketed_regions(c: Context, classes: Sequence[str], rows: Rows, table: Floats) -> Floats:
    """Fighting at places goes on in the parts of regions that a bracket behind them names: "at X
    and Y (the south of R)". Who holds or leaves them is said of the places alone.
    """
    found = ((s, _placed_by(c, s)) for s in c.spots if s.bracketed)
    behind = {region: place for region, place in found if place is not None}
    if not behind:
        return table
    shared = [k for k, e in enumerate(classes) if e != NONE and not territory.is_territorial(e)]
    for row, (t, spot) in zip(table, rows, strict=True):
        if spot in behind:
            at = rows.index((t, behind[spot]))
            row[shared] = np.maximum(row[shared], table[at, shared])
    return table


def _placed_by(c: Context, region: Spot) -> Spot | None:
    """The place right before the bracket that a part of a region stands in, or none."""
    words = c.sentence.words
    before = words[max(0, region.start - _TO_REGION) : region.start]
    part = any_of(before, "direction_words") and any_of(before[-1:], "of_words")
    if not part or region.kind not in {"admin", "region"}:
        return None
    opened = max((k for k in range(region.start) if words[k] == "("), default=-1)
    return next((s for s in c.spots if not s.carried and s.end == opened), None)

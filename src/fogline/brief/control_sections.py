"""Sections of a brief about who holds what: what changed, sector by sector, and what is in
doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from fogline import claim_text
from fogline.brief.brief import Sentence
from fogline.brief.material import TURNS, Material, is_ground_combat, says_who_holds
from fogline.brief.sentences import counted, listed, voices
from fogline.front import Flow
from fogline.model import ClaimRow
from fogline.notebook import chance

# How many are told at most: sectors, sentences of a sector or doubts, and sentences of one place.
_SECTORS, _LINES, _OF_A_TURN, _OF_A_DOUBT = 6, 6, 2, 3
# A place whose likeliest holder has less than this chance is in doubt.
_SURE = 0.8


def what_changed(material: Material) -> list[Sentence]:
    """The ground that changed hands, and the places with the claims that say so."""
    out = []
    for flow in material.moved.flows:
        if flow.region == "all" and flow.places:
            text, figures = ground_that_went(flow)
            days = (str(material.first), str(material.last))
            text = f"By the estimate about {text} between {days[0]} and {days[1]}."
            out.append(Sentence(text, (), (*figures, *days)))
    known = {row.id: row for row in material.rows}
    for turn in [t for t in material.moved.handovers if t.claims][:TURNS]:
        ids = [reason.claim.id for reason in turn.claims or ()]
        rows = [known[id] for id in ids if id in known and claim_text.can_say(known[id])]
        lines = material.writer.new(rows, _OF_A_TURN)
        if lines:
            sides = (turn.lost_by, turn.gained_by)
            out.append(_handover(material, turn.place.name, turn.day, sides, chance(turn.after)))
            out += lines
    return out


def ground_that_went(flow: Flow) -> tuple[str, tuple[str, ...]]:
    """How much ground went from whom to whom in words, with the figures and names in them."""
    km2, low, high = (f"{v:,.0f}" for v in (flow.km2, flow.low, flow.high))
    text = f"{km2} km2 went from {flow.lost_by} to {flow.gained_by} ({low} surely, {high} possibly)"
    return text, (km2, low, high, flow.lost_by, flow.gained_by, "2")


def _handover(
    material: Material, name: str, day: date, sides: tuple[str, str], after: str
) -> Sentence:
    contested = material.control.states[-1]
    lost_by, gained_by = sides
    now = "contested" if gained_by == contested else f"held by {gained_by}"
    was = "contested" if lost_by == contested else lost_by
    text = f"{name}: since {day} by the estimate likeliest {now} (chance {after}); before, {was}."
    return Sentence(text, (), (name, gained_by, lost_by, after, str(day)))


def by_sector(material: Material) -> list[Sentence]:
    """What is claimed of fighting on the ground, by region, where most is claimed first."""
    most = fighting(material)[:_SECTORS]
    return [sentence for region, rows in most for sentence in _sector(material, region, rows)]


def fighting(material: Material) -> list[tuple[str, list[ClaimRow]]]:
    """The claims of fighting on the ground by region, where most is claimed first."""
    by: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in material.recent:
        region = material.regions.get(row.place or "", "")
        of_a_town = row.kind == "settlement"
        if region and is_ground_combat(row) and row.status == "actual" and of_a_town:
            by[region].append(row)
    return sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))


def _sector(material: Material, region: str, rows: list[ClaimRow]) -> Iterator[Sentence]:
    figures = counted(len(rows), "claim"), counted(len(voices(rows)), "speaker")
    text = (
        f"{region}: {figures[0]} of {figures[1]} bear on the ground; what most say and is not said"
        " above:"
    )
    yield Sentence(text, (), (region, *figures))
    yield from material.writer.new(rows, _LINES)


def in_doubt(material: Material) -> list[Sentence]:
    """Places that recent claims speak of and whose holder is in doubt, with the claims of each
    side.
    """
    control = material.control
    chances = control.chances[control.day(material.last)]
    out = []
    for at, rows in doubtful(material)[:_LINES]:
        name = control.places[at].name
        spelled = [
            f"{state} {chance(float(p))}"
            for state, p in zip(control.states, chances[:, at], strict=True)
        ]
        figures = (name, *(word for s in spelled for word in s.split()))
        out.append(Sentence(f"{name} is in doubt: chances are {listed(spelled)}.", (), figures))
        out += material.writer.new(rows, _OF_A_DOUBT)
    return out


def doubtful(material: Material) -> list[tuple[int, list[ClaimRow]]]:
    """The places in doubt with what recent claims say of who holds them, what most speak of
    first.
    """
    control = material.control
    chances = control.chances[control.day(material.last)]
    by: dict[int, list[ClaimRow]] = defaultdict(list)
    for row in material.recent:
        at = material.position.get(row.place or "", -1)
        claimed = says_who_holds(row) and row.status == "actual"
        if at >= 0 and claimed and chances[:, at].max() < _SURE:
            by[at].append(row)
    return sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))

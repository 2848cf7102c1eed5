"""Sections of a brief about what is said: contradictions, alleged harm, and forecasts come due."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from fogline import claim_text
from fogline.brief.brief import Sentence
from fogline.brief.material import DAYS, Material, published_between, says_actor_takes
from fogline.brief.sentences import voices
from fogline.model import ClaimRow

# How many are told at most.
_DISPUTES, _HARM, _FORECASTS = 10, 6, 10
# Forecasts that were published up to so many days ago are judged.
_DUE_DAYS = 30
# A forecast came true, or did not, with this chance; before, the other was likelier than not.
_SURE, _HALF = 0.8, 0.5


def claimed_and_denied(material: Material) -> list[Sentence]:
    """What one voice says and another denies of the same days."""
    return [
        material.writer.one([row]) for pair in contradictions(material)[:_DISPUTES] for row in pair
    ]


def contradictions(material: Material) -> list[tuple[ClaimRow, ClaimRow]]:
    """Claims and their denials."""
    groups: dict[tuple[object, ...], list[ClaimRow]] = defaultdict(list)
    for row in material.recent:
        if row.status == "actual" and row.start and row.end:
            around = row.relation in {"near", "toward", "area"}
            groups[row.event, row.actor, row.place or row.name, around].append(row)
    return [pair for rows in groups.values() if (pair := _contradiction(rows))]


def _contradiction(rows: list[ClaimRow]) -> tuple[ClaimRow, ClaimRow] | tuple[()]:
    """The first claim and denial of days that overlap, by voices that are not on both sides."""
    yes, no = ([r for r in rows if r.polarity == p] for p in ("positive", "negative"))
    both = voices(yes) & voices(no)
    yes, no = ([r for r in some if claim_text.voice(r) not in both] for some in (yes, no))
    return next(((y, n) for y in yes for n in no if _overlap(y, n)), ())


def _overlap(one: ClaimRow, two: ClaimRow) -> bool:
    if not (one.start and one.end and two.start and two.end):
        return False
    return one.start <= two.end and two.start <= one.end


def alleged_harm(material: Material) -> list[Sentence]:
    """What is alleged."""
    return material.writer.new((r for r in material.recent if claim_text.is_alleged(r)), _HARM)


def forecasts_due(material: Material) -> list[Sentence]:
    """Forecasts that a side would take or leave a place that have come due, a week after they were
    made or on the last of their own days, and were not so when they were made.
    """
    out: dict[tuple[object, ...], Sentence] = {}
    for row in sorted(material.rows, key=lambda r: str(r.published_utc), reverse=True):
        verdict = _verdict(material, row) if _is_judged(material, row) else ""
        if not verdict or row.published_utc is None:
            continue
        made = row.published_utc.date()
        due = _due(row, made)
        sentence = material.writer.one([row])
        text = f"{sentence.text[:-1]}; published {made}; by the estimate of {due} it {verdict}."
        about = (row.event, row.actor, row.place)
        out.setdefault(about, Sentence(text, sentence.claims, (str(made), str(due))))
    return list(out.values())[:_FORECASTS]


def _is_judged(material: Material, row: ClaimRow) -> bool:
    """Whether a claim is a forecast about a place of the estimate itself that can be judged now."""
    return (
        row.status == "future"
        and claim_text.can_say(row)
        and row.actor in material.theatre.labels
        and row.place in material.position
        and row.relation in {None, "in", "from"}
        and published_between(row, material.last - timedelta(_DUE_DAYS), material.last)
    )


def _due(row: ClaimRow, made: date) -> date:
    return max(row.end or made, made + timedelta(DAYS))


def _verdict(material: Material, row: ClaimRow) -> str:
    """Whether a forecast came true; empty if it is not due yet, or was so already."""
    made = row.published_utc.date() if row.published_utc else material.last
    due = _due(row, made)
    if due > material.last or made < material.control.first:
        return ""
    at = material.position[row.place or ""]
    side = material.theatre.labels.index(row.actor or "")
    control, took = material.control, says_actor_takes(row)
    then, now = (float(control.chances[control.day(d)][side, at]) for d in (made, due))
    if (then >= _HALF) == took:
        return ""
    right = now if took else 1 - now
    if right >= _SURE:
        return "had come true"
    return "had not come true" if right <= 1 - _SURE else "was open"

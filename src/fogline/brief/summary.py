"""The five lines at the head of a brief."""

from __future__ import annotations

from fogline.brief.brief import Sentence
from fogline.brief.claim_sections import contradictions
from fogline.brief.control_sections import doubtful, fighting, ground_that_went
from fogline.brief.material import Material
from fogline.brief.sentences import counted, listed
from fogline.brief.source_sections import doubtful_km2, quiet_regions, unplaced

# How many places or regions a line names.
_NAMED = 4


def summary(material: Material) -> list[Sentence]:
    """What changed, where fighting is told of, what is claimed and denied, what is in doubt, and
    what is not known: a line each.
    """
    return [
        _changed(material),
        _fighting(material),
        _disputed(material),
        _uncertain(material),
        _not_known(material),
    ]


def _changed(material: Material) -> Sentence:
    flows = [f for f in material.moved.flows if f.region == "all" and f.places]
    if not flows:
        return Sentence("What changed: by the estimate, no ground changed hands.")
    told = [ground_that_went(flow) for flow in flows]
    names = [h.place.name for h in material.moved.handovers if h.claims][:_NAMED]
    text = f"What changed: about {listed([t for t, _ in told])}"
    text += f"; first of all {listed(names)}." if names else "."
    return Sentence(text, (), (*(f for _, figures in told for f in figures), *names))


def _fighting(material: Material) -> Sentence:
    found = fighting(material)
    if not found:
        return Sentence("Fighting: no claim of these days tells of any on the ground in a town.")
    most = [(region, counted(len(rows), "claim")) for region, rows in found[:_NAMED]]
    where = listed([f"{region} ({count})" for region, count in most])
    text = f"Fighting: most is told of in {where}."
    return Sentence(text, (), tuple(word for pair in most for word in pair))


def _disputed(material: Material) -> Sentence:
    found = contradictions(material)
    if not found:
        return Sentence("Denied: no voice denies what another claims of these days.")
    one, other = (material.writer.one([row]) for row in found[0])
    text = f"Denied: {one.text[:-1]}, but {other.text[:-1]}"
    more = f"{len(found) - 1} more"
    text += f"; {more} below." if len(found) > 1 else "."
    return Sentence(text, (*one.claims, *other.claims), (more,))


def _uncertain(material: Material) -> Sentence:
    names = [material.control.places[at].name for at, _ in doubtful(material)[:_NAMED]]
    text, figures = doubtful_km2(material)
    what = f"Uncertain: who holds {listed(names)}; of" if names else "Uncertain: of"
    return Sentence(f"{what} {text}", (), (*names, *figures))


def _not_known(material: Material) -> Sentence:
    quiet, lost = quiet_regions(material), sum(unplaced(material).values())
    more = [f"{len(quiet) - _NAMED} more regions"] if len(quiet) > _NAMED else []
    named, count = [*quiet[:_NAMED], *more], counted(lost, "claim")
    parts = []
    if quiet:
        parts.append(f"what happened in {listed(named)}, which no claim of these days names")
    if lost:
        parts.append(f"where {count} of these days belong")
    text = "; ".join(parts) or "losses and intentions, which nothing here verifies"
    return Sentence(f"Not known: {text}.", (), (*named, count))

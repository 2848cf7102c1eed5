"""Sections of a brief about its own ground: how far sources came true, and what is not known."""

from __future__ import annotations

from collections import Counter

from fogline.brief.brief import Sentence
from fogline.brief.material import Material, published_between
from fogline.brief.sentences import counted, listed
from fogline.control import ControlError
from fogline.model import ClaimRow
from fogline.sources import score

_SOURCES = 8
_M2_PER_KM2 = 1e6
_UNPLACED = {
    "ambiguous": "for several places have the name",
    "unknown": "for no gazetteer has the name",
}


def the_sources(material: Material) -> list[Sentence]:
    """How much of what publishers claimed came true by the estimate without them."""
    try:
        board = score(material.control, by="publisher", least=1)
    except ControlError:
        return []
    out = []
    for row in board.table().to_pylist()[:_SOURCES]:
        if row["confirmed"] is not None:
            share, low, high = (f"{row[f'confirmed{n}']:.2f}" for n in ("", "_low", "_high"))
            n = str(row["confirmed_n"])
            name = row["name"] or "Documents without a publisher"
            text = (
                f"{name}: a share of {share} of its {n} resolved claims about control came true by"
                f" the estimate without it (90 %: {low} to {high})."
            )
            out.append(Sentence(text, (), (name, share, low, high, n, "90")))
    return out


def not_known(material: Material) -> list[Sentence]:
    """Ground in doubt, claims that could not be placed, and regions that nobody names."""
    km2, figures = doubtful_km2(material)
    out = [Sentence(f"Of {km2}", (), figures)]
    lost = unplaced(material)
    for status, why in _UNPLACED.items():
        if lost[status]:
            count = counted(lost[status], "claim")
            out.append(Sentence(f"{count} could not be placed, {why}.", (), (count,)))
    quiet = quiet_regions(material)
    if quiet:
        first = material.first
        text = f"No claim published since {first} names a place in {listed(quiet)}."
        out.append(Sentence(text, (), (*quiet, str(first))))
    text = "Losses and intentions are what speakers say of them; nothing here verifies them."
    return [*out, Sentence(text)]


def unplaced(material: Material) -> Counter[str]:
    """How many claims of the days could not be placed, by why."""
    return Counter(r.place_status for r in _published(material) if r.place_status in _UNPLACED)


def quiet_regions(material: Material) -> list[str]:
    """The regions of which no claim of the days names a place."""
    spoken = {material.regions.get(row.place or "", "") for row in _published(material)}
    return sorted({p.region for p in material.control.places if p.region} - spoken)


def _published(material: Material) -> list[ClaimRow]:
    return [r for r in material.rows if published_between(r, material.first, material.last)]


def doubtful_km2(material: Material) -> tuple[str, tuple[str, ...]]:
    """Of how much ground the likeliest holder is in doubt, with the figures in it."""
    front = material.front
    km2 = f"{front.mesh.plane.metres(front.doubt).area / _M2_PER_KM2:,.0f}"
    sure = f"{front.sure:.0%}".rstrip("%")
    return f"{km2} km2 the likeliest holder has a chance below {sure} %.", (km2, sure, "2")

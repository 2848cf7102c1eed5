"""Sections of a brief about its own ground: how far sources came true, and what is not known."""

from __future__ import annotations

from collections import Counter

from fogline.brief.brief import Sentence
from fogline.brief.material import Material, published_between
from fogline.brief.sentences import counted, listed
from fogline.control import ControlError
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
    first, last = material.first, material.last
    window = [row for row in material.rows if published_between(row, first, last)]
    out = [_doubtful_ground(material)]
    lost = Counter(row.place_status for row in window)
    for status, why in _UNPLACED.items():
        if lost[status]:
            count = counted(lost[status], "claim")
            out.append(Sentence(f"{count} could not be placed, {why}.", (), (count,)))
    spoken = {material.regions.get(row.place or "", "") for row in window}
    quiet = sorted({p.region for p in material.control.places if p.region} - spoken)
    if quiet:
        text = f"No claim published since {first} names a place in {listed(quiet)}."
        out.append(Sentence(text, (), (*quiet, str(first))))
    text = "Losses and intentions are what speakers say of them; nothing here verifies them."
    return [*out, Sentence(text)]


def _doubtful_ground(material: Material) -> Sentence:
    front = material.front
    km2 = f"{front.mesh.plane.metres(front.doubt).area / _M2_PER_KM2:,.0f}"
    sure = f"{front.sure:.0%}".rstrip("%")
    text = f"Of {km2} km2 the likeliest holder has a chance below {sure} %."
    return Sentence(text, (), (km2, sure, "2"))

"""Entries of several gazetteer files for one place."""

from __future__ import annotations

from dataclasses import replace

from fogline.gazetteer import Match

# Entries this near are one place, and so near that a better entry may stand for it.
SAME_KM, TWIN_KM = 8.0, 3.0
MIN_LIKENESS = 0.7


def merged(matches: list[Match]) -> list[Match]:
    """Entries of several files for one place become one: the closest spelling, the greatest weight,
    a known region.
    """
    out: list[Match] = []
    for match in sorted(matches, key=lambda m: -m.place.weight):
        twin = next((k for k, o in enumerate(out) if _same(o, match)), None)
        if twin is None:
            out.append(match)
            continue
        kept = out[twin]
        place = kept.place
        if match.place.region and place.country and not match.place.country:
            # An imported entry (it names no country) knows more, if it is the same place and no
            # suburb of a like name.
            known = (
                match.place
                if place.km(match.place) <= TWIN_KM and min(kept.official, match.official) > 0.9
                else place
            )
            place = replace(
                known, region=match.place.region, weight=place.weight, country=place.country
            )
        out[twin] = Match(
            place,
            max(kept.likeness, match.likeness),
            kept.spelling,
            max(kept.official, match.official),
        )
    return out


def _same(a: Match, b: Match) -> bool:
    """Whether two entries are one place: close, and both of this name or both once of it."""
    alike = (a.official < MIN_LIKENESS) == (b.official < MIN_LIKENESS)
    return alike and a.place.kind == b.place.kind and a.place.km(b.place) <= SAME_KM

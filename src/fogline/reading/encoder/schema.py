"""The classes that the network decides between, in the order of its outputs."""

from __future__ import annotations

from fogline.model import EVENTS as _EVENTS

NONE = "none"
EVENTS: tuple[str, ...] = (NONE, *_EVENTS)
# Heads over a claim: what is asked, and its answers. Those of ``ABOUT_PLACE`` look at the place
# too.
CLASSES: dict[str, tuple[str, ...]] = {
    "certainty": ("certain", "probable", "possible"),
    "status": ("actual", "future", "conditional"),
    "polarity": ("positive", "negative"),
    "speaker": ("source", "unattributed", "named"),
    "relation": ("in", "near", "toward", "from", "part", "area"),
    "amount": ("unsaid", "whole", "most", "rest", "part"),
    "aspect": ("unsaid", "done", "ongoing", "before", "aim", "announced"),
}
ABOUT_PLACE = frozenset({"relation", "amount", "aspect"})
# What a piece of the input is, told to the network beside the piece itself.
ROLES = ("plain", "place", "side", "trigger", "carried", "before", "voice")
ROLE = {name: k for k, name in enumerate(ROLES)}
SIDES = ("actor", "target")
# The letters of the sentences that a network reads.
LATIN, ANY = "latin", "any"

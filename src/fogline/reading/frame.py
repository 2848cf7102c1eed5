"""What the words around an event make of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame makes of an event: the field that it decides, with its value and tokens;
    ``certainty`` is what goes with it, where it says so.
    """

    field: str
    value: str
    start: int
    end: int
    certainty: str = ""

"""The index by which a site finds places: their spellings, and the rules that compare names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from fogline.control import Control
from fogline.gazetteer import Gazetteer


class NamesRecord(TypedDict):
    """Spellings by place, and the rules of ``fogline.gazetteer.spelling`` as the scripts use
    them.
    """

    rules: dict[str, object]
    names: list[list[str]]


def names(gazetteer: Gazetteer, control: Control, ids: Sequence[str]) -> NamesRecord:
    """The spellings of places in the order of their ids."""
    found: list[list[str]] = [[control.places[control.position[id]].name] for id in ids]
    rank = {control.position[id]: k for k, id in enumerate(ids)}
    for id, spelling in gazetteer.spellings():
        at = control.position.get(id)
        if at is not None and spelling not in (known := found[rank[at]]):
            known.append(spelling)
    return {"rules": gazetteer.rules(), "names": found}

"""What the pages ask of an estimate's inputs: ids of its settlements, and claims that it used."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from fogline.control import Control


def positions(control: Control) -> Mapping[str, int]:
    """The position of each settlement in the estimate's arrays, by each of its ids."""
    return control.inputs.settlements.position


def ids_at(control: Control, position: int) -> Sequence[str]:
    """All ids of the settlement at a position."""
    return control.inputs.settlements.ids[position]


def claims_in(control: Control) -> Container[str]:
    """The ids of the claims that the estimate knows."""
    return control.claims.ids

"""The kinds of stamps by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fogline.stamps import calendars, rfc3161
from fogline.stamps.kind import StampKind

_KINDS = {kind.name: kind for kind in (rfc3161.KIND, calendars.KIND)}


def stamp_kinds() -> Mapping[str, StampKind]:
    """All kinds of stamps."""
    return MappingProxyType(_KINDS)

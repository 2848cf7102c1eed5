"""The kinds of exports: one module each in ``exporters/``, and those of plug-ins."""

from __future__ import annotations

import pkgutil
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import MappingProxyType

from fogline.exports import exporters
from fogline.exports.errors import ExportError
from fogline.exports.exporter import Exporter

GROUP = "fogline.exports"


@cache
def kinds() -> Mapping[str, Exporter]:
    """All kinds by name: those that need an estimate, folders, those of claims, and plug-ins."""
    ours = sorted(_built_in(), key=lambda e: (not e.needs_estimate, e.folder, e.name))
    return MappingProxyType({e.name: e for e in (*ours, *_plug_ins())})


def exporter(name: str) -> Exporter:
    """The kind of this name.

    Raises:
        ExportError: there is none.
    """
    known = kinds()
    if name not in known:
        raise ExportError(f"kind {name!r}", f"give one of {', '.join(known)}")
    return known[name]


def _built_in() -> Iterator[Exporter]:
    for module in pkgutil.iter_modules(exporters.__path__):
        found: Exporter = import_module(f"{exporters.__name__}.{module.name}").EXPORTER
        yield found


def _plug_ins() -> Iterator[Exporter]:
    """The kinds that installed packages bring. One that can't be loaded is left out, with a
    warning.
    """
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        try:
            found: Exporter = entry.load()
        except (ImportError, AttributeError) as error:
            warnings.warn(f"export plug-in {entry.value} can't be loaded: {error}", stacklevel=2)
        else:
            yield found

"""The input formats there are: the modules of ``formats/`` and those of installed plug-ins."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from fogline.documents.format import Format
from fogline.errors import FoglineError

# The package of the formats that come with fogline: each of its modules is one.
PACKAGE = "fogline.documents.formats"
# The group of entry points under which installed packages offer their formats.
GROUP = "fogline.formats"


class FormatError(FoglineError):
    """An input format that can't be used: its module or plug-in is at fault."""


@lru_cache(maxsize=1)
def input_formats() -> tuple[Format, ...]:
    """All input formats, by name: those that come with fogline and those of installed plug-ins.

    Raises:
        FormatError: a plug-in that can't be loaded, or whose name or ending is taken.
    """
    own = [
        import_module(f"{PACKAGE}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(import_module(PACKAGE).__path__)
    ]
    found = [*own, *(_plugged(point) for point in entry_points(group=GROUP))]
    _check(found)
    return tuple(sorted(found, key=lambda f: f.name))


def format_named(name: str) -> Format:
    """The format of that name."""
    return next(f for f in input_formats() if f.name == name)


def format_of_file(name: str) -> Format | None:
    """The format that reads files of this name, by their ending."""
    ending = ending_of(name)
    return next((f for f in input_formats() if ending in f.endings), None)


def format_of_start(ending: str, line: bytes) -> Format | None:
    """The format that a file is in whatever its ending says, by its first line."""
    sharing = (f for f in input_formats() if ending in f.shares and f.takes)
    return next((f for f in sharing if f.takes and f.takes(line)), None)


def format_of_media(media: str) -> Format | None:
    """The format that reads single documents of a media type, with or without its parameters."""
    plain = media.split(";")[0].strip().lower()
    return next((f for f in input_formats() if plain in f.media and not f.many), None)


def endings() -> tuple[str, ...]:
    """All endings of files that can be read."""
    return tuple(sorted(e for f in input_formats() for e in f.endings))


def ending_of(name: str) -> str:
    """A file's ending; one that has two dots, such as .warc.gz, goes first."""
    lower = name.lower()
    double = (e for e in endings() if e.count(".") > 1 and lower.endswith(e))
    dot = lower.rfind(".")
    return next(double, lower[dot:] if 0 < dot < len(lower) - 1 else "")


def _plugged(point: EntryPoint) -> Format:
    advice = "mend or remove the package that brings it"
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        why = f"it can't be loaded ({error})"
        raise FormatError(f"input format {point.name!r}", why, advice) from error
    if not isinstance(found, Format):
        raise FormatError(f"input format {point.name!r}", "it is no Format", advice)
    return found


def _check(found: Iterable[Format]) -> None:
    taken: dict[str, Format] = {}
    for one in found:
        if (one.parse is None) == (one.stream is None):
            why = "it needs either parse or stream"
            raise FormatError(f"input format {one.name!r}", why)
        for word in (one.name, *one.endings, *one.media):
            other = taken.setdefault(word, one)
            if other is not one:
                why = f"{word} belongs to the format {other.name!r}"
                raise FormatError(f"input format {one.name!r}", why, "choose another")

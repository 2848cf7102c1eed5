"""Reads theatres from TOML files."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

from fogline.theatre.build import publisher, theatre
from fogline.theatre.tables import Table, TheatreError
from fogline.theatre.theatre import Publisher, Theatre


def known() -> tuple[str, ...]:
    """Names of the theatres that come with fogline."""
    folder = resources.files("fogline.theatre") / "data"
    return tuple(
        sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
    )


@lru_cache(maxsize=16)  # theatres with their files of publishers, as one program uses them
def load(name: str, sources: str = "") -> Theatre:
    """The theatre of that name, or of a TOML file of the user's.

    ``sources`` is a file of more publishers. A file that says ``extends = "ukraine"`` takes from
    the packaged theatre all that it does not say itself; it may bring only a baseline.

    Raises:
        TheatreError: no such theatre, unreadable TOML, a missing key, or an unknown zone.
    """
    where = f"theatre {name!r}"
    try:
        raw = _raw(name)
    except tomllib.TOMLDecodeError as error:
        raise TheatreError(where, f"not valid TOML: {error}") from error
    origin = name if name in known() else str(Path(name).resolve())
    built = theatre(Table(raw, where), origin)
    if not sources:
        return built
    return replace(built, publishers=(*_publishers(Path(sources)), *built.publishers))


def _raw(name: str) -> dict[str, object]:
    """A theatre's tables; those of a file that extends another one replace the other's."""
    if name in known():
        file = resources.files("fogline.theatre") / "data" / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
    elif name.endswith(".toml") and Path(name).is_file():
        text = _text(Path(name))
    else:
        needed = f"give one of {', '.join(known())}, or the path of a .toml file"
        raise TheatreError(f"unknown theatre {name!r}", needed)
    raw: dict[str, object] = tomllib.loads(text)
    other = raw.pop("extends", "")
    if not other:
        return raw
    if not isinstance(other, str) or other not in known():
        advice = f"give one of {', '.join(known())}"
        raise TheatreError(f"theatre {name!r}", f"it extends {other!r}", advice)
    return {**_raw(other), **raw}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        why = f"it can't be read as UTF-8 text ({error})"
        raise TheatreError(f"theatre {str(path)!r}", why) from error


def _publishers(path: Path) -> tuple[Publisher, ...]:
    """The publishers of a file: TOML, ``[[publisher]]`` with name, domains, channels, zone."""
    where = f"sources file {str(path)!r}"
    try:
        raw: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TheatreError(where, str(error)) from error
    table = Table(raw, where, missing="a publisher without the key {key!r}")
    return tuple(publisher(one) for one in table.tables("publisher"))

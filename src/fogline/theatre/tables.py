"""A table of a TOML file, whose values are asked for by key and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, TypeGuard

from fogline.errors import FoglineError

Point = tuple[float, float]


class TheatreError(FoglineError):
    """A theatre that can't be found or whose file is wrong; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a theatre's file; ``where`` names the file in messages.

    Every method raises :class:`TheatreError` where the key is missing (and has no default) or its
    value is of another kind.
    """

    raw: Mapping[str, object]
    where: str
    missing: str = "the key {key!r} is missing"

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def require(self, key: str) -> None:
        """Nothing, if the key is there."""
        self._value(key, None)

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        value = self._value(key, default)
        return value if isinstance(value, str) else self._wrong(key, "a text in quotes")

    def text_or_none(self, key: str) -> str | None:
        """A text, or none where the key is not there."""
        return self.text(key) if key in self.raw else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            self._wrong(key, 'a list of texts, such as ["one", "two"]')
        return tuple(value)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of texts, as pairs; empty where the key is not there."""
        table = self.table(key)
        return tuple((k, table.text(k)) for k in table.raw)

    def flag(self, key: str) -> bool:
        """True or false; false where the key is not there."""
        value = self._value(key, False)
        return value if isinstance(value, bool) else self._wrong(key, "true or false")

    def number_or_none(self, key: str) -> float | None:
        """A number, or none where the key is not there."""
        value = self.raw.get(key)
        return value if value is None or _is_number(value) else self._wrong(key, "a number")

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """A list of so many numbers."""
        value = self._value(key, None)
        if not isinstance(value, list) or len(value) != count or not all(map(_is_number, value)):
            self._wrong(key, f"a list of {count} numbers")
        return tuple(value)

    def day(self, key: str, name: str, default: date | None = None) -> date:
        """A day; ``name`` is what the messages call the table."""
        value = self._value(key, default)
        if not isinstance(value, date) or type(value) is not date:  # a time is a date, too
            advice = "write it without quotes, such as 2022-02-24"
            raise TheatreError(f"{key} {value!r} is no date", advice=advice, where=name)
        return value

    def table(self, key: str) -> Table:
        """A table; an empty one where the key is not there."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            raise TheatreError(self.where, f"give one [{key}], not [[{key}]]")
        return Table(value, self.where, self.missing)

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables; empty where the key is not there."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self._wrong(key, f"tables that begin with [[{key}]]")
        return tuple(Table(v, self.where, self.missing) for v in value)

    def line(self, key: str, name: str, least: int) -> tuple[Point, ...]:
        """A line of at least so many points; ``name`` is what the messages call it."""
        return points(name, self._value(key, None), least)

    def lists(self, key: str) -> tuple[object, ...]:
        """A list of whatever; empty where the key is not there."""
        value = self._value(key, [])
        return tuple(value) if isinstance(value, list) else self._wrong(key, "a list")

    def _value(self, key: str, default: object) -> object:
        if key in self.raw:
            return self.raw[key]
        if default is None:
            raise TheatreError(self.where, self.missing.format(key=key))
        return default

    def _wrong(self, key: str, needed: str) -> NoReturn:
        what = f"{key} = {self.raw[key]!r}"
        raise TheatreError(what, "the value is of another kind", f"give {needed}", where=self.where)


def points(name: str, value: object, least: int) -> tuple[Point, ...]:
    """A line or ring of a file: points (lat, lon) in degrees, at least so many.

    Raises:
        TheatreError: no list of points, too few, or one that is not on Earth.
    """
    if not isinstance(value, list) or not all(isinstance(p, list) and len(p) == 2 for p in value):
        raise TheatreError(name, "give points as [lat, lon] in degrees, in a list")
    line = tuple((float(lat), float(lon)) for lat, lon in value)
    if len(line) < least or any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in line):
        raise TheatreError(name, f"give at least {least} points as [lat, lon] in degrees")
    return line


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""The columns of a table of events: their names, and days without doubt."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fogline.documents.errors import DocumentError

# How a user's file says which way round days such as 10/09/2022 are.
_ORDERS = {"day first": ("day", "month"), "month first": ("month", "day")}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?")
_WORDS = (
    re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[^\W\d]+)\.?,?[ -](?P<year>\d{4})(?: р\.?| г\.?)?"),
    re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
)
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
DAY = "event_date"
# Characters of a cell that a message shows.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """ACLED's name of a column by the table's own, and how it writes days in figures."""

    renamed: tuple[tuple[str, str], ...] = ()
    order: str = ""

    def header(self, found: list[str]) -> list[str]:
        """The names of a table's columns, those that are known under ACLED's names.

        Raises:
            DocumentError: a column that the table lacks, or two of one name.
        """
        have = [_plain(name) for name in found]
        wanted = {_plain(own): name for own, name in self.renamed}
        missing = [own for own, _ in self.renamed if _plain(own) not in have]
        if missing:
            raise DocumentError(f"no column {missing[0]!r}", f"it has {', '.join(have)}")
        names = [wanted.get(name, name) for name in have]
        twice = next((n for n in names if n and names.count(n) > 1), "")
        if twice:
            raise DocumentError(f"two columns {twice!r}", "rename one of them")
        lacking = [group for group in _known()["needed"] if not set(group) & set(names)]
        if lacking:
            advice = "name it in a file for --columns"
            raise DocumentError(f"no column {' or '.join(lacking[0])}", advice)
        return names

    def day(self, words: str) -> date:
        """The day that words give without doubt.

        Raises:
            DocumentError: they give none, or one that may be another.
        """
        try:
            if iso := _ISO.fullmatch(words):
                return date(*(int(v) for v in iso.groups()))
            for form in _WORDS:
                if found := form.fullmatch(words):
                    return date(int(found["year"]), _month(found["month"]), int(found["day"]))
            if figures := _NUMBERS.fullmatch(words):
                return self._ordered(figures)
        except DocumentError:
            raise
        except ValueError as error:
            raise DocumentError(f"{DAY} {words!r}", str(error)) from error
        why = "no day" if words else "a row without a day"
        raise DocumentError(f"{DAY} {words[:_SHOWN]!r}: {why}", "write it as 2022-09-10")

    def _ordered(self, figures: re.Match[str]) -> date:
        words, (first, second, year) = figures[0], map(int, figures.groups())
        if not self.order:
            advice = f"write it as 2022-09-10, or give dates = {' or '.join(map(repr, _ORDERS))}"
            why = "which is the day, and which the month?"
            raise DocumentError(f"{DAY} {words!r}: {why}", f"{advice} in a file for --columns")
        parts = dict(zip(_ORDERS[self.order], (first, second), strict=True))
        return date(year, **parts)


def load_columns(path: str) -> Columns:
    """The columns that a user's file names; ACLED's own without one.

    Raises:
        DocumentError: no such file, or one that can't be used.
    """
    if not path:
        return Columns()
    try:
        raw: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DocumentError(f"columns {path!r}", str(error)) from error
    columns, order = raw.get("columns", {}), raw.get("dates", "")
    known = _known()["known"]
    wrong = [name for name in columns if name not in known]
    if wrong:
        raise DocumentError(f"column {wrong[0]!r}", f"known are {', '.join(known)}", where=path)
    if order and order not in _ORDERS:
        allowed = f"give {' or '.join(map(repr, _ORDERS))}"
        raise DocumentError(f"dates {order!r}", allowed, where=path)
    return Columns(tuple((str(own), name) for name, own in columns.items()), order)


def _plain(name: str) -> str:
    """A column's name in one line, without the sign that ends it in a row's text."""
    return " ".join(name.replace(":", " ").split())


def _month(name: str) -> int:
    for number, starts in _known()["months"].items():
        if name.casefold().startswith(tuple(starts)):
            return int(number)
    raise ValueError(f"{name!r} is no month")


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    source = files("fogline.documents") / "data" / "tables.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))

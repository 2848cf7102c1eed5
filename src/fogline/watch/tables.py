"""Tables of a sources file, checked to the end: every mistake is collected, none stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fogline.watch.durations import UNITS, in_words, seconds_of

# The longest interval, in seconds: a week. A longer one is a slip.
LONGEST = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file; ``where`` names it in messages, ``mistakes`` collects them.

    A value that can't be used is a mistake, and its default stands for it.
    """

    raw: Mapping[str, object]
    where: str
    mistakes: list[str]

    def wrong(self, key: str, needed: str) -> None:
        """Note that a key's value can't be used, and what is needed."""
        self.mistakes.append(f"{self.where}: {key} = {self.raw.get(key)!r}: {needed}")

    def only(self, allowed: tuple[str, ...]) -> None:
        """Note the keys that mean nothing here."""
        for key in self.raw:
            if key not in allowed:
                told = f"unknown key {key!r}: there are {', '.join(allowed)}"
                self.mistakes.append(f"{self.where}: {told}")

    def text(self, key: str) -> str:
        """A text; empty where the key is not there."""
        value = self.raw.get(key, "")
        if not isinstance(value, str):
            self.wrong(key, "give a text in quotes")
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is not there."""
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.wrong(key, 'give a list of texts, such as ["one", "two"]')
            return ()
        return tuple(v.strip() for v in value)

    def addresses(self, key: str) -> tuple[str, ...]:
        """A list of addresses, http or https."""
        found = []
        for one in self.texts(key):
            try:
                parts = urlsplit(one)
                fit = parts.scheme in {"http", "https"} and bool(parts.hostname)
            except ValueError:
                fit = False
            if fit:
                found.append(one)
            else:
                self.mistakes.append(
                    f"{self.where}: {key}: {one!r} is no address: give http://... or https://..."
                )
        return tuple(found)

    def duration(self, key: str, default: float, least: float) -> float:
        """Seconds, written as "30 min"."""
        if key not in self.raw:
            return default
        value = self.raw[key]
        seconds = seconds_of(value) if isinstance(value, str) else None
        if seconds is None:
            form = 'a number and a unit in quotes, such as "30 min"'
            self.wrong(key, f"give {form}; units are {', '.join(UNITS)}")
        elif not least <= seconds <= LONGEST:
            self.wrong(key, f"give {in_words(least)} at least and {in_words(LONGEST)} at most")
        else:
            return seconds
        return default

    def count(self, key: str, default: int) -> int:
        """A whole number from 1 on."""
        value = self.raw.get(key, default)
        if type(value) is not int or value < 1:
            self.wrong(key, "give a whole number from 1 on")
            return default
        return value

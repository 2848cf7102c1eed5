"""Reads a sources file: TOML with the publishers, and what of theirs is watched."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import available_timezones

from fogline.errors import FoglineError
from fogline.watch.sources import Kind, Source, Sources
from fogline.watch.tables import Table

# Seconds between two visits of an address and of a folder, if the file says nothing, and the least
# that it may say: a feed that is asked once a minute with its validators costs its server little.
ADDRESS_EVERY, FOLDER_EVERY = 1_800.0, 60.0
ADDRESS_LEAST, FOLDER_LEAST = 60.0, 5.0
# Seconds for which a file must have been left alone, and the least.
SETTLE, SETTLE_LEAST = 30.0, 0.0
# The most pages of one feed or sitemap in one visit, as for `fogline add`.
PAGES = 500
_KINDS: dict[str, Kind] = {
    "feeds": "feed",
    "sitemaps": "sitemap",
    "folders": "folder",
    "exports": "export",
}
_EVERY = ("every", "folders_every")
_COLLECTION = ("name", "zone", *_KINDS, *_EVERY, "pages")
_PUBLISHER = (*_COLLECTION, "domains", "channels")


class SourcesError(FoglineError):
    """A sources file with mistakes; the message names each of them."""


@dataclass(frozen=True, slots=True)
class _Intervals:
    addresses: float = ADDRESS_EVERY
    folders: float = FOLDER_EVERY

    def of(self, table: Table) -> _Intervals:
        """Those of a table; what it does not say is as here."""
        return _Intervals(
            table.duration("every", self.addresses, ADDRESS_LEAST),
            table.duration("folders_every", self.folders, FOLDER_LEAST),
        )


def read_sources(path: Path) -> Sources:
    """The sources of a file; folders are named from the file's own folder.

    Raises:
        SourcesError: it can't be read, or it has mistakes, of which each is named.
    """
    where = f"sources file {str(path)!r}"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourcesError(where, error.strerror or str(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourcesError(where, f"not valid TOML: {error}") from error
    mistakes: list[str] = []
    top = Table(raw, "the file", mistakes)
    top.only(("watch", "publisher", "collection"))
    general = raw.get("watch", {})
    if not isinstance(general, dict):
        mistakes.append("the file: give one [watch], not [[watch]]")
        general = {}
    watch = Table(general, "[watch]", mistakes)
    watch.only((*_EVERY, "settle"))
    intervals = _Intervals().of(watch)
    settle = watch.duration("settle", SETTLE, SETTLE_LEAST)
    found = [
        source
        for key in ("publisher", "collection")
        for table in _tables(top, key)
        for source in _sources(table, key, intervals, path.absolute().parent)
    ]
    mistakes += _doubles(found)
    if not found and not mistakes:
        some = ", ".join(_KINDS)
        mistakes.append(f"nothing is watched: give a publisher or collection one of {some}")
    if mistakes:
        count = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
        raise SourcesError(where, "\n  ".join([count, *mistakes]))
    return Sources(str(path.resolve()), tuple(found), settle)


def _tables(top: Table, key: str) -> Iterator[Table]:
    value = top.raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        top.mistakes.append(f"the file: give tables that begin with [[{key}]]")
        return
    for number, raw in enumerate(value, 1):
        name = raw.get("name")
        named = f" ({name})" if isinstance(name, str) else ""
        yield Table(raw, f"[[{key}]] {number}{named}", top.mistakes)


def _sources(table: Table, key: str, general: _Intervals, home: Path) -> Iterator[Source]:
    table.only(_PUBLISHER if key == "publisher" else _COLLECTION)
    name, zone = table.text("name"), table.text("zone")
    if not name:
        table.mistakes.append(f"{table.where}: the key 'name' is missing or empty")
    if zone and zone not in available_timezones():
        table.wrong("zone", "give an IANA name such as Europe/Kyiv")
    for other in ("domains", "channels"):
        table.texts(other)
    intervals, pages = general.of(table), table.count("pages", PAGES)
    for words, kind in _KINDS.items():
        one = Source(name, name if key == "publisher" else "", kind, "", 0.0, zone, pages)
        if one.fetched:
            for address in table.addresses(words):
                yield replace(one, address=address, every=intervals.addresses)
        else:
            for address in _folders(table, words, home):
                yield replace(one, address=address, every=intervals.folders)


def _folders(table: Table, key: str, home: Path) -> Iterator[str]:
    for words in table.texts(key):
        folder = home / Path(words).expanduser()
        if folder.is_dir():
            yield str(folder.resolve())
        else:
            needed = "it is a file: give its folder" if folder.exists() else "no such folder"
            table.mistakes.append(f"{table.where}: {key}: {words!r}: {needed}")


def _doubles(found: list[Source]) -> list[str]:
    counts = Counter(s.address for s in found)
    return [f"{address} is given {n} times: give it once" for address, n in counts.items() if n > 1]

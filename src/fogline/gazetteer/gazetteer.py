"""The index of spellings and its look-ups."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import weakref
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fogline.gazetteer.imports import home, imported
from fogline.gazetteer.languages import name_in, spellings_at
from fogline.gazetteer.settlements import PLACE, SCHEMA, Settlements, keep, kept, merge
from fogline.gazetteer.sources import Entry, csv_entries, embedded_entries, theatre_entries
from fogline.gazetteer.spelling import is_cyrillic, likeness, phonetic, rules, skeleton, stems
from fogline.model import Place
from fogline.theatre import Theatre

_VERSION = "6"
# Below this likeness two names that share a skeleton are different names. The share of places
# located in the training files does not depend on it (.962 from .50 to .80); it keeps lists of
# candidates short.
MIN_LIKENESS = 0.62
# An inflected name loses this much likeness by its ending, and gets it back, up to just below 1.
_ENDING_BONUS, _BELOW_EXACT = 0.15, 0.99
# Misprints: the shortest sound that is compared, the length from which two slips are allowed, how
# many sounds are looked up, and the likeness that no misprint exceeds.
_SHORTEST, _TWO_SLIPS, _SOUNDS, _MOST_LIKE = 6, 9, 4, 0.8
# Look-ups that a gazetteer remembers. A report asks for some hundred names, often the same ones.
_NAMES, _STARTS, _MISPRINTS = 50_000, 2_000, 20_000
# Gazetteers that stay open: one for each theatre in use, and for its files before and after a
# change.
_KEPT_OPEN = 8
_SCHEMA = """
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT, name TEXT, kind TEXT, lat REAL, lon REAL,
                    region TEXT, weight REAL, country TEXT);
CREATE TABLE spelling (skeleton TEXT, stem TEXT, sound TEXT, name TEXT, row INTEGER);
"""

_COLUMNS = ", ".join(PLACE)


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean.

    ``likeness`` compares the name with the closest spelling of the place, ``official`` with the
    place's own name (0 to 1).
    """

    place: Place
    likeness: float
    spelling: str
    official: float


class Gazetteer:
    """Look-ups over the spellings of a theatre's places.

    ``digest`` is the hash of all that it was made from.
    """

    def __init__(
        self, base: sqlite3.Connection, digest: str = "", home: tuple[str, ...] = (), files: int = 0
    ) -> None:
        self._base, self.imported_files = base, files
        self._home = ("", *home)
        self.digest = digest
        self.find = lru_cache(maxsize=_NAMES)(self._find)
        self._sounds = lru_cache(maxsize=_STARTS)(self._sounds_from)
        self.fuzzy = lru_cache(maxsize=_MISPRINTS)(self._find_fuzzy)
        # The index is closed when nobody uses the gazetteer any more.
        weakref.finalize(self, base.close)

    def _find(self, name: str) -> tuple[Match, ...]:
        """Places with a spelling that the rules of ``spelling.py`` bring together with ``name``."""
        if is_cyrillic(name):
            keys = stems(name)
            marks = ",".join("?" * len(keys))
            return self._rank(name, self._rows(f"s.stem IN ({marks})", keys), inflected=True)
        return self._rank(name, self._rows("s.skeleton = ?", (skeleton(name),)), inflected=False)

    def _find_fuzzy(self, name: str) -> tuple[Match, ...]:
        """Places whose name differs by one or two letters: misprints, where ``find`` has none."""
        sound = phonetic(name)
        if len(sound) < _SHORTEST:
            return ()
        close = process.extract(
            sound,
            self._sounds(sound[:1]),
            scorer=OSA.distance,
            score_cutoff=2 if len(sound) >= _TWO_SLIPS else 1,
            limit=_SOUNDS,
        )
        found = list(chain.from_iterable(self._rows("s.sound = ?", (c[0],)) for c in close))
        return tuple(
            Match(m.place, min(_MOST_LIKE, m.likeness), m.spelling, m.official)
            for m in self._rank(name, found, inflected=True)
        )

    def places(self, id: str) -> tuple[Place, ...]:
        """The places of an id: one, or none."""
        rows = self._base.execute(f"SELECT {_COLUMNS} FROM place WHERE id = ?", (id,))
        return tuple(Place(*r) for r in rows)[:1]

    @cached_property
    def settlements(self) -> Settlements:
        """All settlements at home in the theatre, each once; each region has one spelling."""
        found = kept(self._base)
        return found if found.places else self.merged()

    def merged(self) -> Settlements:
        """The same worked out anew."""
        found = merge(self.settled(self._home))
        named = {region: self._region(region) for region in {p.region for p in found.places}}
        return replace(
            found, places=tuple(replace(p, region=named[p.region]) for p in found.places)
        )

    def spellings(self) -> Iterator[tuple[str, str]]:
        """The id of each settlement with each of its spellings that sound different."""
        yield from self._base.execute(
            "SELECT p.id, s.name FROM spelling s JOIN place p USING (row) "
            "WHERE p.kind = 'settlement' ORDER BY s.rowid"
        )

    @staticmethod
    def rules() -> dict[str, object]:
        """The rules of spelling as data, for programs that compare names by themselves."""
        return rules()

    def names(self, language: str) -> dict[str, str]:
        """Each settlement's name at home in uk, ru or ar, or else as it is listed, by its id."""
        return {id: name_in(language, name, known) for id, name, *known in self._spellings}

    @cached_property
    def renown(self) -> dict[str, int]:
        """How many spellings each settlement at home has, by its id: towns have many."""
        return {id: len(known) for id, _, *known in self._spellings}

    @cached_property
    def _spellings(self) -> list[list[str]]:
        """Of each settlement at home its id and name, and all spellings that its twins have too."""
        rows, position = spellings_at(self._base, self._home), self.settlements.position
        shared: dict[int, dict[str, None]] = defaultdict(dict)
        for id, _, *known in rows:
            shared[position[id]].update(dict.fromkeys(known))
        return [[id, name, *shared[position[id]]] for id, name, *_ in rows]

    def _region(self, name: str) -> str:
        """A region's first name, or the name as it is where no region has it."""
        found = (
            (m for m in self.find(name) if m.place.kind in {"admin", "region"})
            if name
            else iter(())
        )
        return next((m.place.name for m in found), name)

    def settled(self, countries: tuple[str, ...]) -> tuple[Place, ...]:
        """The settlements of some countries, as the files have them.

        Countries are ISO codes; the empty one stands for imported files.
        """
        marks = ",".join("?" * len(countries))
        query = f"SELECT {_COLUMNS} FROM place WHERE kind = 'settlement' AND country IN ({marks})"
        return tuple(Place(*r) for r in self._base.execute(query, countries))

    def _sounds_from(self, start: str) -> list[str]:
        """All sounds that begin with ``start``."""
        query = "SELECT DISTINCT sound FROM spelling WHERE sound >= ? AND sound < ?"
        return [r[0] for r in self._base.execute(query, (start, start + "\uffff"))]

    def _rows(self, where: str, values: Iterable[str]) -> list[tuple[str, Place]]:
        query = (
            f"SELECT s.name, {', '.join(f'p.{name}' for name in PLACE)} "
            f"FROM spelling s JOIN place p USING (row) WHERE {where}"
        )
        return [(r[0], Place(*r[1:])) for r in self._base.execute(query, tuple(values))]

    @staticmethod
    def _rank(name: str, found: list[tuple[str, Place]], *, inflected: bool) -> tuple[Match, ...]:
        best: dict[str, Match] = {}
        for spelling, place in found:
            alike = likeness(name, spelling)
            if inflected and alike < 1:
                alike = min(_BELOW_EXACT, alike + _ENDING_BONUS)
            if alike >= MIN_LIKENESS and (place.id not in best or alike > best[place.id].likeness):
                best[place.id] = Match(place, alike, spelling, likeness(name, place.name))
        matches = best.values()
        return tuple(sorted(matches, key=lambda m: (-m.likeness, -m.place.weight, m.place.id)))


class OpenGazetteers:
    """The gazetteers in use, at most ``limit`` of them; the one not used for longest goes first.

    Drop the object, or ``clear()`` it, to free their memory.
    """

    def __init__(self, limit: int = _KEPT_OPEN) -> None:
        self._limit = limit
        self._open: OrderedDict[str, Gazetteer] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._open)

    def open(self, theatre: Theatre) -> Gazetteer:
        """The theatre's gazetteer, opened if it is not open, or if its files have changed."""
        files = imported(theatre.name)
        state = [f"{f}:{f.stat().st_size}:{f.stat().st_mtime_ns}" for f in files]
        key = "|".join([_VERSION, theatre.spelling, *state])
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        with self._lock:
            if digest not in self._open:
                content = hashlib.sha256("|".join([_VERSION, theatre.spelling]).encode())
                for file in files:
                    content.update(file.read_bytes())
                index = _index(theatre, files, digest)
                made = Gazetteer(index, content.hexdigest(), theatre.countries, len(files))
                self._open[digest] = made
            self._open.move_to_end(digest)
            while len(self._open) > self._limit:
                self._open.popitem(last=False)
            return self._open[digest]

    def clear(self) -> None:
        """Forget all; those that somebody still uses stay open for them."""
        with self._lock:
            self._open.clear()


_DEFAULT = OpenGazetteers()


def open_gazetteer(theatre: Theatre, opened: OpenGazetteers = _DEFAULT) -> Gazetteer:
    """The theatre's gazetteer: embedded places, the theatre's features and all imported files.

    The first call compiles an index into the user's data folder (a few seconds); later calls open
    it. ``opened`` keeps the gazetteers in use.
    """
    return opened.open(theatre)


def _index(theatre: Theatre, files: list[Path], digest: str) -> sqlite3.Connection:
    folder = home() / "gazetteer" / theatre.name
    index = folder / f"index-{digest}.sqlite"
    try:
        if not index.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f"index-{digest}.{os.getpid()}.part"
            base = sqlite3.connect(part, check_same_thread=False)
            _fill(base, _entries(theatre, files))
            made = Gazetteer(base, home=theatre.countries)
            keep(base, made.merged())
            base.close()
            part.replace(index)
        return sqlite3.connect(f"file:{index}?mode=ro", uri=True, check_same_thread=False)
    except (PermissionError, sqlite3.OperationalError):
        # A read-only home is no reason not to read: the index then lives in memory for this run.
        base = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(base, _entries(theatre, files))
        return base


def _entries(theatre: Theatre, files: list[Path]) -> Iterator[Entry]:
    return chain(
        theatre_entries(theatre),
        embedded_entries(theatre),
        *(csv_entries(f) for f in files),
    )


def _fill(base: sqlite3.Connection, entries: Iterator[Entry]) -> None:
    base.executescript(_SCHEMA + SCHEMA)
    for row, (place, names) in enumerate(entries):
        base.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)",
            (row, *(getattr(place, name) for name in PLACE)),
        )
        keys = {n: skeleton(n) for n in dict.fromkeys((place.name, *names)) if n}
        base.executemany(
            "INSERT INTO spelling VALUES (?,?,?,?,?)",
            [(key, key.rstrip("*"), phonetic(n), n, row) for n, key in keys.items()],
        )
    base.executescript(
        "CREATE INDEX by_skeleton ON spelling (skeleton); CREATE INDEX by_stem ON spelling (stem);"
        "CREATE INDEX by_sound ON spelling (sound); CREATE INDEX by_id ON place (id); ANALYZE;"
    )
    base.commit()

"""A theatre's records, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from fogline.model import Place
from fogline.rings import Ring, inside


@dataclass(frozen=True)
class Belligerent:
    """A side: its label, its names and adjectives, and the words that stand for its government.

    ``national`` are adjectives of the whole people, which name its state only before the state's
    own forces or beside another side's adjective. ``native`` are word stems in other scripts; a
    trailing ``*`` stands for any ending. ``kind`` is what exports for other codebooks ask for:
    state (the government of the land that is fought over), external (another state) or armed group.
    ``holds_for`` is the side that holds what this one takes: its ally or proxy, or itself if empty.
    """

    label: str
    name: str
    colour: str
    adjectives: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    kind: str = field(default="armed group", repr=False)
    holds_for: str = field(default="", repr=False)


@dataclass(frozen=True)
class ModelAddress:
    """Which large model the reader ``llm`` asks, and at which endpoint, unless a command or a
    ledger says otherwise.
    """

    model: str
    endpoint: str


@dataclass(frozen=True)
class Alliance:
    """Belligerents that a table of who held what may know as one; each holds for itself in an
    estimate.
    """

    label: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Deictic:
    """Words whose side depends on who speaks ("the invaders").

    ``default`` is for speakers of no side. ``attributive`` ones name a side only as adjectives
    before a place: "in occupied X", not "they occupied X". ``taking`` ones tell a capture ("the
    liberation of X") and mean its taker where the text names none; a star ends a stem. Of the sides
    that words ``recall`` ("the militants"), they mean the one that the text has named last, if any.
    """

    words: tuple[str, ...]
    default: str | None
    by_speaker: tuple[tuple[str, str], ...]
    attributive: bool = False
    taking: bool = False
    recalls: tuple[str, ...] = ()

    def side(self, voice: str | None) -> str | None:
        """Whom the words mean when ``voice`` says them."""
        return dict(self.by_speaker).get(voice or "", self.default)

    def has(self, word: str) -> bool:
        """Whether a word, in small letters, is one of them."""
        return any(
            word.startswith(w[:-1]) if w.endswith("*") else word == w.casefold() for w in self.words
        )


@dataclass(frozen=True)
class Voice:
    """A speaker or publisher: side (or none), kind and the group that counts as one voice."""

    names: tuple[str, ...]
    kind: str
    group: str
    side: str | None = None


@dataclass(frozen=True)
class Publisher:
    """Who stands behind web domains and channels.

    ``zone`` is the IANA zone of times that it prints without an offset.
    """

    name: str
    domains: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    zone: str = ""

    def owns(self, domain: str) -> bool:
        """Whether a host is one of its domains or lies below one."""
        return any(domain == d or domain.endswith(f".{d}") for d in self.domains)


@dataclass(frozen=True)
class Feature:
    """A region, water or facility of the theatre; its first name is the official one.

    Its coordinates are a point inside, in degrees. ``geonames`` is a region's code among the
    first-order divisions of GeoNames, such as UA.07: it tells which places lie in it.
    """

    names: tuple[str, ...]
    place: Place
    geonames: str = field(default="", repr=False)


@dataclass(frozen=True)
class Area:
    """A coarse polygon with who held it.

    ``ring`` are (lat, lon) in degrees; ``source`` says where the line is known from.
    """

    name: str
    holder: str
    ring: Ring
    source: str = ""


@dataclass(frozen=True)
class Baseline:
    """Who held what on the theatre's first day: ``holder`` everywhere but in ``areas``.

    Of areas that overlap the later one counts. ``abroad`` are countries around the theatre (ISO
    codes) from whose ground a side makes war, with its label. ``began`` is the day on which the
    war began, after which ground changes hands fast; it is ``day`` where nothing else is said.
    """

    day: date
    holder: str
    areas: tuple[Area, ...] = ()
    abroad: tuple[tuple[str, str], ...] = ()
    began: date | None = None

    def holder_of(self, place: Place) -> str:
        """Who held a place on the first day; empty where nothing says."""
        abroad = dict(self.abroad).get(place.country)
        if abroad is not None:
            return abroad
        if place.lat is None or place.lon is None:
            return ""
        lat, lon = np.array([place.lat]), np.array([place.lon])
        over = (a.holder for a in reversed(self.areas) if inside(lat, lon, a.ring)[0])
        return next(over, self.holder)


@dataclass(frozen=True)
class River:
    """The course of a river that fronts follow.

    ``line`` is coarse: (lat, lon) in degrees, from source to mouth.
    """

    names: tuple[str, ...]
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Theatre:
    """Everything that makes a war this war. Loaded from TOML, see docs/theatre.md."""

    name: str
    title: str
    countries: tuple[str, ...]
    nearby: tuple[str, ...]
    languages: tuple[str, ...]
    box: tuple[float, float, float, float]
    belligerents: tuple[Belligerent, ...]
    deictics: tuple[Deictic, ...]
    voices: tuple[Voice, ...]
    features: tuple[Feature, ...]
    enemy_default: str | None = None
    publishers: tuple[Publisher, ...] = field(default=(), repr=False)
    # The baseline changes no reading, and so stays out of the hash of a setting.
    baseline: Baseline | None = field(default=None, repr=False)
    rivers: tuple[River, ...] = field(default=(), repr=False)
    # Rings of (lat, lon) in degrees around the land that the theatre covers; without any it is the
    # land around its settlements.
    outline: tuple[tuple[tuple[float, float], ...], ...] = field(default=(), repr=False)
    outline_source: str = field(default="", repr=False)
    alliances: tuple[Alliance, ...] = field(default=(), repr=False)
    large_model: ModelAddress | None = field(default=None, compare=False, repr=False)
    origin: str = field(default="", compare=False, repr=False)

    @cached_property
    def spelling(self) -> str:
        """All that readings depend on, in one text that hashes are made of: it is long, and asked
        for with each document.
        """
        return repr(self)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The belligerents' labels in the file's order."""
        return tuple(b.label for b in self.belligerents)

    def holder(self, label: str) -> int:
        """Which side holds what a belligerent takes, as a position among the labels: itself, or
        the one it holds for; -1 where there is no such belligerent.
        """
        found = next((b for b in self.belligerents if b.label == label), None)
        return self.labels.index(found.holds_for or label) if found else -1

    @cached_property
    def holders(self) -> tuple[int, ...]:
        """The positions among the labels of the belligerents that hold for themselves."""
        return tuple(k for k, b in enumerate(self.belligerents) if not b.holds_for)

    def voice_of(self, name: str) -> Voice | None:
        """The speaker whose name stands in ``name``, or none; the longest name wins."""
        folded = name.casefold()
        found = [(len(n), v) for v in self.voices for n in v.names if n.casefold() in folded]
        return max(found, key=lambda f: f[0])[1] if found else None

    def knows(self, name: str) -> bool:
        """Whether a name, whole, is that of a speaker, publisher or channel of the theatre.

        A part of a name does for :meth:`voice_of`, but "Maria" is not the agency RIA.
        """
        return name.casefold() in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        names = [n for v in self.voices for n in v.names]
        names += [n for p in self.publishers for n in (p.name, *p.channels)]
        return frozenset(n.casefold() for n in names)

    def side_of(self, name: str) -> str | None:
        """The side of a speaker or publisher: by the list of speakers, else by the side's words."""
        voice = self.voice_of(name)
        if voice is not None:
            return voice.side
        folded = name.casefold()
        found = [
            (len(word), b.label)
            for b in self.belligerents
            for word in (*b.names, *b.adjectives, *b.country, *b.capitals)
            if word.casefold() in folded
        ]
        return max(found)[1] if found else None

    def taker(self, words: Sequence[str], voice: str | None) -> str | None:
        """Whose capture words such as "liberated" tell of when ``voice`` says them; none for other
        words.
        """
        taking = (d for d in self.deictics if d.taking)
        return next((d.side(voice) for d in taking if any(map(d.has, words))), None)

    def enemy_of(self, side: str | None) -> str | None:
        """Whom ``side`` means by "the enemy": the other of two main sides, else the default."""
        if side is None or side not in self.labels[:2]:
            return self.enemy_default
        return self.labels[1] if side == self.labels[0] else self.labels[0]

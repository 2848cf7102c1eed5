"""Makes a theatre's records of the tables of its file, and checks them."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from zoneinfo import available_timezones

from fogline.model import Place
from fogline.theatre.tables import Table, TheatreError, points
from fogline.theatre.theatre import (
    Alliance,
    Area,
    Baseline,
    Belligerent,
    Deictic,
    Feature,
    ModelAddress,
    Publisher,
    River,
    Theatre,
    Voice,
)

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
# An area of a baseline may have no known holder; both words are states of control, and no labels.
UNCLEAR = "unclear"
_STATES = ("contested", UNCLEAR)
_KINDS = ("state", "external", "armed group")
# The kind of a feature that names none, by the table it stands in.
_FEATURE_KINDS = {
    "region": "admin",
    "water": "river",
    "facility": "facility",
    "settlement": "settlement",
}
# A feature of the theatre goes before any place of the same name but a great city or a country; a
# settlement that it adds weighs as much as a town of ten thousand.
_FEATURE_WEIGHT, _SETTLEMENT_WEIGHT = 6.0, 4.0
# Points that make a line, and a ring.
_LINE, _RING = 2, 3


def theatre(table: Table, origin: str) -> Theatre:
    """The theatre of a file's tables.

    Raises:
        TheatreError: a missing key, a value of another kind, or an unknown name.
    """
    south, west, north, east = table.numbers("box", 4)
    outline = table.table("outline")
    table.require("belligerent")
    belligerents = tuple(_belligerent(b) for b in table.tables("belligerent"))
    labels = [b.label for b in belligerents]
    if len(set(labels)) < len(labels):
        what, advice = f"labels {', '.join(labels)}", "give each belligerent one of its own"
        raise TheatreError(what, advice=advice, where=f"theatre {table.text('name')!r}")
    _check_allies(belligerents)
    return Theatre(
        name=table.text("name"),
        title=table.text("title"),
        countries=table.texts("countries"),
        nearby=table.texts("nearby", ()),
        languages=table.texts("languages", ("en",)),
        box=(south, west, north, east),
        belligerents=belligerents,
        deictics=tuple(_deictic(d, labels) for d in table.tables("deictic")),
        voices=tuple(
            Voice(s.texts("names"), s.text("kind"), s.text("group"), s.text_or_none("side"))
            for s in table.tables("speaker")
        ),
        features=_all_features(table),
        enemy_default=table.table("enemy").text_or_none("default"),
        publishers=tuple(publisher(p) for p in table.tables("publisher")),
        baseline=_baseline(table.table("baseline"), labels) if "baseline" in table else None,
        rivers=tuple(
            River(r.texts("names"), r.line("line", r.texts("names")[0], _LINE))
            for r in table.tables("river")
        ),
        outline=tuple(points("outline", ring, _RING) for ring in outline.lists("rings")),
        outline_source=outline.text("source", ""),
        alliances=_alliances(table, labels),
        large_model=_large_model(table.table("large_model")) if "large_model" in table else None,
        origin=origin,
    )


@cache
def _zones() -> set[str]:
    """The zones that there are; to list them takes longer than to read a theatre."""
    return available_timezones()


def publisher(table: Table) -> Publisher:
    """A publisher.

    Raises:
        TheatreError: no name, or a zone that is none.
    """
    name, zone = table.text("name"), table.text("zone", "")
    if zone and zone not in _zones():
        what, advice = f"unknown zone {zone!r}", "give an IANA name such as Europe/Kyiv"
        raise TheatreError(what, advice=advice, where=f"publisher {name!r}")
    domains = tuple(d.casefold() for d in table.texts("domains", ()))
    return Publisher(name, domains, table.texts("channels", ()), zone)


def _large_model(table: Table) -> ModelAddress:
    """Where the large model is.

    Raises:
        TheatreError: anything else, above all a key: theatre files are passed on.
    """
    for key in sorted(table.raw.keys() - {"model", "endpoint"}):
        advice = "give model and endpoint here, and the endpoint's key in a file: --key-file"
        raise TheatreError(f"large_model has {key!r}", advice=advice, where=table.where)
    return ModelAddress(table.text("model", ""), table.text("endpoint", ""))


def _alliances(table: Table, labels: list[str]) -> tuple[Alliance, ...]:
    """The alliances, with labels of their own and known members, each in one alliance.

    Raises:
        TheatreError: a label is taken, a member is unknown, or in two alliances.
    """
    found = tuple(
        Alliance(a.text("label"), a.text("name"), a.texts("members"))
        for a in table.tables("alliance")
    )
    taken, members = {*labels, *_STATES}, set(labels)
    for alliance in found:
        where = f"alliance {alliance.label!r}"
        if alliance.label in taken:
            raise TheatreError(where, "this label is taken", "give another one")
        for member in alliance.members:
            if member not in members:
                advice = f"give belligerents ({', '.join(labels)}), each in one alliance"
                raise TheatreError(f"member {member!r}", advice=advice, where=where)
            members.remove(member)
        taken.add(alliance.label)
    return found


def _deictic(table: Table, labels: list[str]) -> Deictic:
    """Words whose side depends on who speaks.

    Raises:
        TheatreError: a label that no belligerent has.
    """
    table.require("by_speaker")
    found = Deictic(
        table.texts("words"),
        table.text_or_none("default"),
        table.pairs("by_speaker"),
        table.flag("attributive"),
        table.flag("taking"),
        table.texts("recalls", ()),
    )
    told = [*found.recalls, *chain.from_iterable(found.by_speaker), found.default]
    for label in told:
        if label is not None and label not in labels:
            where = f"deictic {', '.join(found.words[:1])!r}"
            advice = f"give one of the belligerents ({', '.join(labels)})"
            raise TheatreError(f"label {label!r}", advice=advice, where=where)
    return found


def _baseline(table: Table, labels: list[str]) -> Baseline:
    areas = tuple(
        Area(
            a.text("name"),
            a.text("holder"),
            a.line("ring", a.text("name"), _RING),
            a.text("source", ""),
        )
        for a in table.tables("area")
    )
    abroad, holder = table.pairs("abroad"), table.text("holder")
    asked = (holder, *(a.holder for a in areas if a.holder != UNCLEAR), *(b for _, b in abroad))
    for label in asked:
        if label not in labels:
            what, advice = f"unknown holder {label!r}", f"give one of {', '.join(sorted(labels))}"
            raise TheatreError(what, advice=advice, where="baseline")
    day = table.day("day", "baseline")
    began = table.day("began", "baseline", day)
    if began > day:
        what, advice = f"began {began} is after day {day}", "give the day on which the war began"
        raise TheatreError(what, advice=advice, where="baseline")
    return Baseline(day, holder, areas, abroad, began)


def _belligerent(table: Table) -> Belligerent:
    label = table.text("label")
    where = f"belligerent {label!r}"
    lists = {
        k: table.texts(k, ())
        for k in ("adjectives", "national", "names", "capitals", "country", "native")
    }
    colour, kind = table.text("colour", "#777777"), table.text("kind", "armed group")
    if not _COLOUR.fullmatch(colour):
        advice = "give it as #rrggbb, such as #1b6ca8"
        raise TheatreError(f"colour {colour!r}", advice=advice, where=where)
    if label in _STATES:
        why = "this is the name of a state of control"
        raise TheatreError(where, why, "give another label")
    if kind not in _KINDS:
        advice = f"give one of {', '.join(_KINDS)}"
        raise TheatreError(f"unknown kind {kind!r}", advice=advice, where=where)
    return Belligerent(
        label=label, name=table.text("name"), colour=colour, kind=kind,
        holds_for=table.text("holds_for", ""), **lists,
    )  # fmt: skip


def _check_allies(belligerents: tuple[Belligerent, ...]) -> None:
    """Whoever holds for another side names one that holds for itself.

    Raises:
        TheatreError: it does not.
    """
    holders = [b.label for b in belligerents if not b.holds_for]
    for b in belligerents:
        if b.holds_for and b.holds_for not in holders:
            what = f"holds_for {b.holds_for!r}"
            advice = f"give one of {', '.join(sorted(holders))}, which hold for themselves"
            raise TheatreError(what, advice=advice, where=f"belligerent {b.label!r}")


def _all_features(table: Table) -> tuple[Feature, ...]:
    name = table.text("name")
    each = ((key, one) for key in _FEATURE_KINDS for one in table.tables(key))
    return tuple(feature for key, one in each for feature in _features(one, key, name))


def _features(table: Table, key: str, theatre_name: str) -> list[Feature]:
    """With a point, the names are one feature's; without, each name is a feature of its own."""
    names = table.texts("names")
    groups = [names] if "lat" in table else [(name,) for name in names]
    kind = table.text("kind", _FEATURE_KINDS[key])
    lat, lon = table.number_or_none("lat"), table.number_or_none("lon")
    weight = _SETTLEMENT_WEIGHT if key == "settlement" else _FEATURE_WEIGHT
    region, code = table.text("region", ""), table.text("geonames", "")
    return [
        Feature(
            group,
            Place(f"{theatre_name}:{group[0]}", group[0], kind, lat, lon, region, weight),
            code,
        )
        for group in groups
    ]

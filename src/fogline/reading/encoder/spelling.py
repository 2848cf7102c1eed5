"""One sentence spelled in pieces with roles, and where its words went."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.reading.encoder.items import Item, SideWords
from fogline.reading.encoder.pieces import Pieces
from fogline.reading.encoder.schema import ROLE
from fogline.reading.encoder.stand_ins import StandIns, is_cyrillic
from fogline.reading.sides import ATTRIBUTIVE

LONGEST = 224  # pieces of a sentence; words beyond share the last one
_TAIL = 32  # pieces of the sentence before

Stretch = tuple[int, int]


@dataclass(slots=True)
class Spelled:
    """Pieces and roles, and the stretch of pieces of every word, of the tail's words and of carried
    places.
    """

    ids: list[int]
    roles: list[int]
    words: list[Stretch]
    tail: list[Stretch]
    carried: dict[int, Stretch]

    def stretch(self, start: int, end: int) -> Stretch:
        """The pieces of words ``start`` to ``end``."""
        return self.words[start][0], max(self.words[end - 1][1], self.words[start][0] + 1)

    def of_side(self, s: SideWords | None) -> Stretch:
        """The pieces of a belligerent's words; an empty stretch for none."""
        if s is None:
            return (0, 0)
        if not s.before:
            return self.stretch(s.start, s.end)
        return self.tail[s.start][0], max(self.tail[s.end - 1][1], self.tail[s.start][0])


def spell(item: Item, pieces: Pieces, names: StandIns) -> Spelled:
    """Spell a sentence: carried places, the tail of the sentence before, a mark, the sentence."""
    out = Spelled([pieces.start], [0], [], [], {})
    for k, place in enumerate(item.spots):
        if place.start < 0:
            town = names.place(place.name, place.kind)
            ids = pieces.of(town) if town else pieces.of_all(place.name.split())[:6]
            out.carried[k] = _put(out, ids, "carried")
    if item.tail:
        _spell_tail(out, item, pieces, names)
    if len(out.ids) > 1:
        _put(out, (pieces.end,), "plain")
    _spell_words(out, item, pieces, names)
    out.ids, out.roles = out.ids[: LONGEST - 1], out.roles[: LONGEST - 1]
    last = len(out.ids) - 1
    out.words = [(min(a, last), min(z, last + 1)) for a, z in out.words]
    _put(out, (pieces.end,), "plain")
    return out


def _put(out: Spelled, ids: tuple[int, ...] | list[int], role: str) -> Stretch:
    start = len(out.ids)
    out.ids += ids
    out.roles += [ROLE[role]] * len(ids)
    return start, len(out.ids)


def _spell_tail(out: Spelled, item: Item, pieces: Pieces, names: StandIns) -> None:
    """Its last words, as many as there is room for; a place is told by its first word alone."""
    sides = {k: s for s in item.sides if s.before for k in range(s.start, s.end)}
    towns = {k: p for p in item.tail_places for k in range(p.start, p.end)}
    words: list[tuple[int, ...]] = []
    for k, word in enumerate(item.tail):
        place = towns.get(k)
        town = names.place(place.name, place.kind) if place else None
        if place is not None and town is not None:
            words.append(pieces.of(town) if k == place.start else ())
        else:
            words.append(_word(word, k, sides.get(k), names, pieces))
    room, first = _TAIL, len(words)
    while first and room - len(words[first - 1]) >= 0:
        first -= 1
        room -= len(words[first])
    out.tail = [(0, 0)] * first
    for ids in words[first:]:
        out.tail.append(_put(out, ids, "before"))


def _spell_words(out: Spelled, item: Item, pieces: Pieces, names: StandIns) -> None:
    places = {p.start: p for p in item.spots if p.start >= 0}
    sides = {k: s for s in item.sides if not s.before for k in range(s.start, s.end)}
    deeds = {k for t in item.triggers for k in range(t.start, t.end)}
    k = 0
    while k < len(item.words):
        place = places.get(k)
        town = names.place(place.name, place.kind) if place else None
        if place is not None:
            ids = pieces.of(town) if town else pieces.of_all(item.words[k : place.end])[:8]
            out.words += [_put(out, ids, "place")] * (place.end - k)
            k = place.end
            continue
        side = sides.get(k)
        role = "side" if side else "trigger" if k in deeds else "plain"
        if side and side.label == item.voice:
            role = "voice"
        shown = None if k in deeds else side
        out.words.append(_put(out, _word(item.words[k], k, shown, names, pieces), role))
        k += 1


def _word(
    word: str, k: int, s: SideWords | None, names: StandIns, pieces: Pieces
) -> tuple[int, ...]:
    """The pieces of a word: a belligerent's stand-in for its first word, nothing for the others.
    Words in Cyrillic keep their endings, and so themselves.
    """
    if s is None or s.kind == ATTRIBUTIVE or is_cyrillic(word):
        return pieces.of(word)
    name = names.side(s.label, s.kind)
    if name is None:
        return pieces.of(word)
    return pieces.of(name) if k == s.start else ()

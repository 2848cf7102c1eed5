"""One visit of a source: what it works with, how long it may take, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from fogline.documents import Fetcher, ParserSandbox, SourceDefaults, Unreadable
from fogline.ledger import Ledger
from fogline.model import Received, Visit
from fogline.reading import Reader
from fogline.theatre import Theatre
from fogline.watch.clock import Clock
from fogline.watch.pauses import ITEM_FIRST, ITEM_LIMIT, TURN_SECONDS, pause
from fogline.watch.sources import Source
from fogline.watch.states import Item, Items, States

# Pages in a row that can't be had after which a visit leaves the rest: their server is down.
DOWN_IN_A_ROW = 5
Found = Iterator[Received | Unreadable]


@dataclass(frozen=True)
class Means:
    """What visits work with; ``publishers`` is the theatre with the publishers of the file."""

    ledger: Ledger
    theatre: Theatre
    publishers: Theatre
    reader: Reader
    fetcher: Fetcher
    sandbox: ParserSandbox
    clock: Clock
    states: States
    stopping: Callable[[], bool]

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.clock.now().timestamp()

    def defaults(self, source: Source) -> SourceDefaults:
        """Who published what comes from a source, and in which zone its times are."""
        return SourceDefaults(source.publisher, zone=source.zone, theatre=self.publishers)


@dataclass
class Outcome:
    """What came of a visit.

    ``failed`` says why the source itself could not be had, and is empty where it could. ``unread``
    is what of it can't be read. ``waiting`` counts what is left for the next visit; ``items`` are
    notes to be written, ``visit`` what the list's server said of it, if all of it is done with.
    ``broken`` is true where a list is no well-formed XML; ``left_out`` counts, in words, what is no
    text.
    """

    new: int = 0
    claims: int = 0
    failed: str = ""
    unread: list[Unreadable] = field(default_factory=list)
    waiting: int = 0
    items: dict[str, Item | None] = field(default_factory=dict)
    visit: Visit | None = None
    broken: bool = False
    left_out: list[str] = field(default_factory=list)


class Turn:
    """The documents of a visit that began at ``start``, until it is to stop or takes too long.

    It also ends after ``down`` pages in a row that can't be had; 0 is no limit.
    """

    def __init__(
        self, found: Iterable[Received | Unreadable], means: Means, start: float, down: int = 0
    ) -> None:
        self._found, self._means, self._start, self._down = found, means, start, down
        self.unread: list[Unreadable] = []
        self.met: set[str] = set()  # names of what came, read or not
        self.later = 0
        self.ended = False

    def __iter__(self) -> Found:
        in_a_row = 0
        for one in self._found:
            if isinstance(one, Unreadable):
                self._note(one)
                in_a_row += not (one.seen or one.kind in {"later", "part"})
            else:
                self.met.update(one.asked[:1])
                in_a_row = 0
            if not isinstance(one, Unreadable) or one.seen:
                yield one
            if (self._down and in_a_row >= self._down) or self._is_over():
                self.ended = True
                return

    def _is_over(self) -> bool:
        late = self._means.clock.seconds() - self._start > TURN_SECONDS
        return late or self._means.stopping()

    def _note(self, one: Unreadable) -> None:
        if one.kind == "later":
            self.later += 1
            return
        self.met.add(one.where)
        if not one.seen:
            self.unread.append(one)


def failing(item: Item | None, why: str, now: float) -> Item:
    """An item that could not be read, once more: it is tried again after a longer pause."""
    before = item or Item()
    wait = pause(ITEM_FIRST, before.failures, ITEM_LIMIT)
    return Item(
        before.size, before.changed, before.sha256,
        before.failures + 1, why, before.since or now, now + wait,
    )  # fmt: skip


def waits(items: Items, name: str, now: float) -> bool:
    """Whether an item that could not be read is not to be tried yet.

    One whose next attempt is further off than any pause was noted before the clock was put back.
    """
    item = items.get(name)
    return item is not None and item.failures > 0 and now < item.again <= now + ITEM_LIMIT

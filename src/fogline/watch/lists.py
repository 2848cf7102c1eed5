"""A visit of a feed or sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fogline.documents import Unreadable, load
from fogline.model import Received, Visit
from fogline.watch.pauses import ITEM_GIVEN_UP
from fogline.watch.sources import Source
from fogline.watch.states import Item, Items
from fogline.watch.turn import DOWN_IN_A_ROW, Means, Outcome, Turn, failing, waits


def visit_list(means: Means, source: Source, last: Visit, *, sound: bool = True) -> Outcome:
    """Read what is new in a feed or sitemap; ``last`` is what its server said of it before.

    With ``sound`` one that is no well-formed XML is a failure: its entries may have run into each
    other. A page that can't be had is tried again after growing pauses, also when the list names
    it no more; the list is fetched as a whole until all its pages are kept.
    """
    fetcher, reader = means.fetcher, means.reader
    listing = _Listing(means, source, means.states.items(source.address), means.now, sound)
    _prepare(listing, last)
    turn = listing.turn = Turn(listing.found(), means, means.clock.seconds(), DOWN_IN_A_ROW)
    summary = means.ledger.add(turn, means.theatre, reader=reader, visits=fetcher.visits)
    kept = {url: v for url, v in fetcher.visits.items() if url not in summary.unkept}
    whole = kept.pop(source.address, None)
    if kept:
        means.ledger.remember(kept, reader.fingerprint)
    failed = next((u for u in turn.unread if listing.is_failure(u)), None)
    # One that is read as it is stays broken where its server says that it is the same.
    broken = any(u.kind == "broken" for u in turn.unread)
    broken = broken or (not sound and source.address in turn.met)
    unread = [u for u in turn.unread if u is not failed and u.kind != "broken"]
    down = {u.where: u.why for u in unread if _is_address(u.where) and u.where not in kept}
    for url in summary.unkept - {source.address}:
        refused = (u.why for u in summary.unreadable if u.where.startswith(url))
        down[url] = next(refused, "it could not be kept")
    items, given_up = listing.noted(down)
    return Outcome(
        new=summary.new + summary.read_again,
        claims=summary.claims,
        failed=failed.why if failed else "",
        unread=[*given_up, *unread, *summary.unreadable],
        waiting=turn.later + turn.ended,
        items=items,
        visit=None if turn.ended else whole,
        broken=broken,
    )


@dataclass
class _Listing:
    """A list's pages, and those that could not be read before."""

    means: Means
    source: Source
    items: Items
    now: float
    sound: bool
    retried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.turn = Turn((), self.means, 0.0)

    def found(self) -> Iterator[Received | Unreadable]:
        """What comes of the list, and then of pages that it names no more."""
        means, source = self.means, self.source
        given = means.defaults(source), means.fetcher, means.sandbox
        for one in load([source.address], *given, lists=True, sound=self.sound):
            yield one
            if isinstance(one, Unreadable) and self.is_failure(one):
                return
        for url in self.items:
            if url not in self.turn.met and not waits(self.items, url, self.now):
                self.retried.add(url)
                yield from load([url], *given)

    def is_failure(self, one: Unreadable) -> bool:
        """Whether nothing could be had of the list itself."""
        kinds = {"whole", "broken"} if self.sound else {"whole"}
        return one.kind in kinds and one.where == self.source.address

    def noted(self, down: Mapping[str, str]) -> tuple[dict[str, Item | None], list[Unreadable]]:
        """The items as they are now, and those that are tried no more."""
        found: dict[str, Item | None] = dict.fromkeys(self.items.keys() & self.turn.met)
        given_up = []
        for url, why in down.items():
            item = failing(self.items.get(url), why, self.now)
            if url in self.retried and self.now - item.since > ITEM_GIVEN_UP:
                given_up.append(Unreadable(url, f"given up after {item.failures} attempts"))
            else:
                found[url] = item
        return found, given_up


def _prepare(listing: _Listing, last: Visit) -> None:
    """Let the fetcher begin this visit."""
    means, source, fetcher = listing.means, listing.source, listing.means.fetcher
    setting = means.reader.fingerprint

    def known(url: str) -> Visit:
        if url == source.address and last != Visit():
            return last
        return means.ledger.visited(url, setting)

    fetcher.begin()
    fetcher.known, fetcher.pages = known, source.pages
    fetcher.waits = lambda url: waits(listing.items, url, listing.now)


def _is_address(where: str) -> bool:
    return where.startswith(("http://", "https://")) and " " not in where

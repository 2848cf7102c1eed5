"""A cycle: what came of the visits that were due, in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fogline.watch.sources import Source
from fogline.watch.turn import Outcome

# Characters of a reason in the line of a cycle.
_REASON = 160


@dataclass(frozen=True, slots=True)
class Cycle:
    """The visits of a cycle; ``next`` is when the next source is due."""

    at: datetime
    visits: tuple[tuple[Source, Outcome], ...]
    next: datetime

    @property
    def failed(self) -> tuple[tuple[Source, Outcome], ...]:
        """The visits whose source could not be had."""
        return tuple((s, o) for s, o in self.visits if o.failed)

    @property
    def unread(self) -> int:
        """How many documents can't be read."""
        return sum(len(o.unread) for _, o in self.visits)

    def __str__(self) -> str:
        outcomes = [o for _, o in self.visits]
        new, claims = sum(o.new for o in outcomes), sum(o.claims for o in outcomes)
        parts = [
            f"{_count(len(outcomes), 'source')}: {_count(new, 'new document')}, "
            f"{_count(claims, 'claim')}"
        ]
        if waiting := sum(o.waiting for o in outcomes):
            parts.append(f"{waiting:,} waiting")
        if self.unread:
            one = next(u for o in outcomes for u in o.unread)
            parts.append(f"{self.unread:,} not read ({_short(f'{one.where}: {one.why}')})")
        if left_out := [told for o in outcomes for told in o.left_out]:
            parts.append(_short(left_out[0].partition(": ")[2]))
        if self.failed:
            source, outcome = self.failed[0]
            why = _short(f"{source.name}, {source.address}: {outcome.failed}")
            parts.append(f"{len(self.failed):,} failed ({why})")
        return f"{_moment(self.at)}  {', '.join(parts)}; next at {_moment(self.next)[11:]}"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _REASON else f"{line[:_REASON]}..."

"""The estimate that a command asks for: which ledger, days, sources, theatre and estimator."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from fogline.api import ledger_view
from fogline.cli.options import DEFAULT_ESTIMATOR
from fogline.cli.reporting import report_unknown_texts
from fogline.control import Control, Options, columns_for, estimate
from fogline.errors import UsageError
from fogline.gazetteer import open_gazetteer
from fogline.ledger import Query, open_ledger
from fogline.theatre import load

if TYPE_CHECKING:
    import pyarrow as pa

    from fogline.ledger import DocumentRow, Ledger

# A day up to a month after the last claim's may be asked for: later ones rest on no claim at all.
_AHEAD = 30
# An estimate of more claims takes some seconds, so the command says that it began.
_MANY = 5_000


@dataclass(frozen=True, slots=True)
class EstimateRequest:
    """What the options of an estimate say."""

    ledger: str
    start: date | None = None
    end: date | None = None
    as_of: date | datetime | None = None
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    theatre: str = ""
    estimator: str = DEFAULT_ESTIMATOR

    def view(self, *, whole: bool = False) -> tuple[pa.Table, Options]:
        """The claims to estimate from, and the options of the estimate; only the columns that the
        estimate needs, unless the ``whole`` claims are to be shown.

        Raises:
            UsageError: the ledger was read in several theatres, or in none, and none is named.
        """
        query = replace(self.query(), columns=()) if whole else self.query()
        with open_ledger(self.ledger) as ledger:
            report_unknown_texts(ledger.unknown_texts(query))
            return ledger_view(ledger, query, self.theatre, self.start, self.end)

    def query(self) -> Query:
        """What is asked of the ledger."""
        columns = columns_for(self.estimator)
        return Query(as_of=self.as_of, sources=self.sources, without=self.without, columns=columns)

    def known_by(self, day: date) -> Query:
        """The same of what was published by a day, or by ``as_of`` where that is earlier."""
        last = self.as_of.astimezone(UTC).date() if isinstance(self.as_of, datetime) else self.as_of
        return self.query() if last and last <= day else replace(self.query(), as_of=day)

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Estimate from a view, by the estimator that was asked for."""
        return estimate(view, options, self.estimator)

    def estimated(self) -> Control:
        """The estimate of the days that were asked for."""
        return self.estimate(*self.view())

    def estimate_to(self, view: pa.Table, options: Options, *days: date | None) -> Control:
        """Estimate from a view, up to the last of some days where that is after its last claim's.

        Raises:
            UsageError: a day long after the last claim's.
        """
        if view.num_rows > _MANY and not sys.stderr.isatty():
            sys.stderr.write(f"fogline: estimating from {view.num_rows:,} claims\n")
        held = self.estimate(view, options)
        last = max((d for d in days if d), default=held.last)
        if (last - held.last).days > _AHEAD:
            raise UsageError(
                f"day {last}",
                f"the last claim is of {held.last}",
                f"give a day up to {_AHEAD} days after it",
            )
        if last <= held.last:
            return held
        return self.estimate(view, replace(options, end=last))


@dataclass(frozen=True, slots=True)
class ViewByDay:
    """The claims of a request that were known on each day that is asked for.

    ``unknown`` are the posts that were public on one of these days with a text that the ledger does
    not have, by their ids.
    """

    ledger: Ledger
    request: EstimateRequest
    unknown: dict[str, DocumentRow] = field(default_factory=dict)

    def __call__(self, day: date) -> pa.Table:
        """The view of what was published by a day."""
        query = self.request.known_by(day)
        self.unknown.update((post.id, post) for post in self.ledger.unknown_texts(query))
        return self.ledger.view(query)


def check_places(options: Options, places: tuple[str, ...]) -> None:
    """Find what is wrong with a question before the work of an estimate.

    Raises:
        UsageError: a place that is not in the gazetteer.
    """
    gazetteer = open_gazetteer(load(options.theatre))
    position = gazetteer.settlements.position
    for name in places:
        if name not in position and not any(m.place.id in position for m in gazetteer.find(name)):
            raise UsageError(
                f"place {name!r}",
                "no settlement of the gazetteer",
                "`fogline gazetteer find` lists names that are alike",
            )

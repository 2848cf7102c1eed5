"""Estimators by name: the packaged ones, and those of installed packages."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

import pyarrow as pa

from fogline.control.baselines import BASELINES
from fogline.control.control import Control
from fogline.control.field import FieldEstimator
from fogline.control.judged import NAME, JudgedEstimator
from fogline.control.options import Options
from fogline.errors import UsageError

# Installed packages name their estimators in this group of entry points.
GROUP = "fogline.estimators"


@runtime_checkable
class Estimator(Protocol):
    """What turns a ledger's view into control.

    An estimator of another package calls ``prepare(view, options)`` for the settlements, days and
    claims, and gives ``Control.of(inputs, chances)`` (docs/control.md has one of ten lines). Where
    it needs no more of a view than that, it may say so: ``columns = columns_for("judged")``.
    """

    @property
    def name(self) -> str:
        """The name that it is asked for by."""

    def estimate(self, view: pa.Table, options: Options) -> Control:
        """Who held each settlement on each day, from the claims of a view."""


def estimators() -> tuple[str, ...]:
    """The names of all estimators: the packaged ones, then the installed ones."""
    installed = sorted(e.name for e in entry_points(group=GROUP))
    return tuple(dict.fromkeys([*_packaged(), *installed]))


def open_estimator(spec: str) -> Estimator:
    """The estimator of a name.

    An entry point of the group ``fogline.estimators`` may be a class, a function that makes an
    estimator, or the estimator itself. The packaged names come first.

    Raises:
        UsageError: nothing has this name, or what has it is no estimator.
    """
    packaged = _packaged()
    if spec in packaged:
        return packaged[spec]
    for entry in entry_points(group=GROUP, name=spec):
        found = entry.load()
        made = found() if callable(found) else found
        if isinstance(made, Estimator):
            return made
        raise UsageError(
            f"estimator {spec!r}",
            f"{entry.value} is no estimator",
            "it needs a name and estimate(view, options)",
        )
    raise UsageError(
        f"estimator {spec!r}",
        "there is none of this name",
        f"give one of {', '.join(estimators())}",
    )


def columns_for(spec: str) -> tuple[str, ...]:
    """The columns of a view that an estimator and the scores of sources need, for
    ``Ledger.view(columns=...)``; none, which is all, where it does not name its ``columns``.

    Raises:
        UsageError: no such estimator.
    """
    return tuple(getattr(open_estimator(spec), "columns", ()))


def estimate(
    view: pa.Table, options: Options | None = None, estimator: str | Estimator = NAME
) -> Control:
    """Who held each settlement on each day, from the claims of a ledger's view (docs/control.md).

    ``view`` is an Arrow table or what gives one; the order of its rows makes no difference.
    ``estimator`` is a name (see :func:`open_estimator`) or an estimator.

    Raises:
        ControlError: no days are given and the view has none, or the theatre has fewer than two
            belligerents.
        TheatreError: no such theatre.
        UsageError: no such estimator.
    """
    chosen = open_estimator(estimator) if isinstance(estimator, str) else estimator
    table = view if isinstance(view, pa.Table) else pa.table(view)
    return replace(chosen.estimate(table, options or Options()), made_by=chosen.name)


def _packaged() -> dict[str, Estimator]:
    return {e.name: e for e in (JudgedEstimator(), FieldEstimator(), *BASELINES)}

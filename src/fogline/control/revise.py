"""An estimate without some of its claims, or with more of them."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

import pyarrow as pa

from fogline.control.control import Control
from fogline.control.estimators import estimate
from fogline.control.field import FieldControl, settle
from fogline.control.options import ControlError
from fogline.control.places import Mask
from fogline.control.update import with_more


@singledispatch
def leaving_out(control: Control, rows: Mask) -> Control:
    """The estimate without some claims, by row of its view, on the same days.

    The packaged estimate keeps what it learned; others are made again by their estimator. A
    package registers a quicker way for its own result: ``leaving_out.register``.

    Raises:
        ControlError: the estimate does not say which estimator made it.
    """
    return made_again(control, control.claims.rows.filter(pa.array(~rows)), keep_days=True)


@leaving_out.register
def _(control: FieldControl, rows: Mask) -> Control:
    left = control.inputs.speaking(~rows)
    return settle(left, control.learned, control.made_by, control.ground)


@singledispatch
def updated(control: Control, view: pa.Table) -> Control:
    """The estimate with more claims, those of another view; later days are added as needed.

    Claims that the estimate has already change nothing. The packaged estimate keeps what it
    learned, and asks neighbours again on the last ten days only; others are made again.

    Raises:
        ControlError: the estimate does not say which estimator made it.
    """
    rows = pa.concat_tables([control.claims.rows, control.claims.new_in(view)])
    return made_again(control, rows, keep_days=False)


@updated.register
def _(control: FieldControl, view: pa.Table) -> Control:
    return with_more(control, view)


def made_again(control: Control, view: pa.Table, *, keep_days: bool) -> Control:
    """The estimate by the same estimator from another view, on the same days or to the last day
    that was asked for.

    Raises:
        ControlError: the estimate does not say which estimator made it.
    """
    if not control.made_by:
        raise ControlError(
            "this estimate",
            "it does not say which estimator made it, and so it can't be made again",
            "make it with fogline.control.estimate(view, options, estimator)",
        )
    end = control.last if keep_days else control.inputs.options.end
    options = replace(control.inputs.options, start=control.first, end=end)
    return estimate(view, options, control.made_by)

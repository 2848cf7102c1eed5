"""Rows of a view as records."""

from __future__ import annotations

import pyarrow as pa

from fogline.ledger.view import SCHEMA
from fogline.model import claim_rows


def test_columns_that_no_view_has_are_left_out() -> None:
    plain: dict[str, object] = {
        field.name: [] if pa.types.is_list(field.type) else None for field in SCHEMA
    }
    row = plain | {"id": "a1", "event": "capture", "sentence_start": 0, "trigger_start": 3}
    view = pa.Table.from_pylist([row], schema=SCHEMA)
    more = view.append_column("mine", pa.array(["x"]))
    assert list(claim_rows(more)) == list(claim_rows(view))
    assert next(claim_rows(more)).event == "capture"

"""How results show themselves in a notebook."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import pyarrow as pa

# Numbers from here on are shown without decimals.
_WHOLE = 1_000
# The least chance that two digits can tell.
_LEAST = 0.01


def html_table(rows: pa.Table, caption: str = "", most: int = 20) -> str:
    """The first rows of a table as HTML; the text of documents never becomes markup."""
    numbers = {
        f.name for f in rows.schema if pa.types.is_floating(f.type) or pa.types.is_integer(f.type)
    }
    head = "".join(
        f'<th style="text-align:{_side(n, numbers)}">{escape(n)}</th>' for n in rows.column_names
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{_side(n, numbers)}">{escape(_cell(v))}</td>'
            for n, v in row.items()
        )
        + "</tr>"
        for row in rows.slice(0, most).to_pylist()
    )
    left = f" (the first {most} of {rows.num_rows:,} rows)" if rows.num_rows > most else ""
    return (
        f"<table><caption>{escape(caption + left)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _side(name: str, numbers: set[str]) -> str:
    return "right" if name in numbers else "left"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        whole = abs(value) >= _WHOLE
        return f"{value:,.0f}" if whole else f"{value:,.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return " > ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def chance(p: float) -> str:
    """A chance to two digits, never certain."""
    if p > 1 - _LEAST:
        return f">{1 - _LEAST:.2f}"
    return f"<{_LEAST:.2f}" if p < _LEAST else f"{p:.2f}"

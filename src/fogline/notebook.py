"""How results show themselves in a notebook."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import pyarrow as pa


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
    return f"<table><caption>{escape(caption + left)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _side(name: str, numbers: set[str]) -> str:
    return "right" if name in numbers else "left"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, list):
        return " > ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def chance(p: float) -> str:
    """A chance to two digits, never certain."""
    return ">0.99" if p > 0.99 else "<0.01" if p < 0.01 else f"{p:.2f}"

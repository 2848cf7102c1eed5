"""The claims of a query, as a notebook shows them and as other libraries take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fogline import claim_text
from fogline.model import ClaimRow, claim_rows
from fogline.require import require

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

_SHOWN = 25


@dataclass(frozen=True, eq=False)
class Claims:
    """The rows of a view (docs/ledger.md). Libraries that read Arrow streams, such as polars, take
    it as it is.
    """

    table: pa.Table

    def __repr__(self) -> str:
        return f"Claims({len(self)} rows)"

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self.table

    def to_pandas(self) -> DataFrame:
        """The rows as a DataFrame."""
        return self.table.to_pandas()

    def to_geopandas(self) -> GeoDataFrame:
        """The rows with a point for each located claim, WGS 84, and none for the others.

        Raises:
            FoglineError: the extra 'geo' is not installed.
        """
        geopandas = require("geopandas", "geo")
        rows = self.to_pandas()
        return geopandas.GeoDataFrame(
            rows, geometry=geopandas.points_from_xy(rows["lon"], rows["lat"]), crs="EPSG:4326"
        ).pipe(_unplaced)

    def __iter__(self) -> Iterator[ClaimRow]:
        return claim_rows(self.table)

    def _repr_html_(self) -> str:
        shown = claim_rows(self.table.slice(0, _SHOWN))
        left = f", the first {_SHOWN} shown" if len(self) > _SHOWN else ""
        head = "".join(f"<th>{name}</th>" for name in (*claim_text.COLUMNS, "words"))
        return (
            f"<table><caption>{len(self):,} claims{left}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(map(_html_row, shown))}</tbody></table>"
        )


def _unplaced(rows: GeoDataFrame) -> GeoDataFrame:
    """Points of claims without a place are no points."""
    rows.loc[rows["lat"].isna(), "geometry"] = None
    return rows


def _html_row(row: ClaimRow) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in claim_text.cells(row))
    return f'<tr>{cells}<td style="text-align:left">{_marked(row)}</td></tr>'


def _marked(row: ClaimRow) -> str:
    """The sentence with the words of the claim marked."""
    at = row.trigger_in_sentence
    before, words, after = row.sentence[: at.start], at.of(row.sentence), row.sentence[at.end :]
    return f"{escape(before)}<mark>{escape(words)}</mark>{escape(after)}"

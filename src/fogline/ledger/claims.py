"""The claims of a query, as a notebook shows them and as other libraries take them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

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

    def _repr_html_(self) -> str:
        rows = "".join(_row(row) for row in self.table.slice(0, _SHOWN).to_pylist())
        left = f", the first {_SHOWN} shown" if len(self) > _SHOWN else ""
        head = "".join(
            f"<th>{n}</th>"
            for n in ("when", "place", "event", "who", "speaker", "how sure", "words")
        )
        return (
            f"<table><caption>{len(self):,}"
            f" claims{left}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _unplaced(rows: GeoDataFrame) -> GeoDataFrame:
    """Points of claims without a place are no points."""
    rows.loc[rows["lat"].isna(), "geometry"] = None
    return rows


def _row(row: dict[str, Any]) -> str:
    said = (
        " > ".join(s for s in row["speakers"] or () if s != "source") or row["source"] or "source"
    )
    when = str(row["start"] or "unknown") + (
        f" to {row['end']}" if row["end"] != row["start"] else ""
    )
    sure = [
        row["certainty"],
        row["status"] if row["status"] != "actual" else "",
        "denied" if row["polarity"] == "negative" else "",
    ]
    place = (row["name"] or "-") + (
        "" if row["place_status"] in {None, "located"} else f" ({row['place_status']})"
    )
    cells = (when, place, row["event"], row["actor"] or "?", said, ", ".join(s for s in sure if s))
    return (
        "<tr>"
        + "".join(f"<td>{escape(str(c))}</td>" for c in cells)
        + f'<td style="text-align:left">{_marked(row)}</td></tr>'
    )


def _marked(row: dict[str, Any]) -> str:
    """The sentence with the words of the claim marked."""
    text = row["sentence"] or ""
    start, end = (row[f"trigger_{k}"] - row["sentence_start"] for k in ("start", "end"))
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"

"""How the claims of a query show themselves, and what other libraries make of them."""

from __future__ import annotations

import polars
import pyarrow as pa
from war import Claims as Rows

from fogline.ledger.claims import Claims


def _claims() -> Claims:
    rows = Rows([])
    rows.add(
        "p1",
        3,
        "capture",
        "RED",
        lat=10.5,
        lon=20.5,
        sentence="RED <b>capture</b> p1 & more",
        trigger_start=7,
        trigger_end=14,
    )
    rows.add(
        None, 4, "fight", "RED", place_status="ambiguous", polarity="negative", status="future"
    )
    return Claims(rows.view())


def test_the_words_are_marked_and_no_text_is_markup() -> None:
    shown = _claims()._repr_html_()
    assert "RED &lt;b&gt;<mark>capture</mark>&lt;/b&gt; p1 &amp; more" in shown
    assert "stated as fact, forecast, denied" in shown
    assert "2 claims" in shown
    assert repr(_claims()) == "Claims(2 rows)"


def test_other_libraries_take_them() -> None:
    claims = _claims()
    assert polars.DataFrame(claims)["event"].to_list() == ["capture", "fight"]
    assert pa.table(claims).equals(claims.to_arrow())
    assert claims.to_pandas()["actor"].tolist() == ["RED", "RED"]
    placed = claims.to_geopandas()
    assert placed.crs.to_epsg() == 4326
    assert [None if g is None else (g.x, g.y) for g in placed.geometry] == [(20.5, 10.5), None]


def test_none_show_an_empty_table() -> None:
    assert "0 claims" in Claims(Rows([]).view())._repr_html_()

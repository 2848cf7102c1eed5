"""Claims as CSV with HXL's tags."""

from __future__ import annotations

from fogline.exports.codebooks import csv_of
from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.model import ClaimRow

_TAGS = {
    "claim": "#meta+id+claim", "from": "#date+start", "to": "#date+end",
    "published": "#date+reported", "event": "#event+type", "actor": "#actor+name",
    "target": "#actor+target+name", "place": "#loc+name", "place_id": "#loc+code",
    "region": "#adm1+name", "lat": "#geo+lat", "lon": "#geo+lon", "relation": "#loc+relation",
    "speaker": "#meta+speaker", "source": "#meta+source", "url": "#meta+url",
    "certainty": "#status+certainty", "status": "#status+time", "polarity": "#status+polarity",
    "sentence": "#description+sentence",
}  # fmt: skip
# Columns whose name differs from the field of the claim.
_FIELDS = {"claim": "id", "from": "start", "to": "end", "place": "name", "place_id": "place"}


def _write(asked: ExportRequest) -> dict[str, bytes]:
    """A row of tags below the head, then a row a claim, with the sides by name."""
    names = {b.label: b.name for b in asked.theatre.belligerents}
    tags: dict[str, object] = {**_TAGS}
    rows = [tags, *(_row(row, names) for row in asked.rows())]
    return {"claims-hxl.csv": csv_of(rows, tuple(_TAGS))}


def _row(row: ClaimRow, names: dict[str, str]) -> dict[str, object]:
    plain = {column: getattr(row, _FIELDS.get(column, column)) for column in _TAGS}
    return {
        **plain,
        "speaker": " > ".join(row.speakers),
        "actor": names.get(row.actor or "", row.actor),
        "target": names.get(row.target or "", row.target),
    }


EXPORTER = ExportKind(
    name="hxl",
    summary="the claims as CSV with HXL's tags",
    opens_in="what reads those",
    ending="csv",
    write=_write,
    needs_estimate=False,
)

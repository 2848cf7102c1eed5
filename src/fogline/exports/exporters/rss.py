"""An RSS feed of what changed hands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as Xml

from fogline.exports.exporter import ExportKind, ExportRequest
from fogline.exports.layers import Layers
from fogline.exports.markup import file_of, tag
from fogline.exports.rows import rows_of

# A feed needs a link; this one belongs to no site.
_HOME = "urn:fogline:changes"
_MOST = 500


def _rss(layers: Layers) -> bytes:
    """One item for each place that changed hands, the newest first, with the words of the claims
    behind it; at most 500.
    """
    root = Xml.Element("rss", {"version": "2.0", "xmlns:georss": "http://www.georss.org/georss"})
    channel = tag(root, "channel")
    about = (
        f"Places that changed hands from {layers.since} to {layers.day}, estimated from"
        f" {layers.rests_on}. " + ". ".join(layers.credits)
    )
    for name, text in (
        ("title", f"{layers.title}: what changed hands"),
        ("link", _HOME),
        ("description", about),
        ("language", "en"),
    ):
        tag(channel, name, text)
    rows = sorted(
        rows_of(layers.table("turns")), key=lambda r: (r["date"], r["km2"], r["id"]), reverse=True
    )
    for row in rows[:_MOST]:
        _item(channel, row)
    return file_of(root)


def _item(channel: Xml.Element, row: dict[str, Any]) -> None:
    item = tag(channel, "item")
    where = f"{row['place']} ({row['region']})" if row["region"] else row["place"]
    chance = f"Chance of {row['gained_by']}: {row['before']:.2f} before, {row['after']:.2f} after."
    key = sha256(
        f"{row['id']}|{row['date']}|{row['lost_by']}|{row['gained_by']}".encode()
    ).hexdigest()[:20]
    told = (
        ("title", f"{where}: {row['lost_by']} to {row['gained_by']}"),
        ("description", f"{chance} {row['words']}"),
        ("pubDate", _moment(row["date"])),
    )
    for name, text in told:
        tag(item, name, text)
    tag(item, "guid", key, isPermaLink="false")
    tag(item, "georss:point", f"{row['lat']} {row['lon']}")


def _moment(day: date) -> str:
    return format_datetime(datetime.combine(day, time(12), UTC))


def _write(asked: ExportRequest) -> dict[str, bytes]:
    return {"fogline.rss": _rss(asked.layers)}


EXPORTER = ExportKind(
    name="rss",
    summary="what changed hands, an item a place, the newest first, at most 500",
    opens_in="feed readers",
    ending="rss",
    write=_write,
)

"""Telegram's files in their real shape, with words of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

# 10 September 2022, 18:00 UTC; the exporting computer stands in Berlin.
EVENING = int(datetime(2022, 9, 10, 18, tzinfo=UTC).timestamp())
_BERLIN = timezone(timedelta(hours=2))
HOUR = 3600


def _local(moment: int) -> str:
    return datetime.fromtimestamp(moment, _BERLIN).strftime("%Y-%m-%dT%H:%M:%S")


def message(id: int, text: Any = "", at: int = EVENING, **more: Any) -> dict[str, Any]:
    """A message of Telegram Desktop's export; ``edited`` is a moment."""
    edited = more.pop("edited", None)
    words = [{"type": "plain", "text": text}] if isinstance(text, str) and text else []
    if edited is not None:
        more |= {"edited": _local(edited), "edited_unixtime": str(edited)}
    return {
        "id": id, "type": "message", "date": _local(at), "date_unixtime": str(at),
        "from": "Rybar", "from_id": "channel1314", "text": text, "text_entities": words, **more,
    }  # fmt: skip


def service(id: int) -> dict[str, Any]:
    """A message of the program itself."""
    return {
        "id": id, "type": "service", "date": _local(EVENING), "date_unixtime": str(EVENING),
        "actor": "Rybar", "actor_id": "channel1314", "action": "pin_message", "text": "",
        "text_entities": [],
    }  # fmt: skip


def chat(*messages: dict[str, Any], name: str = "Rybar", **more: Any) -> dict[str, Any]:
    """The export of one chat."""
    whole = {"name": name, "type": "public_channel", "id": 1314, "messages": list(messages)}
    return {**whole, **more}


def photo(number: int) -> dict[str, Any]:
    """What the export says of a picture."""
    return {"photo": f"photos/photo_{number}.jpg", "width": 800, "height": 600}


def dumped(id: int, text: str = "", **more: Any) -> dict[str, Any]:
    """A message as Telethon dumps it."""
    return {
        "_": "Message", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": 1314},
        "date": "2022-09-10T18:00:00+00:00", "message": text, "out": False, "mentioned": False,
        "post": True, "fwd_from": None, "reply_to": None, "media": None, "entities": [],
        "edit_date": None, "grouped_id": None,
        "chat": {"id": 1314, "title": "Rybar", "username": "rybar"}, **more,
    }  # fmt: skip

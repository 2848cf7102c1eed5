"""Exports of Telegram Desktop (result.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fogline.documents.formats import MAX_EXPORT, DocumentError, Format, Parsed, decode

# More digits than this in a time since 1970 are no time.
_DIGITS = 11


def parse(raw: bytes) -> list[Parsed]:
    """The messages of an export, each with its number and moment."""
    try:
        export = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not a readable Telegram export ({reason})") from error
    chats = (
        export.get("chats", {}).get("list", [export])
        if isinstance(export, dict) and isinstance(export.get("chats", {}), dict)
        else []
    )
    if not any(isinstance(c, dict) and isinstance(c.get("messages"), list) for c in chats):
        raise DocumentError(
            "JSON, but no Telegram Desktop export (it has no 'messages')",
            "give documents as JSONL, one a line",
        )
    return [found for chat in chats if isinstance(chat, dict) for found in _messages(chat)]


def _messages(chat: dict[str, Any]) -> Iterator[Parsed]:
    for message in chat.get("messages") or ():
        if not isinstance(message, dict) or message.get("type", "message") != "message":
            continue
        words = message.get("text", "")
        parts = words if isinstance(words, list) else [words]
        text = "".join(
            p if isinstance(p, str) else str(p.get("text", ""))
            for p in parts
            if isinstance(p, str | dict)
        )
        if not text.strip():
            continue
        stamp = str(message.get("date_unixtime", ""))
        known = stamp.isdecimal() and len(stamp) <= _DIGITS
        yield Parsed(
            text,
            id=str(message.get("id", "")),
            date=f"@{stamp}" if known else str(message.get("date", "")),
            author=str(message.get("author") or ""),
            channel=str(chat.get("name") or ""),
        )


FORMAT = Format(
    name="telegram",
    label="Telegram exports",
    endings=(".json",),
    parse=parse,
    many=True,
    limit=MAX_EXPORT,
)

"""Exports of Telegram Desktop (result.json): of one chat, or of an account with all its chats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fogline.documents.posts import (
    MOMENT,
    NO_MESSAGE,
    POLL,
    SERVICE,
    SILENT,
    STICKER,
    UNNAMED,
    Post,
)

# More digits than this in a time since 1970 are no time.
_DIGITS = 11
# Older exports give this year to messages that nobody has edited.
_NEVER = "1970"
# What the parts of a whole account's export are called that hold chats.
_LISTS = ("chats", "left_chats")
_MEDIA = ("photo", "file", "media_type")


def chats_of(export: dict[str, Any]) -> list[dict[str, Any]]:
    """The chats of an export that have messages, those that the account has left too."""
    lists = [export[name].get("list") for name in _LISTS if isinstance(export.get(name), dict)]
    chats = [chat for some in lists if isinstance(some, list) for chat in some] or [export]
    return [c for c in chats if isinstance(c, dict) and isinstance(c.get("messages"), list)]


def posts_of(chat: dict[str, Any]) -> Iterator[Post]:
    """The messages of a chat."""
    for message in chat["messages"]:
        if isinstance(message, dict):
            yield _post(chat, message)
        else:
            yield Post("", kind=NO_MESSAGE)


def _post(chat: dict[str, Any], message: dict[str, Any]) -> Post:
    id, kind = str(message.get("id", "")), _kind(message)
    if kind == SERVICE:
        return Post(id, kind=kind)
    stamp, naive = _time(message, "date_unixtime"), _words(message, "date")
    channel, handle, origin, origin_handle = _voices(chat, message)
    edited = _time(message, "edited_unixtime") or _words(message, "edited")
    pictured = any(message.get(name) for name in _MEDIA) and kind != STICKER
    return Post(
        id,
        _text(message),
        stamp or naive,
        not stamp,
        channel,
        handle,
        author=_words(message, "author") or _member(channel, message),
        origin=origin,
        origin_handle=origin_handle,
        edited="" if edited.startswith(_NEVER) or edited == "@0" else edited,
        answers=_answered(message),
        album=f"{MOMENT}{stamp or naive}" if pictured else "",
        pictured=pictured,
        kind=kind,
    )


def _kind(message: dict[str, Any]) -> str:
    if message.get("type", "message") == "service":
        return SERVICE
    if message.get("media_type") == "sticker":
        return STICKER
    return POLL if "poll" in message else SILENT


def _text(message: dict[str, Any]) -> str:
    """The words of a message without their formatting."""
    words = message.get("text") or message.get("text_entities") or ""
    parts = words if isinstance(words, list) else [words]
    return "".join(
        p if isinstance(p, str) else str(p.get("text", ""))
        for p in parts
        if isinstance(p, str | dict)
    )


def _words(message: dict[str, Any], name: str) -> str:
    return str(message.get(name) or "")


def _time(message: dict[str, Any], name: str) -> str:
    """A time since 1970 as dates are written here; empty where there is none."""
    stamp = _words(message, name)
    return f"@{stamp}" if stamp.isdecimal() and len(stamp) <= _DIGITS else ""


def _voices(chat: dict[str, Any], message: dict[str, Any]) -> tuple[str, str, str, str]:
    """Who passes a message on, and whose words it is, each with its second name.

    A forward whose origin hides itself is still a forward. In the account's own saved messages,
    whoever a message was saved from is the one who published it.
    """
    channel, number = _words(chat, "name"), _words(chat, "id")
    handle = f"channel{number}" if number else ""
    origin, origin_handle = _words(message, "forwarded_from"), _words(message, "forwarded_from_id")
    if "forwarded_from" in message or origin_handle:
        origin = origin or origin_handle or UNNAMED
    if not channel:
        channel, handle = _words(message, "saved_from") or origin, ""
        handle = origin_handle if channel == origin else ""
    own = channel == origin or (handle and handle == origin_handle)
    return (channel, handle, "", "") if own else (channel, handle, origin, origin_handle)


def _member(channel: str, message: dict[str, Any]) -> str:
    """Who wrote it, in a chat of several."""
    name = _words(message, "from")
    return "" if name == channel else name


def _answered(message: dict[str, Any]) -> str:
    """The message of the same chat that this one answers."""
    return "" if message.get("reply_to_peer_id") else _words(message, "reply_to_message_id")

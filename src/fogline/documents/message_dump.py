"""Dumps of Telegram's own messages, as Telethon writes them: a list, or one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from fogline.documents.posts import NO_MESSAGE, POLL, SERVICE, SILENT, STICKER, UNNAMED, Post

# Two of these tell a message from a row of another kind.
_MARKS = ("message", "peer_id", "fwd_from", "edit_date", "chat", "grouped_id")
_PEERS = ("channel_id", "chat_id", "user_id")
# Ids of channels as bots have them begin so.
_BOT = "-100"
_NO_PICTURE = ("MessageMediaWebPage", "MessageMediaPoll", "MessageMediaEmpty")


def is_message(row: Any) -> bool:
    """Whether a row is a message of Telegram's own form."""
    return (
        isinstance(row, dict)
        and "date" in row
        and "id" in row
        and (str(row.get("_", "")).startswith("Message") or _marks(row) > 1)
    )


def _marks(row: dict[str, Any]) -> int:
    return sum(name in row for name in _MARKS)


def by_chat(rows: Iterable[Any]) -> Iterator[list[Post]]:
    """The messages of each chat, in the order of their ids, so that albums stand together."""
    posts = [_post(row) if is_message(row) else Post("", kind=NO_MESSAGE) for row in rows]
    posts.sort(key=lambda p: (p.handle or p.channel, int(p.id) if p.id.isdecimal() else 0))
    for _, chat in groupby(posts, lambda p: p.handle or p.channel):
        yield list(chat)


def _post(row: dict[str, Any]) -> Post:
    id, kind, media = str(row["id"]), _kind(row), _object(row, "media")
    channel, handle, username = _chat(row)
    if kind == SERVICE:
        return Post(id, channel=channel, handle=handle, kind=kind)
    origin, origin_handle, written = _forward(row)
    own = bool(origin) and (origin == channel or origin_handle in (handle, _peer(row)))
    answered = _object(row, "reply_to")
    album = _words(row, "grouped_id")
    return Post(
        id,
        _words(row, "message") or _words(row, "text"),
        _words(row, "date"),
        True,
        channel,
        handle,
        f"https://t.me/{username}/{id}" if username else "",
        _words(row, "post_author"),
        "" if own else origin,
        "" if own else origin_handle,
        written,
        # Changes that Telegram does not show are of reactions and buttons, not of the text.
        "" if row.get("edit_hide") else _words(row, "edit_date"),
        "" if answered.get("reply_to_peer_id") else _words(answered, "reply_to_msg_id"),
        _words(answered, "quote_text"),
        album,
        bool(media) and media.get("_") not in _NO_PICTURE,
        kind,
    )


def _words(row: dict[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _object(row: dict[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _kind(row: dict[str, Any]) -> str:
    if row.get("_") == "MessageService" or row.get("action"):
        return SERVICE
    media = _object(row, "media")
    if media.get("_") == "MessageMediaPoll" or "poll" in media:
        return POLL
    attributes = _object(media, "document").get("attributes") or ()
    stuck = any(isinstance(a, dict) and "Sticker" in str(a.get("_", "")) for a in attributes)
    return STICKER if stuck else SILENT


def _chat(row: dict[str, Any]) -> tuple[str, str, str]:
    """A chat's name, its second name, and its name in addresses."""
    chat, peer = row.get("chat"), _peer(row)
    if not isinstance(chat, dict):
        return str(chat or peer), peer, ""
    username = _words(chat, "username")
    number = _words(chat, "id").removeprefix(_BOT)
    handle = username or peer or (f"channel{number}" if number else "")
    return _words(chat, "title") or handle, handle, username


def _peer(row: dict[str, Any], name: str = "peer_id") -> str:
    """An id in the form that exports have it: channel123, user123."""
    peer = row.get(name)
    if isinstance(peer, dict):
        found = next((p for p in _PEERS if peer.get(p)), "")
        return f"{found.removesuffix('_id')}{peer[found]}" if found else ""
    return f"channel{str(peer).removeprefix(_BOT)}" if peer else ""


def _forward(row: dict[str, Any]) -> tuple[str, str, str]:
    """Whose words a message passes on, that channel's id, and when they were first published."""
    header = _object(row, "fwd_from")
    if not header:
        return "", "", ""
    handle = _peer(header, "from_id")
    name = _words(header, "from_name") or _words(_object(header, "chat"), "title")
    return name or handle or UNNAMED, handle, _words(header, "date")

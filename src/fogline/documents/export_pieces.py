"""Cuts a large export of Telegram Desktop into small ones, without holding it in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from fogline.documents.errors import DocumentError

# Where an export has its messages: that of one chat, and that of an account.
_CHATS = ("", "chats.list.item.", "left_chats.list.item.")
_LISTS = frozenset(f"{chat}messages" for chat in _CHATS)
_ITEMS = frozenset(f"{chat}messages.item" for chat in _CHATS)
_HEAD = ("name", "type", "id")
_HEADS = {f"{chat}{name}": name for chat in _CHATS for name in _HEAD}
# Messages of a piece at least, some ten megabytes, and parts of a message at most.
_PIECE, _MOST_PARTS = 20_000, 1_000_000
_BUFFER = 1 << 16  # bytes read at once; where the JSON breaks off, what is in these is lost
_LONGEST_PATH = 1_000  # characters of the names down to a value: exports have some sixty


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Exports of one chat each, with its name, kind and number, that have its messages in order.

    A chat is cut where the time changes, so that an album, whose pictures have one time, stays
    whole. What a message answers is known only within a piece.

    Raises:
        DocumentError: the JSON breaks off or is nested too deeply, or one message is too large;
            what stands before has been given.
    """
    head: dict[str, Any] = {}
    messages: list[dict[str, Any]] = []
    building: Any = None
    try:
        for path, event, value in _events(file):
            if building is None and path in _ITEMS and event == "start_map":
                building, parts = ijson.ObjectBuilder(), 0
            if building is not None:
                building.event(event, value)
                parts += 1
                if parts > _MOST_PARTS:
                    raise DocumentError(f"a message of more than {_MOST_PARTS:,} parts")
                if event == "end_map" and path in _ITEMS:
                    if len(messages) >= _PIECE and _time(messages[-1]) != _time(building.value):
                        yield _export(head, messages)
                        messages = []
                    messages.append(building.value)
                    building = None
            elif path in _HEADS and event in {"string", "number"}:
                head[_HEADS[path]] = value
            elif path in _LISTS and event == "end_array":
                yield from [_export(head, messages)] if messages else []
                head, messages = {}, []
    except DocumentError:
        yield from [_export(head, messages)] if messages else []
        raise


def _events(file: BinaryIO) -> Iterator[tuple[str, str, Any]]:
    """The parts of a JSON file in order: the names down to each, what it is, and its value.

    Raises:
        DocumentError: it breaks off, or is nested too deeply.
    """
    try:
        for path, event, value in ijson.parse(file, buf_size=_BUFFER, use_float=True):
            if len(path) > _LONGEST_PATH:
                raise DocumentError("not a readable Telegram export (nested too deeply)")
            yield path, event, value
    except ijson.JSONError as error:
        raise DocumentError(f"not a readable Telegram export ({str(error)[:100]})") from error


def _time(message: dict[str, Any]) -> object:
    return message.get("date_unixtime") or message.get("date")


def _export(head: dict[str, Any], messages: list[dict[str, Any]]) -> bytes:
    return json.dumps({**head, "messages": messages}, ensure_ascii=False).encode()

"""Telegram: exports of Telegram Desktop, and dumps of messages as Telethon has them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from fogline.documents.desktop_export import chats_of, posts_of
from fogline.documents.export_pieces import pieces
from fogline.documents.formats import MAX_EXPORT, DocumentError, Format, Parsed, decode
from fogline.documents.message_dump import by_chat, is_message
from fogline.documents.posts import Post, left_out, parsed

_ADVICE = "give documents as JSONL, one a line"


def parse(raw: bytes) -> list[Parsed]:
    """The posts of an export or a dump, and a count of the messages that have no text."""
    text = decode(raw)
    if is_dump_line(text.lstrip().split("\n", 1)[0]):
        return _documents(by_chat(_lines(text)))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise DocumentError(f"not a readable Telegram export ({reason})") from error
    if isinstance(found, list) and any(map(is_message, found)):
        return _documents(by_chat(found))
    chats = chats_of(found) if isinstance(found, dict) else []
    if not chats:
        why = "JSON, but neither an export of Telegram Desktop nor a dump of its messages"
        raise DocumentError(f"{why} (it has no 'messages')", _ADVICE)
    return _documents(list(posts_of(chat)) for chat in chats)


def is_dump_line(line: str | bytes) -> bool:
    """Whether a line of JSON is a message, so that its file is a dump with a message a line."""
    try:
        return is_message(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _lines(text: str) -> Iterable[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DocumentError(f"line {number} is not JSON ({error})") from error


def _documents(chats: Iterable[list[Post]]) -> list[Parsed]:
    found: list[Parsed] = []
    left: Counter[str] = Counter()
    for chat in chats:
        documents, silent = parsed(chat)
        found += documents
        left += silent
    return found + left_out(left)


FORMAT = Format(
    name="telegram",
    label="Telegram exports",
    endings=(".json",),
    parse=parse,
    many=True,
    limit=MAX_EXPORT,
    pieces=pieces,
    shares=(".jsonl", ".ndjson"),
    takes=is_dump_line,
)

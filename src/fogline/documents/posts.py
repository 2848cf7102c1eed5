"""Messages of a chat become documents: albums are one, replies know what they answer, and what has
no text is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fogline.documents.format import Parsed

# The origin of a forward whose channel hides its name.
UNNAMED = "unnamed origin"
SERVICE, POLL, STICKER, SILENT, NO_MESSAGE = (
    "service messages",
    "polls",
    "stickers",
    "messages without a text",
    "rows that are no messages",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One message as its dump has it.

    ``date``, ``written`` and ``edited`` are times in the dump's own words. ``answers`` is the id of
    the message that it replies to, ``quoted`` the words of that which it quotes. ``album`` is the
    same for the messages of one album, where the dump or the moment tells; ``pictured`` says that
    it has a photo, video or file. ``kind`` names what is no text.
    """

    id: str
    text: str = ""
    date: str = ""
    local: bool = False
    channel: str = ""
    handle: str = ""
    url: str = ""
    author: str = ""
    origin: str = ""
    origin_handle: str = ""
    written: str = ""
    edited: str = ""
    answers: str = ""
    quoted: str = ""
    album: str = ""
    pictured: bool = False
    kind: str = SILENT


def parsed(posts: Sequence[Post]) -> tuple[list[Parsed], Counter[str]]:
    """The documents of a chat, and how many messages of each kind are none."""
    texts = _texts(posts)
    found: list[Parsed] = []
    left: Counter[str] = Counter()
    for album in _albums(posts):
        told = [post for post in album if post.text.strip()]
        if told:
            found.append(_document(told, texts))
        else:
            left.update(post.kind for post in album)
    return found, left


def left_out(counts: Counter[str]) -> list[Parsed]:
    """A record that tells of what was left out; none where nothing was."""
    told = ", ".join(f"{kind}: {n:,}" for kind, n in sorted(counts.items()))
    return [Parsed(left_out=told)] if told else []


def _albums(posts: Sequence[Post]) -> Iterator[list[Post]]:
    """The messages that belong together; those of no album stand alone."""
    for key, group in groupby(posts, lambda p: (p.album, p.origin) if p.album else p.id):
        album = list(group)
        named = isinstance(key, tuple) and not key[0].startswith(MOMENT)
        if named or sum(bool(p.text.strip()) for p in album) == 1:
            yield album
        else:
            # Several texts of one moment are several posts, unless the dump says otherwise.
            yield from ([post] for post in album)


# Begins the album of messages that only their moment joins.
MOMENT = "@"


def _texts(posts: Sequence[Post]) -> dict[str, str]:
    """The text of each message by its id; that of a picture is its album's."""
    texts: dict[str, str] = {}
    for album in _albums(posts):
        caption = "\n\n".join(p.text for p in album if p.text.strip())
        texts |= {p.id: p.text if p.text.strip() else caption for p in album}
    return texts


def _document(told: list[Post], texts: dict[str, str]) -> Parsed:
    """The document of an album's texts, mostly of one."""
    first = told[0]
    return Parsed(
        "\n\n".join(p.text for p in told),
        id=first.id,
        date=first.date,
        url=first.url,
        author=first.author,
        channel=first.channel,
        handle=first.handle,
        origin=first.origin,
        origin_handle=first.origin_handle,
        written=first.written,
        edited=max(p.edited for p in told),
        context=first.quoted or texts.get(first.answers, ""),
        clock="computer" if first.local else "",
    )

"""What an input format is: its name, the files and media types it reads, and its parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

# One document is held in memory with its tokens, some thirty times its bytes; an export holds many.
MAX_BYTES, MAX_EXPORT = 20_000_000, 200_000_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that a parser found, with what the file says of it; what it does not say stays empty.

    ``date`` is the publication date in the file's own words. ``source`` is the publisher as the
    file names it, which nothing overrides; ``sitename`` is what a page calls its site, ``channel``
    the channel of an export: both are used where the user names no publisher. ``listed`` is
    "page" or "sitemap" for an entry of a sitemap, which has an address and no text. ``unread`` says
    which parts of the file could not be read, and why.

    Of a post, ``handle`` is another name of its channel, ``origin`` and ``origin_handle`` the
    channel whose words it passes on, ``written`` when those were first published, ``edited`` when
    its text was changed, and ``context`` the text that it answers. ``clock`` is "computer" where
    times without an offset are those of the computer that made the file. ``left_out`` counts, in
    words, what of the file is no text: such a record is no document.
    """

    text: str = ""
    id: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    lang: str = ""
    source: str = ""
    sitename: str = ""
    channel: str = ""
    listed: str = ""
    handle: str = ""
    origin: str = ""
    origin_handle: str = ""
    written: str = ""
    edited: str = ""
    context: str = ""
    clock: str = ""
    left_out: str = ""
    unread: str = ""

    @property
    def words(self) -> str:
        """The text, or the title where there is no text: of many headlines nothing else is kept."""
        return self.text if self.text.strip() else self.title


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file that is read bit by bit: a line, or a response of a web archive.

    ``where`` follows the file's name in messages (":3"); ``part`` names the record in the ledger
    ("line 3"). ``parsed`` is the record's text; without it the format of ``media`` reads ``raw``,
    or ``body`` where its bytes had to be put into another encoding, and ``key`` is the address.
    ``why`` tells why the record can't be read, or, where it is ``seen``, why it need not be. One
    that ``stands_in`` counts only where no record before it gave a text of that address.
    """

    where: str
    part: str = ""
    raw: bytes = b""
    media: str = ""
    key: str = ""
    parsed: Parsed | None = None
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None
    why: str = ""
    body: bytes = b""
    seen: bool = False
    stands_in: bool = False


# Whether a media type is one that some format of single documents reads.
Readable = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An input format.

    It has ``parse`` (all bytes of a file) or ``stream`` (records, one at a time, for files of any
    size). ``parse`` runs in a process of its own, unless ``inline``: that is for text that needs no
    parser. ``many`` says that a file is made to hold several documents; a file of another format
    may turn out to hold several, each with an ``id`` of its own.

    Attributes:
        name: One word, which messages and the ledger show.
        label: The format in words, for help and documents.
        endings: Endings of files, in lower case, with the dot.
        media: Media types (of addresses and web archives) that this format reads.
        start: Bytes that such a file begins with, whatever its media type says.
        limit: The largest size of a file, in bytes; streams have none.
        pieces: Cuts a larger file into files of this format, which are read one after another.
        cut: Cuts the bytes of a file with very many entries into such files, so that each is parsed
            within the time that a document may take.
        recorded: What the ledger notes as the media type; the name where empty.
        count: Counts the documents of a file at little cost.
        shares: Endings of another format, whose files may be in this one.
        takes: Whether such a file is, by its first line.
    """

    name: str
    label: str
    endings: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    start: bytes = b""
    parse: Callable[[bytes], list[Parsed]] | None = None
    stream: Callable[[BinaryIO, Readable], Iterator[Record]] | None = None
    many: bool = False
    inline: bool = False
    limit: int = MAX_BYTES
    pieces: Callable[[BinaryIO], Iterator[bytes]] | None = None
    cut: Callable[[bytes], list[bytes]] | None = None
    recorded: str = ""
    count: Callable[[BinaryIO], int] | None = None
    shares: tuple[str, ...] = ()
    takes: Callable[[bytes], bool] | None = None

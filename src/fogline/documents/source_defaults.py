"""What the user and the theatre say of all documents: publisher, day and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from fogline.documents.errors import DocumentError
from fogline.documents.publication import published
from fogline.model import Document
from fogline.theatre import Theatre


@dataclass(frozen=True, slots=True)
class SourceDefaults:
    """Publisher, day and zone as the user gives them.

    What a file of many documents says of one of them wins over these.

    ``theatre`` maps domains and channels to publishers, and publishers to zones.
    """

    source: str = ""
    published: date | None = None
    zone: str = ""
    theatre: Theatre | None = None

    def document(self, text: str, name: str, stated: str = "", **fields: str) -> Document:
        """A document with the gaps filled in; ``stated`` is its publication date in its own words.

        Raises:
            DocumentError: no text, characters that no text has, or a date that can't be used.
        """
        _check(text)
        source = fields.pop("source", "") or self.source or self.publisher(fields.get("url", ""))
        day, moment = published(stated, self.zone_of(source)) if stated else (self.published, None)
        clean = {
            k: v.replace("\0", "").encode("utf-8", "replace").decode()
            for k, v in {"id": name, "source": source, **fields}.items()
        }
        return Document(text, published=day, published_at=moment, **clean)

    def publisher(self, url: str, channel: str = "") -> str:
        """The publisher behind an address or a channel.

        Where the theatre knows none, it is the channel's own name, or the host.
        """
        try:
            parts = urlsplit(url if "//" in url else f"//{url}")
            host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
        except ValueError:
            host, path = "", ""
        if host in {"t.me", "telegram.me"} and not channel:
            channel = path.removeprefix("s/").split("/")[0]
        folded = channel.casefold()
        for known in self.theatre.publishers if self.theatre else ():
            if (folded and folded in {c.casefold() for c in known.channels}) or (
                not folded and host and known.owns(host)
            ):
                return known.name
        return channel or host

    def source_of(self, url: str, sitename: str = "") -> str:
        """The publisher: as the user names it, else by the address, else as the page says."""
        return self.source or self.publisher(url) or sitename

    def zone_of(self, source: str) -> str:
        """The zone that the user gave, or that the theatre declares for the source."""
        if self.zone:
            return self.zone
        folded = source.casefold()
        return next(
            (
                p.zone
                for p in (self.theatre.publishers if self.theatre else ())
                if p.name.casefold() == folded
            ),
            "",
        )


def _check(text: str) -> None:
    if not text.strip():
        raise DocumentError("no text in it")
    if "\0" in text:
        raise DocumentError("not text: it has zero characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        why = f"half a character (a lone surrogate) at character {error.start}"
        raise DocumentError(why, "repair the file that it comes from") from error

"""What the user and the theatre say of all documents: publisher, day and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from fogline.documents.errors import DocumentError
from fogline.documents.publication import Publication, published
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

    def document(
        self,
        text: str,
        name: str,
        stated: str = "",
        *,
        written: str = "",
        edited: str = "",
        local: bool = False,
        **fields: str,
    ) -> Document:
        """A document with the gaps filled in; ``stated`` is its publication date in its own words.

        ``written`` is the date of the words that it passes on, ``edited`` that of its last change.
        ``local`` says that only the user can place times without an offset.

        Raises:
            DocumentError: no text, characters that no text has, or a date that can't be used.
        """
        _check(text)
        source = fields.pop("source", "") or self.source or self.publisher(fields.get("url", ""))
        clock, own = self.zone if local else self.zone_of(source), self.declared_zone(source)
        when = published(stated, clock, own) if stated else Publication(self.published)
        origin = "" if fields.get("origin", "") == source else fields.pop("origin", "")
        clean = {
            k: v.replace("\0", "").encode("utf-8", "replace").decode()
            for k, v in {**fields, "id": name, "source": source, "origin": origin}.items()
        }
        return Document(
            text,
            published=when.day,
            published_at=when.moment,
            stated=when.stated,
            written=self._written(written or stated, clock, origin, when),
            edited_at=_changed(published(edited, clock, own) if edited else None, when),
            **clean,
        )

    def _written(self, stated: str, clock: str, origin: str, passed_on: Publication) -> date | None:
        """The day on which another's words were written, by its own zone; none if it is the day
        on which they were passed on.
        """
        zone = self.declared_zone(origin)
        if not origin or not stated:
            return None
        day = published(stated, clock, zone).day
        return day if day != passed_on.day else None

    def publisher(self, url: str, channel: str = "", handle: str = "") -> str:
        """The publisher behind an address or a channel, which may have a second name.

        Where the theatre knows none, it is the channel's own name, or the host.
        """
        try:
            parts = urlsplit(url if "//" in url else f"//{url}")
            host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
        except ValueError:
            host, path = "", ""
        if host in {"t.me", "telegram.me"} and not channel:
            channel = path.removeprefix("s/").split("/")[0]
        names = {n.casefold() for n in (channel, handle) if n}
        for known in self.theatre.publishers if self.theatre else ():
            if names & {c.casefold() for c in known.channels} or (
                not names and host and known.owns(host)
            ):
                return known.name
        return channel or handle or host

    def source_of(self, url: str, sitename: str = "") -> str:
        """The publisher: as the user names it, else by the address, else as the page says."""
        return self.source or self.publisher(url) or sitename

    def zone_of(self, source: str) -> str:
        """The zone that the user gave, or that the theatre declares for the source."""
        return self.zone or self.declared_zone(source)

    def declared_zone(self, source: str) -> str:
        """The zone in which a source counts its days, as the theatre declares it."""
        folded = source.casefold()
        return next(
            (
                p.zone
                for p in (self.theatre.publishers if self.theatre else ())
                if p.name.casefold() == folded
            ),
            "",
        )


def _changed(edited: Publication | None, when: Publication) -> datetime | None:
    """When a text was changed; a change is not before the publication, whatever a clock says."""
    if edited is None or edited.moment is None:
        return None
    return max(edited.moment, when.moment) if when.moment else edited.moment


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

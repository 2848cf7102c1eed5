"""The documents behind an address: a page, or the pages that a feed or a sitemap lists."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from fogline.documents.errors import DocumentError, TemporaryError, Unreadable
from fogline.documents.fetched_page import FetchedPage
from fogline.documents.fetcher import Fetcher
from fogline.documents.format import Format, Parsed
from fogline.documents.listed import UNDATED, ListEntry, breach, is_cut, is_list, list_entries
from fogline.documents.page_address import at_address
from fogline.documents.publication import NoOffsetError
from fogline.documents.registry import format_named, format_of_media, input_formats
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults
from fogline.model import Received, Visit

# Sitemaps read of one index of sitemaps; an index may name 50,000.
SITEMAPS = 50
UNCHANGED = "not changed since it was last fetched"
# Media types that say nothing of what is sent.
_UNTOLD = frozenset({"", "application/octet-stream"})
# Bytes in which a page's first tag is looked for.
_START = 300
Found = Iterator[Received | Unreadable]


@dataclass(frozen=True, slots=True)
class Crawler:
    """Fetches addresses and parses what comes."""

    defaults: SourceDefaults
    fetcher: Fetcher
    sandbox: ParserSandbox
    # Whether an address must be that of a list, and whether one that is no well-formed XML is left.
    lists: bool = False
    sound: bool = False
    # What of the pages is no text of its own, in words.
    left_out: list[str] = field(default_factory=list)

    def documents(self, url: str) -> Found:
        """The documents behind an address."""
        try:
            page = self.fetcher.get(url)
            if page.unchanged:
                yield Unreadable(url, UNCHANGED, seen=True)
                return
            if not is_list(page.raw):
                if self.lists:
                    raise TemporaryError("a page in place of a feed or sitemap")
                yield from self._kept(page, url, "", self._documents(page))
                return
            if is_cut(page.raw):
                raise TemporaryError("a feed or sitemap that is cut short")
            if self.lists and (broken := breach(page.raw)):
                yield Unreadable(url, broken, kind="broken")
                if self.sound:
                    return
            failed = False
            for found in self._listed(page):
                failed |= isinstance(found, Unreadable) and not (found.seen or found.kind == "part")
                if isinstance(found, Unreadable):
                    yield found
                else:
                    yield replace(found, asked=(*found.asked, url))
            # A list is only done with when all that it names is.
            if not failed:
                self.fetcher.remember(url, page)
        except DocumentError as error:
            yield Unreadable(url, error.beside(url), kind="whole")

    def _documents(
        self, page: FetchedPage, stated: str = "", title: str = ""
    ) -> list[Received | Unreadable]:
        """The document of a page, or those of its entries, and what of it can't be read.

        ``stated`` and ``title`` are what a feed says of it: its date is more exact than the page's.
        """
        form = _format(page)
        found = [
            at_address(one, page.url, form, "" if self.defaults.published else stated, title)
            for one in self.sandbox.parse(form, page.raw)
        ]
        if not found:
            raise DocumentError("no text in it")
        self.left_out.extend(f"{page.url}: left out {o.left_out}" for o in found if o.left_out)
        found = [one for one in found if not one.left_out]
        unread = [Unreadable(page.url, one.unread, kind="part") for one in found if one.unread]
        return [*unread, *(self._received(page, form, one) for one in found)]

    def _kept(
        self, page: FetchedPage, url: str, stamp: str, found: list[Received | Unreadable]
    ) -> Found:
        """What was found in a page, which counts as visited when the last of it is taken: whoever
        stops before finds the page anew.
        """
        *others, last = (_asked(one, url) for one in found)
        yield from others
        self.fetcher.remember(url, page, stamp)
        yield last

    def _received(self, page: FetchedPage, form: Format, found: Parsed) -> Received:
        document = self.defaults.document(
            found.text if not found.id else found.words,
            found.url,
            "" if self.defaults.published and not found.id else found.date,
            source=self.defaults.source_of(page.url, found.sitename),
            url=found.url,
            title=found.title,
            author=found.author,
        )
        return Received(
            document,
            page.evidence,
            page.url,
            found.id,
            f"{form.name} {found.id}" if found.id else "",
            media=page.media or form.name,
            headers=page.headers,
            at=page.at,
        )

    def _listed(self, page: FetchedPage) -> Found:
        """The pages of a feed or sitemap; those read before with the same date are passed over."""
        try:
            entries = self.sandbox.parse(format_named("feed"), page.raw)
        except DocumentError:
            entries = []
        if not entries:
            entries = yield from self._sitemap(page)
        fresh = []
        for entry in list_entries(entries):
            if self._done(entry):
                yield Unreadable(entry.name, UNCHANGED, seen=True)
            elif self.fetcher.waits(entry.name):
                yield Unreadable(entry.name, "asked for again after a pause", kind="later")
            else:
                fresh.append(entry)
        # Those never fetched first, so that a long list without dates is got through.
        fresh.sort(key=lambda entry: self.fetcher.known(entry.name) != Visit())
        for entry in fresh[: self.fetcher.pages]:
            yield from self._entry(page, entry)
        left = len(fresh) - self.fetcher.pages
        if left > 0:
            why = f"{left:,} more pages of it are left for the next time"
            why = f"{why}: --pages sets how many one run takes"
            yield Unreadable(page.url, why, kind="later")

    def _sitemap(self, page: FetchedPage) -> Generator[Unreadable, None, list[Parsed]]:
        """The pages of a sitemap and of those that it lists, the newest first.

        A list that can't be had does not stop the others.
        """
        rows = self._sitemap_rows(page)
        pages = [r for r in rows if r.listed == "page"]
        inner = [r for r in rows if r.listed == "sitemap"]
        for row in inner[:SITEMAPS]:
            try:
                listed = self._sitemap_rows(self.fetcher.get(row.url, anew=True))
            except DocumentError as error:
                yield Unreadable(row.url, error.beside(row.url))
                continue
            pages += [r for r in listed if r.listed == "page"]
            if any(r.listed == "sitemap" for r in listed):
                advice = "give the address of one that lists pages"
                yield Unreadable(row.url, f"a list of lists of lists: {advice}")
        if len(inner) > SITEMAPS:
            why = f"it lists {len(inner)} sitemaps and {SITEMAPS} are read"
            yield Unreadable(page.url, f"{why}: give the addresses of the others")
        return sorted(pages, key=lambda r: r.date, reverse=True)

    def _sitemap_rows(self, page: FetchedPage) -> list[Parsed]:
        return self.sandbox.parse(format_named("sitemap"), page.raw)

    def _done(self, entry: ListEntry) -> bool:
        if not entry.name or entry.stamp == UNDATED:
            return False
        return self.fetcher.known(entry.name).stamp == entry.stamp

    def _entry(self, page: FetchedPage, entry: ListEntry) -> Found:
        """The page of a list's entry; where it can't be had, the text that a feed itself gives."""
        name, why = entry.name, ""
        if entry.page:
            try:
                yield from self._page_of(entry)
                return
            except (TemporaryError, NoOffsetError) as error:
                # A zone that is declared later makes the second one readable.
                yield Unreadable(name, error.beside(name))
                return
            except DocumentError as error:
                why = error.beside(name)
                # Reported once; asked for again when its date in the list changes.
                self.fetcher.visits[name] = Visit(stamp=entry.stamp)
        try:
            found = self._text_of(page, entry, why)
        except DocumentError as error:
            where = entry.page or entry.parsed.id or f"{page.url}: entry {entry.parsed.title}"
            yield Unreadable(where, str(error))
            return
        if name:
            self.fetcher.visits[name] = Visit(stamp=entry.stamp)
        yield found

    def _page_of(self, entry: ListEntry) -> Found:
        url, parsed = entry.page, entry.parsed
        page = self.fetcher.get(url)
        if page.unchanged:
            self.fetcher.visits[url] = replace(self.fetcher.known(url), stamp=entry.stamp)
            yield Unreadable(url, UNCHANGED, seen=True)
            return
        # A sitemap's date tells when a page changed, a feed's when it was published.
        found = self._documents(page, "" if parsed.listed else parsed.date, parsed.title)
        yield from self._kept(page, url, entry.stamp, found)

    def _text_of(self, page: FetchedPage, entry: ListEntry, why: str) -> Received:
        """The document of the words that a feed gives; ``why`` tells why its page can't be read."""
        parsed = entry.parsed
        if parsed.listed or not parsed.words.strip():
            raise DocumentError(why or "neither a link nor a text")
        document = self.defaults.document(
            parsed.words,
            parsed.id or parsed.url,
            parsed.date,
            source=self.defaults.source_of(parsed.url, parsed.sitename),
            title=parsed.title,
            author=parsed.author,
            url=parsed.url,
        )
        return Received(
            document,
            page.evidence,
            page.url,
            parsed.id,
            f"feed {parsed.id}",
            page.media,
            page.headers,
            page.at,
            (entry.name,) if entry.name else (),
        )


def _asked(found: Received | Unreadable, url: str) -> Received | Unreadable:
    return found if isinstance(found, Unreadable) else replace(found, asked=(url,))


def _format(page: FetchedPage) -> Format:
    """The format of a page: by the bytes that it begins with, its media type, or its content."""
    if is_list(page.raw):
        raise DocumentError("a feed or sitemap in place of a page", "give its address itself")
    for form in input_formats():
        if form.start and page.raw.startswith(form.start):
            return form
    found = format_of_media(page.media)
    if found is not None:
        return found
    if page.media not in _UNTOLD and "xml" not in page.media:
        known = ", ".join(f.label for f in input_formats() if f.media and not f.many)
        raise DocumentError(f"{page.media}: fogline reads feeds, sitemaps, {known}")
    return format_named("html" if b"<" in page.raw[:_START] else "text")

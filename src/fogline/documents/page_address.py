"""What the address of a page adds to what was found in it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from fogline.documents.format import Format, Parsed
from fogline.documents.web_page.dates import day_of_address


def at_address(
    found: Parsed, address: str, form: Format, stated: str = "", title: str = ""
) -> Parsed:
    """A text that was found at an address: its own address, and its date.

    Args:
        found: What the parser found; an entry of the page has an ``id``.
        address: Where the page was fetched.
        form: The page's format; the address of a web page may tell its day.
        stated: The date that a feed states of the page, which is more exact than the page's own.
        title: The title that a feed states of it.
    """
    if found.id:
        own = f"{urldefrag(address).url}#{found.id}"
        try:
            return replace(found, url=urljoin(address, found.url or own))
        except ValueError:  # an address that is none: "http://[live/x"
            return replace(found, url=own)
    date = stated or found.date or (day_of_address(address) if form.name == "html" else "")
    return replace(found, url=address, date=date, title=found.title or title)

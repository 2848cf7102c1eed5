"""What is watched: the feeds, sitemaps and folders of a sources file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fogline.watch.pauses import ADDRESS_LIMIT, FOLDER_LIMIT

Kind = Literal["feed", "sitemap", "folder", "export"]
# The kinds of sources that are addresses; the others are folders.
ADDRESSES: tuple[Kind, ...] = ("feed", "sitemap")


@dataclass(frozen=True, slots=True)
class Source:
    """One feed, sitemap or folder.

    ``name`` is its publisher's, or its collection's. ``publisher`` is empty for those of a
    collection: its documents say themselves who published them. ``every`` is in seconds.
    ``address`` is a URL, or the absolute path of a folder.
    """

    name: str
    publisher: str
    kind: Kind
    address: str
    every: float
    zone: str = ""
    pages: int = 500

    @property
    def fetched(self) -> bool:
        """Whether it is fetched from a server."""
        return self.kind in ADDRESSES

    @property
    def longest_pause(self) -> float:
        """The longest pause after failures, in seconds."""
        return ADDRESS_LIMIT if self.fetched else FOLDER_LIMIT


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a file; ``settle`` is how long, in seconds, a file must have been left alone
    before it is read.
    """

    origin: str
    sources: tuple[Source, ...]
    settle: float

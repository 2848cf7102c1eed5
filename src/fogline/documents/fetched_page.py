"""What a fetch brings: the page, and the record of the answer as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fogline.documents.http_body import body_of
from fogline.documents.warc_record import warc_record
from fogline.model import Evidence


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """An answer: ``raw`` is its body as it was meant, ``evidence`` the record of it as it came.

    Both are empty with ``unchanged``.
    """

    url: str
    raw: bytes
    media: str
    headers: tuple[tuple[str, str], ...]
    at: datetime
    evidence: Evidence
    unchanged: bool = False

    def header(self, name: str) -> str:
        """The value of a header, empty if it is not there."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


def unpacked(headers: Mapping[str, str], sent: bytes) -> bytes:
    """The body out of the packing that its headers name."""
    packing = headers.get("Content-Encoding", "")
    return body_of(sent, "", packing) if packing else sent


def page_of(url: str, headers: Mapping[str, str], sent: bytes, *, unchanged: bool) -> FetchedPage:
    """What an answer brings, fetched now."""
    media = headers.get("Content-Type", "").split(";")[0].strip().lower()
    at, said = datetime.now(UTC), tuple(headers.items())
    if unchanged:
        return FetchedPage(url, b"", media, said, at, Evidence(b""), unchanged=True)
    evidence = Evidence(warc_record(url, said, sent, at))
    return FetchedPage(url, unpacked(headers, sent), media, said, at, evidence)

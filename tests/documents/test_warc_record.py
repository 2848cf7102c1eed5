"""Answers as records of web archives: others read them, and so does fogline."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio import ArchiveIterator

from fogline.documents import SourceDefaults, load
from fogline.documents.warc_record import warc_record
from fogline.model import Received

URL, AT = "http://news.example/izium?a=1", datetime(2022, 9, 11, 8, 30, 15, 250_000, UTC)
WORDS = "Ukrainian forces entered Izium on Saturday, officials said, after days of fighting. "
PAGE = f"<html><body><article><p>{WORDS * 3}</p></article></body></html>".encode()
HEADERS = (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))


def test_a_record_keeps_the_answer_and_its_moment() -> None:
    raw = warc_record(URL, HEADERS, PAGE, AT)
    assert raw == warc_record(URL, HEADERS, PAGE, AT)
    (record,) = ArchiveIterator(io.BytesIO(raw), check_digests="raise")
    assert (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) == ("response", URL)
    assert record.rec_headers.get_header("WARC-Date") == "2022-09-11T08:30:15.250000Z"
    assert tuple(record.http_headers.headers) == HEADERS


@pytest.mark.parametrize(
    ("more", "body"),
    [
        ((), PAGE),
        ((("Content-Encoding", "gzip"),), gzip.compress(PAGE)),
        ((("Transfer-Encoding", "chunked"),), PAGE),
    ],
)
def test_fogline_reads_its_own_records(
    tmp_path: Path, more: tuple[tuple[str, str], ...], body: bytes
) -> None:
    (tmp_path / "page.warc").write_bytes(warc_record(URL, (*HEADERS, *more), body, AT))
    (found,) = load([str(tmp_path)], SourceDefaults(source="A", published=AT.date()))
    assert isinstance(found, Received)
    assert (found.document.url, found.at) == (URL, AT)
    assert "entered Izium" in found.document.text


def test_damage_of_a_record_shows() -> None:
    bad = warc_record(URL, HEADERS, PAGE, AT).replace(b"Izium on", b"Lyman on")
    (record,) = ArchiveIterator(io.BytesIO(bad), check_digests=True)
    record.content_stream().read()
    assert record.digest_checker.passed is False

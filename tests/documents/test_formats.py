from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.registry import format_named
from fogline.documents.sandbox import ParserSandbox
from fogline.model import Received
from fogline.theatre import load as theatre

UKRAINE = theatre("ukraine")
PAGE = (
    "<html><head><title>Front</title><script>alert('x')</script></head><body><article>"
    + (
        "<p onclick='x()'>Ukrainian forces entered Kupiansk on Saturday, officials said, "
        "after two days of fighting.</p>"
    )
    * 4
    + "</article></body></html>"
)


def _one(path: Path, given: SourceDefaults = SourceDefaults(theatre=UKRAINE)) -> Received:
    (found,) = load([str(path)], given)
    assert isinstance(found, Received), found
    return found


def _problem(path: Path, given: SourceDefaults = SourceDefaults(theatre=UKRAINE)) -> Unreadable:
    (found,) = load([str(path)], given)
    assert isinstance(found, Unreadable)
    return found


def pdf(words: str) -> bytes:
    """A PDF of one page, as small as may be."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offsets
    )
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        table,
    )


def test_pdf(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf("Russian forces shelled Izium."))
    found = _one(file)
    assert "Russian forces shelled Izium." in found.document.text
    assert found.evidence.raw == file.read_bytes()
    file.write_bytes(pdf("Russian forces shelled Izium.")[:150])
    assert "PDF" in _problem(file).why


def test_word(tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    word = docx.Document()
    word.add_paragraph("Russian forces shelled Izium.")
    word.save(str(file))
    assert _one(file).document.text.strip() == "Russian forces shelled Izium."
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", bytes(110_000_000))
    assert "when unpacked" in _problem(file).why


def test_telegram_exports_have_channel_number_and_moment(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    messages = [
        {"id": 1, "type": "service", "text": "created"},
        {
            "id": 7,
            "type": "message",
            "date": "2022-09-10T21:00:00",
            "date_unixtime": "1662832800",
            "text": ["Izium: ", {"type": "bold", "text": "shelled"}],
        },
        {"id": 8, "type": "message", "date": "2022-09-10T21:00:00", "text": "No offset."},
        {"id": 9, "type": "message", "date_unixtime": "1662832801", "text": ""},
    ]
    file.write_text(
        json.dumps({"name": "Somebody", "type": "public_channel", "messages": messages}),
        encoding="utf-8",
    )
    first, second = load([str(file)], SourceDefaults(theatre=UKRAINE))
    assert isinstance(first, Received)
    assert (first.document.text, first.document.source, first.key) == (
        "Izium: shelled",
        "Somebody",
        "7",
    )
    assert first.document.published_at == datetime(2022, 9, 10, 18, 0, tzinfo=UTC)
    assert isinstance(second, Unreadable)
    assert "no offset" in second.why
    first, second = load([str(file)], SourceDefaults(zone="Europe/Kyiv", theatre=UKRAINE))
    assert isinstance(second, Received)
    assert second.document.published_at == datetime(2022, 9, 10, 18, 0, tzinfo=UTC)


def test_saved_feeds(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Desk</title>"
        "<item><title>Izium</title>"
        "<link>https://www.ukrinform.net/rubric/1</link><guid>g1</guid>"
        "<pubDate>Sat, 10 Sep 2022 18:00:00 +0300</pubDate>"
        "<description>&lt;p onclick='x()'&gt;Russian troops left Izium.&lt;/p&gt;"
        "&lt;script&gt;alert(1)&lt;/script&gt;</description>"
        "</item></channel></rss>",
        encoding="utf-8",
    )
    document = _one(file).document
    assert (document.text, document.source, document.published) == (
        "Russian troops left Izium.",
        "Ukrinform",
        date(2022, 9, 10),
    )
    assert document.published_at is not None
    assert document.published_at.utcoffset().total_seconds() == 3 * 3600  # type: ignore[union-attr]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the writer leaves its temporary files to the collector
def test_web_archives_keep_the_payload_and_when_it_was_fetched(tmp_path: Path) -> None:
    file = tmp_path / "site.warc.gz"
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for status, body in (("200 OK", PAGE), ("404 Not Found", PAGE)):
            headers = StatusAndHeaders(
                status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    "https://tass.com/defense/1",
                    "response",
                    payload=io.BytesIO(body.encode()),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2022-09-10T18:00:00Z"},
                )
            )
    found = _one(file)
    assert found.evidence.raw == PAGE.encode()
    assert (found.document.source, found.document.url) == ("TASS", "https://tass.com/defense/1")
    assert found.at == datetime(2022, 9, 10, 18, 0, tzinfo=UTC)
    assert "alert" not in found.document.text
    assert "onclick" not in found.document.text
    file.write_bytes(file.read_bytes()[:150])
    assert "cut short" in _problem(file).why


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("2022-09-10 18:00", "no offset"),
        ("9999-01-01", "between 1900 and 2199"),
        ("0001-01-01T00:00+00:00", "between"),
        ("yesterday", "is needed"),
        ("@99999999999", "between"),
    ],
)
def test_dates_that_cannot_be_used(tmp_path: Path, stated: str, why: str) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(json.dumps({"text": "Izium.", "published": stated}), encoding="utf-8")
    assert why in _problem(file).why


def test_a_declared_zone_places_naive_times(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(
        json.dumps({"text": "Izium.", "source": "Ukrinform", "published": "2022-09-10T01:00"}),
        encoding="utf-8",
    )
    document = _one(file).document
    assert document.published_at == datetime(2022, 9, 9, 22, 0, tzinfo=UTC)
    assert document.published == date(2022, 9, 10)


def test_globs(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text("Izium.", encoding="utf-8")
    found = list(load([str(tmp_path / "a*.txt")], SourceDefaults()))
    assert [f.origin for f in found if isinstance(f, Received)] == ["a1.txt", "a2.txt"]


def test_the_worker_outlives_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = ParserSandbox()
    assert sandbox.parse(format_named("html"), PAGE.encode())[0].text
    assert sandbox._process is not None
    sandbox._process.kill()
    sandbox._process.wait()
    assert sandbox.parse(format_named("html"), PAGE.encode())[0].text
    sandbox.close()


def test_a_headline_without_a_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "headlines.jsonl"
    file.write_text(
        json.dumps({"id": "h", "title": "Russian troops leave Izium", "text": "", "source": "X"})
        + "\n"
    )
    assert _one(file).document.text == "Russian troops leave Izium"
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0"><channel><title>x</title><item><guid>1</guid>'
        "<title>Izium falls</title></item></channel></rss>"
    )
    assert _one(feed).document.text == "Izium falls"

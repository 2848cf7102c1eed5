"""Web archives as crawlers write them, and as they come after years on disks."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcs import PAGE, URL, answer, chunked, members, record

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.charset import charset_of, to_utf8
from fogline.documents.errors import DocumentError
from fogline.documents.http_body import body_of
from fogline.documents.unpacked import Unpacked
from fogline.documents.warc_records import WarcRecords
from fogline.model import Received

OTHER = "https://tass.com/defense/2"
INFO = record("warcinfo", b"software: none\r\n", "")


def _load(file: Path, raw: bytes) -> tuple[list[str], list[str], int]:
    """The addresses read, what was named, and how many were seen before."""
    file.write_bytes(raw)
    found = list(load([str(file)], SourceDefaults()))
    named = [f for f in found if isinstance(f, Unreadable)]
    read = [f.document.url for f in found if isinstance(f, Received)]
    whys = [f"{f.where.removeprefix(str(file))}: {f.why}" for f in named if not f.seen]
    return read, whys, sum(f.seen for f in named)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return tmp_path / "site.warc.gz"


ONE, TWO = answer(), answer(url=OTHER)


@pytest.mark.parametrize(
    "raw",
    [
        members(INFO, ONE, TWO),
        gzip.compress(INFO + ONE + TWO),
        INFO + ONE + TWO,
        members((INFO + ONE + TWO)[:700], (INFO + ONE + TWO)[700:]),
        members(*((INFO + ONE + TWO)[k : k + 97] for k in range(0, 1400, 97))),
        members(ONE, TWO) + bytes(512),
    ],
    ids=["a member a record", "one member", "no gzip", "cut in two", "in shreds", "zeros after"],
)
def test_however_it_is_packed(warc: Path, raw: bytes) -> None:
    assert _load(warc, raw) == ([URL, OTHER], [], 0)


def test_what_is_damaged_is_named_and_the_rest_is_read(warc: Path) -> None:
    assert _load(warc, members(ONE, TWO) + b"<html>trailing words") == (
        [URL, OTHER],
        [": 20 bytes that are no gzip"],
        0,
    )
    damaged = bytearray(gzip.compress(ONE))
    damaged[60:90] = bytes(30)
    read, whys, _ = _load(warc, bytes(damaged) + members(TWO, ONE))
    assert read == [OTHER, URL]
    assert any("a gzip member is damaged" in w for w in whys)
    read, whys, _ = _load(warc, members(ONE) + gzip.compress(TWO)[:-60])
    assert read == [URL]
    assert any("cut short" in w for w in whys)
    long = ONE.replace(b"Content-Length: ", b"Content-Length: 1", 1)
    wrong = ": record 1: its length is wrong, or a part of it is lost"
    assert _load(warc, long + TWO + ONE) == ([OTHER, URL], [wrong], 0)
    short = ONE.replace(b"WARC-Date", b"Content-Length: 300\r\nWARC-Date", 1)
    read, whys, _ = _load(warc, short + TWO)
    assert (read, whys) == ([OTHER], [wrong])
    read, whys, _ = _load(warc, b"junk\r\n" + ONE + b"WARC/1.0\r\nContent-Length: x\r\n\r\n" + TWO)
    assert read == [URL, OTHER]
    assert whys[0] == ": 6 bytes that are no record"
    assert ": record 2: a record without a length, or with a damaged head" in whys


def test_a_large_record_is_passed_over(warc: Path) -> None:
    film = answer(b"x" * 21_000_000, media="video/mp4")
    page = answer(b"<p>" * 7_000_000, url=OTHER)
    read, whys, _ = _load(warc, members(film, page, ONE))
    assert read == [URL]
    assert len(whys) == 1
    assert "one document may have 20,000,000" in whys[0]


def test_a_bomb_ends_the_archive(warc: Path) -> None:
    bomb = gzip.compress(answer(bytes(200_000_000)), 9)
    read, whys, _ = _load(warc, members(ONE) + bomb)
    assert read == [URL]
    assert "unpacks to more than 100 times its size" in whys[0]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (pa.compress(PAGE.encode(), "brotli", asbytes=True), {"Content_Encoding": "br"}),
        (pa.compress(PAGE.encode(), "zstd", asbytes=True), {"Content_Encoding": "zstd"}),
        (gzip.compress(PAGE.encode()), {"Content_Encoding": "gzip"}),
        (gzip.compress(PAGE.encode()), {}),
        (zlib.compress(PAGE.encode()), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE.encode())[2:-4], {"Content_Encoding": "deflate"}),
        (PAGE.encode(), {"Content_Encoding": "br"}),
        (PAGE.encode(), {"Content_Encoding": "gzip"}),
        (PAGE.encode(), {"Content_Encoding": "utf-8"}),
        (gzip.compress(PAGE.encode()), {"Content_Encoding": "gzip, Windows-1251"}),
        (chunked(PAGE.encode()), {"Transfer_Encoding": "chunked"}),
        (chunked(PAGE.encode()), {}),
        (PAGE.encode(), {"Transfer_Encoding": "chunked"}),
        (
            chunked(pa.compress(PAGE.encode(), "brotli", asbytes=True), 40),
            {"Transfer_Encoding": "chunked", "Content_Encoding": "br"},
        ),
    ],
)
def test_bodies_whatever_their_headers_say(
    warc: Path, body: bytes, headers: dict[str, str]
) -> None:
    warc.write_bytes(members(answer(body, **headers)))
    (found,) = load([str(warc)], SourceDefaults())
    assert isinstance(found, Received), found
    assert found.evidence.raw == PAGE.encode()
    assert found.at == datetime(2022, 9, 10, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (chunked(PAGE.encode())[:300], {"Transfer_Encoding": "chunked"}, "its chunks break off"),
        (chunked(PAGE.encode())[:40], {"Transfer_Encoding": "chunked"}, "its chunks break off"),
        (b"\x8b\x00\x01\x02\xff" * 9, {"Content_Encoding": "br"}, "its br packing is damaged"),
        (b"\x01", {"Content_Encoding": "compress"}, "Content-Encoding 'compress'"),
        (b"\x01", {"Content_Encoding": "bz2"}, "Content-Encoding 'bz2'"),
        (
            pa.compress(bytes(30_000_000), "brotli", asbytes=True),
            {"Content_Encoding": "br"},
            "more than 20,000,000 bytes unpacked",
        ),
        (PAGE.replace("forces", "Сили").encode("utf-16-be"), {}, "zero bytes"),
    ],
)
def test_bodies_that_are_refused(
    warc: Path, body: bytes, headers: dict[str, str], why: str
) -> None:
    read, whys, _ = _load(warc, members(answer(body, **headers), TWO))
    assert read == [OTHER]
    assert len(whys) == 1
    assert why.replace("zero bytes", "") in whys[0]


CYRILLIC = "Українські сили увійшли до Куп'янська в суботу, повідомили в Генштабі."


def _page(words: str, said: str = "") -> str:
    meta = f'<meta charset="{said}">' if said else ""
    return f"<html><head>{meta}</head><body><article>" + f"<p>{words}</p>" * 5 + "</article></body>"


@pytest.mark.parametrize("real", ["cp1251", "koi8_u", "iso8859_5", "utf-8"])
@pytest.mark.parametrize("said", ["utf-8", "windows-1251", ""])
def test_wrong_charsets(warc: Path, real: str, said: str) -> None:
    raw = _page(CYRILLIC, said).encode(real)
    warc.write_bytes(
        members(answer(raw, media="text/html; charset=utf-8" if said else "text/html"))
    )
    (found,) = load([str(warc)], SourceDefaults())
    assert isinstance(found, Received), found
    assert CYRILLIC in found.document.text
    assert found.evidence.raw == raw


def test_a_charset_that_nothing_tells_is_refused_by_name(warc: Path) -> None:
    raw = answer("<p>Ізюм</p>".encode("cp1251"))
    read, whys, _ = _load(warc, members(raw, TWO))
    assert read == [OTHER]
    assert "said to be utf-8, but it is not UTF-8 at byte 3 (0xb2)" in whys[0]
    # The letters are Cyrillic, which no word of the encoding that is named looks like.
    with pytest.raises(DocumentError, match="don't tell"):
        to_utf8("Изюм наш".encode("cp1251"), "windows-1252")


def test_other_charsets_are_taken_at_their_word() -> None:
    for words, name in (("L’armée a pris la ville à l’été", "cp1252"), ("ようこそ", "shift_jis")):
        assert to_utf8(words.encode(name), name).decode() == words
    page = '<meta http-equiv="x" content="text/html; charset=iso-8859-2"><p>Łódź'
    assert to_utf8(page.encode("iso-8859-2"), "utf-8").decode() == page
    assert charset_of('text/html; Charset="KOI8-R"') == "KOI8-R"
    assert to_utf8("Ізюм".encode("utf-16")).decode() == "Ізюм"
    # A page with a letter cut in two is what it says.
    cut = CYRILLIC.encode() * 9 + b"\xd0"
    assert to_utf8(cut).decode() == CYRILLIC * 9 + "\ufffd"


@given(st.text("абвгдежзийклмнопрстуфхцчшщьюяіїєґАБВ ,.", max_size=80), st.data())
def test_no_words_are_ever_misread(words: str, data: st.DataObject) -> None:
    """What is told in one encoding is read in that one, or refused."""
    name = data.draw(st.sampled_from(["cp1251", "koi8_u", "iso8859_5"]))
    try:
        raw = words.encode(name)
    except UnicodeEncodeError:
        return
    text = f"Російські війська відступили від Ізюма, {words}"
    raw = text.encode(name, "ignore")
    try:
        read = to_utf8(raw).decode()
    except DocumentError:
        return
    assert read == raw.decode(name)


def test_revisits_resources_and_conversions(warc: Path) -> None:
    same = {"WARC_Payload_Digest": "sha1:AAAA"}
    first = record(
        "response",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode(),
        Content_Type="application/http; msgtype=response",
        **same,
    )
    again = record("revisit", b"", "https://tass.com/other", **same)
    image = answer(b"\x89PNG", "https://tass.com/x.png", "image/png")
    read, whys, seen = _load(
        warc,
        members(
            first,
            again,
            record("revisit", b"", URL),
            image,
            record("revisit", b"", "https://tass.com/x.png"),
            record("revisit", b"", "https://tass.com/lost"),
            record("resource", b"Izium is quiet.", OTHER, Content_Type="text/plain"),
            record("conversion", b"Izium.", URL, Content_Type="text/plain"),
            record("conversion", b"Izium.", "https://tass.com/3", Content_Type="text/plain"),
            record("metadata", b"x: y", URL, Content_Type="application/warc-fields"),
        ),
    )
    assert read == [URL, OTHER, "https://tass.com/3"]
    assert seen == 3
    assert whys == [
        ": record 6: a revisit of https://tass.com/lost: it has not changed, and its page is not "
        "in this archive"
    ]


def _wacz(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as out:
        for name, raw in parts.items():
            out.writestr(name, raw)
    return file


def _pages(*rows: object) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages"}
    return "\n".join(json.dumps(r) for r in (head, *rows)).encode()


def test_archives_in_a_zip(tmp_path: Path) -> None:
    file = _wacz(
        tmp_path / "site.wacz",
        {
            "datapackage.json": b"{}",
            "archive/a.warc.gz": members(INFO, ONE),
            "archive/b.warc": TWO + answer(b"gone", "https://tass.com/4", status="404 Not Found"),
            "pages/pages.jsonl": _pages(
                {"url": URL, "ts": "2022-09-10T18:00:00Z", "title": "Front"},
                {"url": "https://tass.com/3", "text": "Izium is quiet.", "ts": "soon"},
                {"url": "https://tass.com/4"},
                [1],
            )
            + b"\n{broken\n",
        },
    )
    found = list(load([str(file)], SourceDefaults()))
    read = [(f.document.url, f.part) for f in found if isinstance(f, Received)]
    assert read == [
        (URL, "archive/a.warc.gz record 2"),
        (OTHER, "archive/b.warc record 1"),
        ("https://tass.com/3", "pages/pages.jsonl line 3"),
    ]
    whys = [(f.where, f.why) for f in found if isinstance(f, Unreadable)]
    assert whys[0] == (
        f"{file}: pages/pages.jsonl:4",
        "https://tass.com/4 is listed, but no archive holds a readable page of it",
    )
    assert "not JSON" in whys[1][1]


EMPTY = "<html><body><div id=root></div><script>draw()</script></body></html>"


def test_the_list_s_text_stands_in_for_a_page_that_failed(tmp_path: Path) -> None:
    """A page that only scripts fill has no text in its archive: the list has what was drawn."""
    drawn, broken, empty = (f"https://tass.com/{n}" for n in ("drawn", "broken", "empty"))
    listed = [
        {"url": drawn, "text": "Izium is quiet."},
        {"url": broken, "text": "Lyman is quiet."},
        {"url": empty},
        {"url": URL, "text": "Not the page's own text."},
    ]
    file = _wacz(
        tmp_path / "site.wacz",
        {
            "archive/a.warc": ONE
            + answer(EMPTY.encode(), drawn)
            + answer(b"no gzip", broken, Content_Encoding="gzip")
            + answer(EMPTY.encode(), empty),
            "pages/pages.jsonl": _pages(*listed),
            "pages/extraPages.jsonl": _pages(*listed),
        },
    )
    found = list(load([str(file)], SourceDefaults()))
    read = {f.document.url: f.document.text for f in found if isinstance(f, Received)}
    assert list(read) == [URL, drawn, broken]
    assert (read[drawn], read[broken]) == ("Izium is quiet.", "Lyman is quiet.")
    assert read[URL].startswith("Ukrainian forces entered Kupiansk")
    assert sum(isinstance(f, Received) for f in found) == len(read)
    named = [f.where.partition(": ")[2] for f in found if isinstance(f, Unreadable)]
    assert named == [f"archive/a.warc: record {n}" for n in (2, 3, 4)]


def test_zips_that_are_no_archives(tmp_path: Path) -> None:
    for parts, why in (
        ({"x.txt": b"x"}, "no archive in it"),
        ({"archive/a.warc.gz": b"junk"}, "4 bytes that are no record"),
    ):
        file = _wacz(tmp_path / "a.wacz", parts)
        named = list(load([str(file)], SourceDefaults()))
        assert any(isinstance(f, Unreadable) and why in f.why for f in named)
    file.write_bytes(b"no zip")
    (named,) = load([str(file)], SourceDefaults())
    assert isinstance(named, Unreadable)
    assert "not a readable zip file" in named.why
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("archive/a.warc.gz", bytes(60_000_000))
    file.write_bytes(out.getvalue())
    (named,) = load([str(file)], SourceDefaults())
    assert isinstance(named, Unreadable)
    assert "unpacks to more than 200 times its size" in named.why


PARTS = st.lists(st.binary(max_size=300), min_size=1, max_size=8)


@given(PARTS, st.binary(max_size=60))
def test_members_come_out_as_they_went_in(parts: list[bytes], after: bytes) -> None:
    raw = b"".join(gzip.compress(p) for p in parts) + b"." + after.replace(b"\x1f", b"")
    unpacked = Unpacked(io.BytesIO(raw))
    assert b"".join(iter(unpacked.read, b"")) == b"".join(parts)
    assert len(unpacked.flaws) == 1


@settings(max_examples=60)
@given(st.binary(max_size=1500))
def test_any_bytes_are_cut_into_records_without_a_crash(raw: bytes) -> None:
    for before in (b"", ONE, b"WARC/1.0\r\n"):
        blocks = list(WarcRecords(io.BytesIO(before + raw)))
        assert all(b.raw or b.why for b in blocks)


@given(st.binary(max_size=400), st.integers(1, 50))
def test_chunks_come_out_as_they_went_in(body: bytes, size: int) -> None:
    if body.startswith((b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")):
        return
    assert body_of(chunked(body, size), "chunked", "") == body

"""Feeds generated hostile files to a ledger.

Each must be read, or refused with a reason, in 10 s (of an idle machine: `--seconds` gives a busy
one more) and 1 GB, without a crash.

python bench/hostile.py --count 10000
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import fogline
from fogline.documents import SourceDefaults, load
from fogline.documents.sandbox import ParserSandbox
from fogline.exports import reading_as
from fogline.ledger import open_ledger
from fogline.model import Document
from fogline.reading import ReadingError, open_reader
from fogline.theatre import load as load_theatre

THEATRE = load_theatre("ukraine")
SECONDS, MEMORY = 10.0, 1_000_000_000
WORDS = (
    "Ukrainian",
    "forces",
    "captured",
    "Kupiansk",
    "on",
    "September",
    "10",
    "Russian",
    "troops",
    "left",
    "Izium",
    ".",
    "yesterday",
    "Київ",
    "взяли",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u0301" * 40,
    "👨‍👩‍👧‍👦",
    "ﷺ",
    "\x1b[31m",
    "\r",
    "\x0b",
    "\u2028",
    "((((",
    "]]]]",
    '"',
    "’s",
    "[1][2][3]",
    "2/3",
    "99999999999",
    "=cmd()",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "&amp;",
    "&#x110000;",
    "{{7*7}}",
    "%s%n",
    "../../etc",
)
DATES = (
    "9999-12-31",
    "0001-01-01",
    "2022-02-30",
    "2022-09-10",
    "2022-09-10T25:00",
    "2022-09-10T10:00",
    "2022-09-10T10:00+03:00",
    "-5",
    "@99999999999999",
    "",
    "Sat, 99 Sep 99999",
    "2022-09-10T10:00+99:00",
    "１２３４-01-01",
)
# Days of which most can be used.
MOSTLY = (*DATES, *["2022-09-10"] * 20)
Chance = random.Random


def prose(c: Chance, most: int = 120) -> str:
    return " ".join(c.choice(WORDS) for _ in range(c.randrange(most)))


def mutated(c: Chance, raw: bytes) -> bytes:
    out = bytearray(raw)
    for _ in range(c.randrange(1, 12)):
        if out:
            out[c.randrange(len(out))] = c.randrange(256)
    return bytes(out[: c.randrange(len(out) + 1)]) if c.random() < 0.5 else bytes(out)


def text(c: Chance) -> bytes:
    kind = c.randrange(9)
    words = prose(c)
    if kind == 0:
        return c.randbytes(c.randrange(3_000))
    if kind == 1:
        return mutated(c, (words * 3).encode())
    if kind == 2:
        return words.encode(
            c.choice(("utf-16", "utf-32", "utf-8-sig", "cp1251", "utf-7")), "replace"
        )
    if kind == 3 and c.random() < 0.1:
        return (c.choice(WORDS) * 10_000_000)[
            : c.choice((600_000, 10_000_000, 21_000_000))
        ].encode()[:21_000_000]
    if kind == 4:
        return b"\x00" * c.randrange(100) + words.encode()
    if kind == 5:
        return (c.choice(WORDS) * c.randrange(4_000)).encode()
    if kind == 6:
        return (c.choice(WORDS) + c.choice((" ", "\n", ". ", ""))).encode() * c.randrange(3_000)
    return words.encode()


def html(c: Chance) -> bytes:
    kind = c.randrange(12)
    if kind >= 8:
        return page_of_entries(c) if kind < 10 else page_of_tables(c)
    body = "".join(
        f"<p onclick='alert(1)'>{prose(c)}</p><script>{prose(c, 9)}</script>"
        for _ in range(c.randrange(6))
    )
    if kind == 0:
        return ("<div>" * c.randrange(30_000) + body).encode()
    if kind == 1:
        charset = c.choice(("utf-7", "x", "utf-16", "koi8-r"))
        return f"<html><meta charset={charset}><body>{body}".encode("utf-8", "replace")
    if kind == 2:
        return mutated(c, f"<html><body><article>{body}</article></body></html>".encode())
    if kind == 3 and c.random() < 0.2:
        return ("<p>" + "a" * c.choice((1_000_000, 10_000_000)) + body).encode()
    if kind == 4:
        return (
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><html>'
            + "&b;" * c.randrange(2_000)
            + body
        ).encode()
    if kind == 5:
        return ("<table>" + "<tr><td>" * c.randrange(3_000) + body).encode()
    return (
        f"<html><head><title>{prose(c, 9)}</title><meta property='article:published_time'"
        f" content='{c.choice(DATES)}'></head>"
        f"<body><article>{body}</article></body></html>".encode()
    )


def page_of_entries(c: Chance) -> bytes:
    """A live blog, stated and marked, with times and links that are none."""
    updates: object = [
        {
            "@type": "BlogPosting",
            "headline": c.choice((prose(c, 9), 5, None)),
            "url": c.choice(("#a", "http://[", "x#" + prose(c, 3), None)),
            "datePublished": c.choice(DATES),
            "articleBody": c.choice((prose(c), "<p>" * c.randrange(3_000), ["x"], None)),
        }
        for _ in range(c.randrange(30))
    ]
    nested = c.choice((0, 0, 1, 20_000))
    stated = "[" * nested + json.dumps(updates) + "]" * nested
    blog = f'{{"@type": "LiveBlogPosting", "liveBlogUpdate": {stated}}}'
    deep = "<div>" * c.choice((0, 1, 2_000))
    entries = "".join(
        f"{deep}<article id='{c.choice(WORDS)}'><time datetime='{c.choice(DATES)}'>x</time>"
        f"<h3><a href='{c.choice(('#a', 'http://[', '//'))}'>{prose(c, 9)}</a></h3>{prose(c)}"
        "</article>"
        for _ in range(c.randrange(20))
    )
    script = f"<script type='application/ld+json'>{blog}</script>" if c.random() < 0.5 else ""
    return f"<html><head>{script}</head><body>{entries}</body></html>".encode("utf-8", "replace")


def page_of_tables(c: Chance) -> bytes:
    """A table whose cells span more than there is, with walls around it."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td colspan='{c.choice((1, 2, 0, -1, 999_999_999))}'"
            f" rowspan='{c.choice((1, 3, 0, 99_999))}'>{prose(c, 6)}"
            for _ in range(c.randrange(9))
        )
        for _ in range(c.choice((3, 30, 2_000)))
    )
    wall = "<div class='cookie consent paywall'>" * c.randrange(300)
    return f"<html><body>{wall}<p>{prose(c)}<table>{rows}</table>".encode("utf-8", "replace")


def drawn(c: Chance, said: str) -> str:
    """Words all over a page, turned, tiny, huge, or thousands of times."""
    spots = []
    for _ in range(c.choice((1, 1, 30, 3_000))):
        x, y, size = (c.choice((-1e9, 0, 10, 300, 700, 1e30)) for _ in range(3))
        turn = c.choice(("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 0 0 0", "1e9 0 0 1e-9"))
        spots.append(f"BT /F1 {size or 12} Tf {turn} {x} {y} Tm ({said}) Tj ET")
    return " ".join(spots)


def pdf(c: Chance) -> bytes:
    said = "Russian troops left Izium." if c.random() < 0.5 else prose(c, 30)
    shown = drawn(c, said) if c.random() < 0.3 else f"BT /F1 12 Tf 10 10 Td ({said}) Tj ET"
    stream = shown.encode("latin-1", "replace")
    if c.random() < 0.1:
        import zlib

        stream = zlib.compress(b" " * c.choice((1_000_000, 300_000_000)))
        head = b"/Filter /FlateDecode "
    else:
        head = b""
    raw = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R"
        + b" 2 0 R" * c.randrange(2)
        + b"]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0"
        b" R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<<"
        + head
        + f"/Length {len(stream)}>>stream\n".encode()
        + stream
        + b"\nendstream endobj\n5 0"
        b" obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size"
        b" 6>>\nstartxref\n0\n%%EOF"
    )
    return mutated(c, raw) if c.random() < 0.7 else raw


def word(c: Chance) -> bytes:
    bomb = c.random() < 0.1
    words = "A" * 5_000_000 if bomb else "Russian troops left Izium."
    body = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" * c.randrange(1, 30)
    if c.random() < 0.3:
        span = f"<w:tcPr><w:gridSpan w:val='{c.choice(('3', '-1', 'x', '9' * 40))}'/></w:tcPr>"
        cell = "<w:p><w:r><w:t>Russian troops left Izium.</w:t></w:r></w:p>"
        rows = f"<w:tr><w:tc>{span}{cell}</w:tc><w:tc>{cell}</w:tc></w:tr>" * c.randrange(1, 50)
        body = f"<w:tbl>{rows}</w:tbl>"
    deep = c.choice((0, 1, 200, 20_000))
    body = "<w:sdt><w:sdtContent>" * deep + body + "</w:sdtContent></w:sdt>" * deep
    entity = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c'
        ' "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        if c.random() < 0.2
        else ""
    )
    ns = "http://schemas.openxmlformats.org"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{ns}/package/2006/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            ' PartName="/word/document.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
            '.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{ns}/package/2006/relationships"><Relationship Id="r"'
            f' Type="{ns}/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'{entity}<w:document xmlns:w="{ns}/wordprocessingml/2006/main">'
            f"<w:body>{body}{'&c;' * 50 if entity else ''}</w:body></w:document>",
        )
        if c.random() < 0.2:
            archive.writestr("word/zeros.bin", b"\0" * c.choice((1_000_000, 150_000_000)))
    return mutated(c, out.getvalue()) if c.random() < 0.5 else out.getvalue()


def lines(c: Chance) -> bytes:
    rows = []
    for n in range(c.randrange(1, 6)):
        row: object = {
            "id": c.choice((n, str(n), None, [n])),
            "text": c.choice((prose(c), None, 7, [], "\ud800")),
            "published": c.choice(DATES),
            "source": c.choice(("ISW", "", 5, {"a": 1})),
        }
        rows.append(json.dumps(c.choice((row, row, row, [row], None, "x"))))
    rows.append("[" * c.randrange(100_000) if c.random() < 0.1 else '{"text": "cut')
    return ("\n".join(rows)).encode("utf-8", "surrogatepass")


def telegram(c: Chance) -> bytes:
    message: dict[str, object] = {
        "id": c.choice((1, None, "x")),
        "type": c.choice(("message", "service", 5)),
        "date": c.choice(DATES),
        "date_unixtime": c.choice(("1662800000", "-1", "9" * 30, 5)),
        "text": c.choice((prose(c), [prose(c), {"type": "bold", "text": prose(c)}, 5], None, {})),
    }
    export = {
        "name": c.choice(("Channel", None, 5)),
        "messages": c.choice(([message] * c.randrange(5), message, None, [None, 5])),
    }
    return (
        mutated(c, json.dumps(export).encode()) if c.random() < 0.3 else json.dumps(export).encode()
    )


def feed(c: Chance) -> bytes:
    entity = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        if c.random() < 0.3
        else ""
    )
    items = "".join(
        f"<item><guid>{n}</guid><title>{c.choice(WORDS[:9])}</title>"
        f"<pubDate>{c.choice(DATES)}</pubDate>"
        "<description>&lt;p onload=x&gt;Russian troops left"
        " Izium.&lt;script&gt;alert(1)&lt;/script&gt;"
        f"{'&b;' if entity else ''}</description></item>"
        for n in range(c.randrange(6))
    )
    raw = (
        f'<?xml version="1.0"?>{entity}<rss'
        f' version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
    )
    return mutated(c, raw) if c.random() < 0.4 else raw


def archive(c: Chance) -> bytes:
    page = html(c)[:200_000]
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    record = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.org/\r\nWARC-Date:"
        f" {c.choice(DATES)}\r\nContent-Type: application/http;msgtype=response\r\nContent-Length:"
        f" {len(payload) + c.choice((0, 0, 50, -5))}\r\n\r\n".encode()
        + payload
        + b"\r\n\r\n"
    )
    return mutated(c, record) if c.random() < 0.4 else record


def packed(c: Chance) -> bytes:
    if c.random() < 0.05:
        return gzip.compress(
            b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length:"
            b" 200000000\r\n\r\n" + b"a" * 200_000_000,
            1,
        )
    raw = gzip.compress(archive(c))
    return gzip.compress(raw) if c.random() < 0.1 else mutated(c, raw) if c.random() < 0.5 else raw


def saved_site(c: Chance) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", c.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as site:
        site.writestr(c.choice(("archive/a.warc.gz", "archive/a.warc", "a.warc")), packed(c))
        site.writestr("pages/pages.jsonl", lines(c))
        if c.random() < 0.1:
            site.writestr("archive/b.warc.gz", bytes(c.choice((1_000_000, 150_000_000))))
    return mutated(c, out.getvalue()) if c.random() < 0.5 else out.getvalue()


def kml(c: Chance) -> bytes:
    entity = '<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    mark = (
        f"<Placemark><name>{'&b;' * 9 if c.random() < 0.2 else 'Izium is quiet.'}</name>"
        f"<TimeStamp><when>{c.choice(MOSTLY)}</when></TimeStamp><Point><coordinates>"
        f"{c.choice((*['37,49'] * 9, 'x', '1e400,9', ''))}</coordinates></Point></Placemark>"
    )
    deep = "<Folder>" * c.choice((0, 3, 20_000))
    raw = f"{entity if c.random() < 0.3 else ''}<kml>{deep}{mark * c.randrange(9)}</kml>".encode()
    return mutated(c, raw) if c.random() < 0.4 else raw


def kmz(c: Chance) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as site:
        site.writestr("doc.kml", kml(c) if c.random() < 0.8 else bytes(c.choice((9, 90_000_000))))
    return mutated(c, out.getvalue()) if c.random() < 0.5 else out.getvalue()


def points(c: Chance) -> bytes:
    said: object = c.choice(({"name": prose(c), "time": c.choice(MOSTLY)}, None, [], {"name": 5}))
    feature: dict[str, object] = {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": c.choice(("Point", "Polygon", None)), "coordinates": c.choice(DATES)},
    }
    features: object = c.choice(([feature] * 3, None, [None], {}))
    whole: object = {"type": "FeatureCollection", "features": features}
    raw = json.dumps(c.choice((whole, whole, [whole], {"map": whole}))).encode()
    return mutated(c, raw) if c.random() < 0.4 else raw


def front(c: Chance) -> bytes:
    """A map, which is added as one: KML, KMZ, GeoJSON or Esri's JSON."""
    ring = [[36, 49], [36, c.choice((50, 50, 50, 500, "x"))], [37, 50], [36, 49]]
    esri = {
        "spatialReference": {"wkid": c.choice((4326, 4326, 4326, 102100, -5, "x"))},
        "features": [{"attributes": {"side": "RU"}, "geometry": {"rings": [ring] * 3}}],
    }
    area = json.dumps(esri).encode()
    return c.choice((kml, kmz, points, lambda c: area, lambda c: mutated(c, area)))(c)


def table(c: Chance) -> bytes:
    head = "event_date,event_type,actor1,location,latitude,longitude,notes"
    good = ("2022-09-10", "Battles", "Wagner Group", "Izium", "49.2", "37.2", "Quiet.")
    rows = "\n".join(
        ",".join(c.choice((*[cell] * 20, *DATES, *WORDS, "1e999")) for cell in good)
        + c.choice(("", "", "", ",more"))
        for _ in range(9)
    )
    raw = f"{head}\n{rows}".encode(c.choice(("utf-8", "utf-8", "utf-16", "cp1251")), "replace")
    return mutated(c, raw) if c.random() < 0.4 else raw


def book(c: Chance) -> bytes:
    kind = "http://schemas.openxmlformats.org"
    cells = "".join(f"<c t='inlineStr'><is><t>{w}</t></is></c>" for w in ("a", "b", "&b;"))
    rows = f"<row>{cells}</row>" * c.choice((1, 9, 200_000))
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{kind}/officeDocument/2006/relationships">'
            '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="r1" Type="{kind}/officeDocument/2006/relationships'
            '/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        sheet = f"{entity}<worksheet><sheetData>{rows}</sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if c.random() < 0.1:
            archive.writestr("xl/media/zeros.bin", bytes(c.choice((1_000_000, 250_000_000))))
    return mutated(c, out.getvalue()) if c.random() < 0.5 else out.getvalue()


# What is added as a map or a table, with its reader and the name that its format goes by.
READERS = {".map": "maps", ".csv": "tables", ".xlsx": "tables"}
FORMS = {"maps": "map", "tables": "table"}
KINDS: tuple[tuple[str, Callable[[Chance], bytes], int], ...] = (
    (".txt", text, 30),
    (".html", html, 25),
    (".pdf", pdf, 10),
    (".docx", word, 6),
    (".jsonl", lines, 10),
    (".json", telegram, 7),
    (".xml", feed, 7),
    (".warc", archive, 3),
    (".warc.gz", packed, 2),
    (".wacz", saved_site, 3),
    (".kml", kml, 3),
    (".kmz", kmz, 3),
    (".geojson", points, 3),
    (".map", front, 4),
    (".csv", table, 4),
    (".xlsx", book, 3),
)


def script_free(found: object) -> bool:
    """Nothing of a document runs on a page: its markup is written as text."""
    document = getattr(found, "document", None)
    if not isinstance(document, Document) or len(document.text) > 20_000:
        return True
    try:
        reading = fogline.read(
            Document(
                document.text,
                source=document.source,
                title=document.title,
                published=date(2022, 9, 10),
            )
        )
    except ReadingError:
        return True  # refused: there is no page
    page = reading_as("html", [reading], THEATRE).lower()
    plain = reading_as(
        "html", [fogline.read("Nothing.", published=date(2022, 9, 10))], THEATRE
    ).lower()
    return (
        page.count("<script") == plain.count("<script")
        and page.count("<img") == plain.count("<img")
        and "<p onclick" not in page
    )


def make(seed: int, n: int, folder: Path) -> Path:
    """The n-th file."""
    chance = random.Random(f"{seed}:{n}")
    ending, maker, _ = chance.choices(KINDS, [k[2] for k in KINDS])[0]
    file = folder / f"{n}{ending}"
    file.write_bytes(maker(chance))
    return file


def peak() -> int:
    """The most memory that this process has had, in bytes.

    ``ru_maxrss`` begins with what the process that started it had.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return (
        int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
        * 1024
    )


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=SECONDS)
    given = options.parse_args()
    defaults = SourceDefaults("ISW", date(2022, 9, 10), theatre=THEATRE)
    outcome: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    failures = 0
    folder = Path(tempfile.mkdtemp())
    fogline.read("Izium.", published=date(2022, 9, 10))  # the gazetteer's index is made once
    # Made in a process of their own: a bomb takes more memory to build than to refuse.
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as maker,
        open_ledger(folder / "war.db", create=True) as ledger,
        ParserSandbox() as sandbox,
    ):
        for n in range(given.count):
            file = maker.submit(make, given.seed, n, folder).result()
            ending = "".join(file.suffixes)
            start = time.perf_counter()
            try:
                name = READERS.get(ending, "encoder")
                form = FORMS.get(name, "")
                found = list(load([str(file)], defaults, sandbox=sandbox, form=form))
                reader = open_reader(name, THEATRE, holder="side")
                summary = ledger.add(found, THEATRE, reader=reader)
                spent = time.perf_counter() - start
                slowest = sorted([*slowest, (spent, file.name)], reverse=True)[:5]
                reasons = all(p.why for p in summary.unreadable)
                accounted = summary.new + summary.seen + len(summary.unreadable) == len(found)
                clean = n % 10 > 0 or all(script_free(f) for f in found)
                if (
                    spent > given.seconds * max(1, len(found))
                    or not reasons
                    or not accounted
                    or not clean
                ):
                    failures += 1
                    print(
                        f"{file.name}: {spent:.1f} s, reasons {reasons}, accounted {accounted},"
                        f" scripts kept out {clean}",
                        flush=True,
                    )
                outcome[f"{ending} read"] += summary.new + summary.seen
                outcome[f"{ending} refused"] += len(summary.unreadable)
                outcome[f"{ending} nothing in it"] += not found
            except Exception as error:  # noqa: BLE001 - a crash is what is looked for
                failures += 1
                print(f"{file.name}: {type(error).__name__}: {str(error)[:300]}", flush=True)
            file.unlink(missing_ok=True)
            if n % 500 == 499:
                print(f"{n + 1:,} files, failures {failures}", flush=True)
        proof = ledger.verify()
    own = peak()
    for name, count in sorted(outcome.items()):
        print(f"{name:<24} {count:>7,}")
    print(
        f"slowest {', '.join(f'{s:.1f} s {n}' for s, n in slowest)}; memory {own / 1e6:.0f} MB;"
        f" parsers are held to {MEMORY / 1e6:.0f} MB by the system"
    )
    failures += bool(proof.flaws) + (own > MEMORY)
    print(f"files {given.count:,}, failures {failures}, ledger {proof.flaws or 'verifies'}")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())

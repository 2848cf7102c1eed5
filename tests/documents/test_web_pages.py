from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.errors import DocumentError
from fogline.documents.format import Parsed
from fogline.documents.formats.html import parse
from fogline.documents.web_page.dates import day_of_address, normal
from fogline.model import Received

IZIUM = (
    "Ukrainian forces captured Izium on 10 September 2022, the General Staff said. Russian troops"
    " left the town after two days of fighting near Kupiansk."
)
VOVCHANSK = (
    "Russian forces shelled Vovchansk overnight, the governor of the region said. Two houses were"
    " damaged, and nobody was hurt in the attack."
)
BODY = f"<article><h1>Izium</h1><p>{IZIUM}</p><p>{VOVCHANSK}</p></article>"
LIVE = "".join(
    f"<article id='e{n}'><time datetime='2022-09-1{n}T10:00+03:00'>x</time><p>{IZIUM}</p></article>"
    for n in (1, 2)
)
COOKIES = (
    "<div id='cookie-wall'><h2>Your privacy</h2><p>We use cookies and similar technologies."
    " Russian forces shelled Lyman.</p><p>Our partners process data for advertising.</p>"
    "<button>Accept all</button></div>"
)


def _page(body: str, head: str = "<title>Front</title>") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _one(body: str, head: str = "<title>Front</title>") -> Parsed:
    (found,) = parse(_page(body, head))
    return found


def _refusal(body: str) -> str:
    with pytest.raises(DocumentError) as error:
        parse(_page(body))
    return str(error.value)


def _ld(**item: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(item)}</script>"


def test_a_page_that_states_no_date_has_none() -> None:
    found = _one(f"{BODY}<p>Copyright 2019. Updated 3 March 2021.</p>")
    assert found.date == ""
    assert "Izium on 10 September 2022" in found.text


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (
            _ld(**{"@type": "NewsArticle", "datePublished": "2022-09-11T08:00:00+03:00"}),
            "",
            "2022-09-11T08:00:00+03:00",
        ),
        (
            "<meta property='article:published_time' content='2022-09-11T08:00:00Z'>",
            "",
            "2022-09-11T08:00:00+00:00",
        ),
        ("<meta name='dcterms.issued' content='2022-09-11'>", "", "2022-09-11"),
        ("", "<p>By A. Writer, <time datetime='2022-09-11'>yesterday</time></p>", "2022-09-11"),
        (
            "<link rel='canonical' href='https://news.example/2022/09/11/izium'>",
            "",
            "2022-09-11",
        ),
        # A time without an offset counts as its day.
        ("<meta name='date' content='2022-09-11T08:00:00'>", "", "2022-09-11"),
    ],
)
def test_what_a_page_states_of_its_date(head: str, body: str, date: str) -> None:
    assert _one(f"{body}{BODY}", head).date == date


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # The day of what happened, of a story beside it, of a change; two that differ; none.
        ("", "<p>On <time datetime='2022-09-08'>8 September</time> Russian forces left Lyman.</p>"),
        ("", "<aside><a href='/x'>Old story <time datetime='2020-01-01'>then</time></a></aside>"),
        ("<meta property='article:modified_time' content='2022-09-12'>", ""),
        ("<meta name='date' content='0001-01-01'>", ""),
        (
            _ld(
                **{
                    "@graph": [
                        {"@type": "NewsArticle", "datePublished": "2022-09-01"},
                        {"@type": "NewsArticle", "datePublished": "2022-09-02"},
                    ]
                }
            ),
            "",
        ),
        ("<link rel='canonical' href='https://news.example/2022/13/41/izium'>", ""),
    ],
)
def test_what_is_no_date_of_publication(head: str, body: str) -> None:
    assert _one(f"{body}{BODY}", head).date == ""


def test_the_date_of_the_page_itself_among_those_of_others() -> None:
    articles = [
        {"@type": "NewsArticle", "url": f"https://news.example/{n}", "datePublished": day}
        for n, day in (("a", "2022-09-01"), ("b", "2022-09-02"))
    ]
    head = "<link rel='canonical' href='https://news.example/b'>" + _ld(**{"@graph": articles})
    assert _one(BODY, head).date == "2022-09-02"


def test_a_day_within_a_sentence_stays_in_the_text() -> None:
    body = "On <time datetime='2022-09-08'>8 September</time> Russian forces left Lyman."
    page = BODY.replace("</article>", f"<p>{body}</p></article>")
    assert "On 8 September Russian forces left Lyman." in _one(page).text


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://news.example/2022/09/11/izium", "2022-09-11"),
        ("https://news.example/izium-2022-09-11.html", "2022-09-11"),
        ("https://news.example/20220911/izium", "2022-09-11"),
        ("https://news.example/20220911123/izium", ""),
        ("https://news.example/2022/09/11/2022-09-12", ""),
        ("http://[", ""),
    ],
)
def test_the_day_of_an_address(address: str, day: str) -> None:
    assert day_of_address(address) == day


@pytest.mark.parametrize("stated", ["10 September", "2022", "09/10/2022", "", "2022-02-30", None])
def test_what_can_be_read_in_two_ways_is_no_date(stated: str | None) -> None:
    assert normal(stated) == ""


def test_a_live_blog_that_states_its_entries() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": "Izium",
            "url": "https://news.example/live#post-2",
            "datePublished": "2022-09-10T14:05:00+03:00",
            "articleBody": f"<p>{IZIUM}</p>",
        },
        {"@type": "BlogPosting", "@id": "#post-1", "datePublished": "2022-09-10T09:00:00+03:00"},
    ]
    head = "<link rel='canonical' href='https://news.example/live'>" + _ld(
        **{"@type": "LiveBlogPosting", "datePublished": "2022-09-10", "liveBlogUpdate": updates}
    )
    second, first = parse(_page(f"<main><div id='post-1'><p>{VOVCHANSK}</p></div></main>", head))
    assert (second.id, second.url) == ("post-2", "https://news.example/live#post-2")
    assert (second.text, second.date) == (IZIUM, "2022-09-10T14:05:00+03:00")
    assert (first.id, first.url) == ("post-1", "https://news.example/live#post-1")
    assert (first.text, first.date) == (VOVCHANSK, "2022-09-10T09:00:00+03:00")


@pytest.mark.parametrize("tag", ["article", "section", "div", "li"])
def test_a_live_blog_by_its_markup(tag: str) -> None:
    entries = "".join(
        f"<{tag} id='{name}'><header><time datetime='{time}'>14:05</time></header>"
        f"<p>{text}</p><button>Share</button></{tag}>"
        for name, time, text in (
            ("e2", "2022-09-10T14:05+03:00", IZIUM),
            ("e1", "2022-09-09T09:00+03:00", VOVCHANSK),
        )
    )
    head = "<link rel='canonical' href='https://news.example/live'>"
    found = parse(_page(f"<main><h1>The war</h1><div>{entries}</div></main>", head))
    assert [(f.id, f.text, f.date, f.url) for f in found] == [
        ("e2", IZIUM, "2022-09-10T14:05:00+03:00", "https://news.example/live#e2"),
        ("e1", VOVCHANSK, "2022-09-09T09:00:00+03:00", "https://news.example/live#e1"),
    ]


def test_an_index_page_has_a_document_for_each_story() -> None:
    stories = "".join(
        f"<li><h2><a href='/{n}'>{title}</a></h2><time datetime='{day}'>then</time></li>"
        for n, day, title in (
            (1, "2022-09-10", "Russian forces shelled Vovchansk overnight"),
            (2, "2022-09-09", "Ukrainian forces captured Izium"),
        )
    )
    head = "<link rel='canonical' href='https://news.example/'>"
    found = parse(_page(f"<main><ul>{stories}</ul></main>", head))
    assert [(f.text, f.date, f.url) for f in found] == [
        ("Russian forces shelled Vovchansk overnight", "2022-09-10", "https://news.example/1"),
        ("Ukrainian forces captured Izium", "2022-09-09", "https://news.example/2"),
    ]


def test_an_article_is_no_live_blog_for_what_stands_beside_it() -> None:
    others = "".join(
        f"<div><a href='/{n}'><h3>Another story {n}</h3></a>"
        "<time datetime='2022-09-01T10:00Z'>then</time></div>"
        for n in range(5)
    )
    comments = "".join(
        "<li class='comment'><time datetime='2022-09-12T10:00Z'>now</time>"
        f"<p>I read this twice, and then {n} times more.</p></li>"
        for n in range(40)
    )
    page = f"<main>{BODY}</main><section>{others}</section><ul class='comments'>{comments}</ul>"
    assert "captured Izium" in _one(page).text


def test_an_article_is_read_where_the_site_lists_its_news_beside_it() -> None:
    news = "".join(
        f"<li><time datetime='2022-09-01T10:0{n}Z'>then</time><h3><a href='/{n}'>The government"
        f" discusses the budget for the {n}th time</a></h3></li>"
        for n in range(9)
    )
    page = f"<article><h1>Izium</h1><p>{IZIUM}</p></article><div><ul>{news}</ul></div>"
    assert "captured Izium" in _one(page).text


def test_a_live_blog_that_states_its_newest_entry_only_is_read_by_its_markup() -> None:
    update = {"@type": "BlogPosting", "articleBody": IZIUM, "datePublished": "2022-09-11T10:00Z"}
    stated = _ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": [update]})
    assert len(parse(_page(LIVE, stated))) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Satellite images show unusual traffic of Russian trucks on the road to Kupiansk.",
        "A radar array identified the launch site of the missile that hit Kharkiv.",
        "Officials said they were access denied to Olenivka prison, where fifty were killed.",
    ],
)
def test_an_article_that_sounds_like_a_wall_keeps_its_lines(line: str) -> None:
    assert line in _one(f"<article><h1>Izium</h1><p>{IZIUM}</p><p>{line}</p></article>").text


def test_a_table_whose_class_sounds_like_a_wall_stays() -> None:
    table = (
        "<table class='parameter-table'><tr><th>Place</th><th>Held by</th></tr>"
        "<tr><td>Izium</td><td>Ukraine</td></tr></table>"
    )
    assert "Izium" in _one(f"{BODY[:-10]}{table}</article>").text.split("fighting near Kupiansk")[1]


def test_cells_that_hang_down_lose_no_others() -> None:
    table = (
        "<table><tr><td rowspan='2'>Kharkiv Oblast</td><td>Izium taken</td></tr>"
        "<tr><td>Kupiansk taken</td><td>Lyman lost</td></tr></table>"
    )
    assert "Lyman lost" in _one(f"{BODY[:-10]}{table}</article>").text


def test_a_chronology_is_one_document() -> None:
    days = "".join(
        f"<li><time datetime='2022-09-0{n}'>{n} September</time> Russian forces shelled Lyman.</li>"
        for n in (8, 9)
    )
    found = _one(f"<main><h1>Chronology</h1><ul>{days}</ul></main>")
    assert "8 September Russian forces shelled Lyman." in found.text
    assert found.date == ""


def test_entries_come_as_documents_of_their_file(tmp_path: Path) -> None:
    file = tmp_path / "live.html"
    file.write_bytes(_page(LIVE))
    found = list(load([str(file)], SourceDefaults(published=date(2022, 1, 1))))
    assert len(found) == 2
    named = [(f.document.id, f.key, f.document.published) for f in found if isinstance(f, Received)]
    assert named == [("live:e1", "e1", date(2022, 9, 11)), ("live:e2", "e2", date(2022, 9, 12))]


def _archive(file: Path, body: bytes, address: str) -> None:
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=False)
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_web_archives_give_entries_and_the_day_of_an_address(tmp_path: Path) -> None:
    file = tmp_path / "site.warc"
    _archive(file, _page(LIVE), "https://news.example/live")
    first, second = load([str(file)], SourceDefaults())
    assert isinstance(first, Received)
    assert isinstance(second, Received)
    assert first.document.url == "https://news.example/live#e1"
    assert first.document.published_at == datetime(2022, 9, 11, 7, 0, tzinfo=UTC)
    assert (first.key, first.part, second.part) == ("e1", "record 1 e1", "record 1 e2")
    _archive(file, _page(BODY), "https://news.example/2022/09/11/izium")
    (found,) = load([str(file)], SourceDefaults())
    assert isinstance(found, Received)
    assert found.document.published == date(2022, 9, 11)


@pytest.mark.parametrize(
    "page",
    [
        f"{COOKIES}{BODY}",
        f"{COOKIES}<aside>{BODY}</aside>",
        f"<aside class='sidebar'>{BODY}</aside>{COOKIES}",
        f"<div class='has-cookie-banner'>{COOKIES}{BODY}</div>",
        f"<p>We use cookies. Russian forces shelled Lyman.</p>{BODY}",
        f"{BODY}<div class='paywall'><p>Subscribe to continue reading on Lyman.</p></div>",
    ],
)
def test_an_article_is_read_without_the_wall_before_it(page: str) -> None:
    text = _one(page).text
    assert IZIUM in text
    assert VOVCHANSK in text
    assert "Lyman" not in text
    assert "cookies" not in text


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (COOKIES, "a request for consent to cookies"),
        ("<p>Ми використовуємо файли cookie на цьому сайті.</p>", "consent to cookies"),
        (
            "<h1>Front</h1><p>Subscribe to continue reading.</p><p>Already a subscriber?</p>",
            "a request to pay",
        ),
        ("<noscript>Please enable JavaScript to go on.</noscript><div id='root'></div>", "Script"),
        ("<h1>news.example</h1><p>Verifying you are human. This takes a second.</p>", "robots"),
    ],
)
def test_a_page_that_holds_only_a_wall_is_refused_as_such(page: str, kind: str) -> None:
    refusal = _refusal(page)
    assert "the page holds only" in refusal
    assert kind in refusal


def test_a_page_behind_a_wall_may_state_its_text() -> None:
    head = _ld(**{"@type": "NewsArticle", "articleBody": IZIUM})
    assert _one(COOKIES, head).text == IZIUM


def test_a_page_without_a_text_is_refused() -> None:
    assert "no text found" in _refusal("<div></div>")


TABLE = (
    "<table><caption>Changes</caption><thead><tr><th>Place<th>Date<th>Event</tr></thead>"
    "<tr><td rowspan='2'>Izium<td>9 September 2022<td>shelled by Russian forces</tr>"
    "<tr><td>10 September 2022<td>captured by Ukrainian forces</tr>"
    "<tr><td colspan='3'>Luhansk oblast</tr>"
    "<tr><td>Lyman<td><td>Russian troops withdrew.</tr></table>"
)


def test_a_row_of_a_table_is_a_sentence_with_the_words_of_its_header() -> None:
    lines = _one(f"<article><h1>Month</h1><p>{VOVCHANSK}</p>{TABLE}</article>").text.split("\n")
    assert lines[-5:] == [
        "Changes",
        "Place: Izium; Date: 9 September 2022; Event: shelled by Russian forces.",
        "Place: Izium; Date: 10 September 2022; Event: captured by Ukrainian forces.",
        "Luhansk oblast",
        "Place: Lyman; Event: Russian troops withdrew.",
    ]


def test_tables_of_layout_keep_their_text() -> None:
    page = f"<table><tr><td><p>{IZIUM}</p><p>{VOVCHANSK}</p></td><td>Menu</td></tr></table>"
    text = _one(page).text
    assert IZIUM in text
    assert VOVCHANSK in text


def test_a_wall_is_named_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "wall.html"
    file.write_bytes(_page(COOKIES))
    (found,) = load([str(file)], SourceDefaults())
    assert isinstance(found, Unreadable)
    assert found.why == (
        "the page holds only a request for consent to cookies, no article: open it in a browser,"
        " answer the request and save the page"
    )

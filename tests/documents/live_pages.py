"""Live blogs in the shapes that large newsrooms use, in words of our own."""

from __future__ import annotations

import json

URL = "https://news.example/live/war"
# Headline, words, and the clock of each entry, the newest first; the last one is of the day before.
ENTRIES = (
    ("Izium", "Ukrainian forces entered Izium this afternoon, the General Staff said.", "14:05"),
    (
        "Vovchansk shelled",
        "Russian forces shelled Vovchansk overnight, its mayor told us.",
        "09:20",
    ),
    ("Fighting near Lyman", "Fighting goes on in two villages near Lyman, residents say.", "00:15"),
    ("Kupiansk", "Russian troops left Kupiansk late in the evening, the governor said.", "23:40"),
)
DAYS = ("2022-09-10", "2022-09-10", "2022-09-10", "2022-09-09")
MOMENTS = [f"{day}T{clock}:00+03:00" for day, (_, _, clock) in zip(DAYS, ENTRIES, strict=True)]
# The standing summary at the top: written in the beginning, and dated anew with each change.
KNOWN = "What we know so far"
SUMMARY = (
    "Ukrainian forces entered Kupiansk on Thursday.",
    "Russian forces still hold Lyman, both sides say.",
)
OPENED, CHANGED = "2022-09-09T23:30:00+03:00", "2022-09-10T14:10:00+03:00"


def page(body: str, **stated: object) -> bytes:
    """A page of the site; ``stated`` goes into its JSON-LD."""
    item = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "The war, live",
        "url": URL,
        "datePublished": OPENED,
        "dateModified": CHANGED,
        **stated,
    }
    head = (
        f"<title>The war, live</title><link rel='canonical' href='{URL}'>"
        f"<meta property='og:url' content='{URL}'>"
        f"<script type='application/ld+json'>{json.dumps({'@graph': [item]})}</script>"
    )
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
    return (
        f"<html><head>{head}</head><body>{nav}<main><h1>The war, live</h1>{body}</main>"
        "<footer><p>All rights reserved</p></footer></body></html>"
    ).encode()


def stated() -> bytes:
    """Updates as JSON-LD, the summary pinned before them."""
    updates = [
        {
            "@type": "BlogPosting",
            "headline": KNOWN,
            "url": f"{URL}?pinned#block-0",
            "datePublished": CHANGED,
            "dateModified": CHANGED,
            "articleBody": " ".join(SUMMARY),
        }
    ]
    updates += [
        {
            "@type": "BlogPosting",
            "headline": title,
            "url": f"{URL}#block-{n}",
            "datePublished": moment,
            "dateModified": CHANGED,
            "author": [{"@type": "Person", "name": "A desk"}],
            "articleBody": words,
        }
        for n, ((title, words, _), moment) in enumerate(zip(ENTRIES, MOMENTS, strict=True), 1)
    ]
    blocks = "".join(f"<div><h2>{title}</h2><p>{words}</p></div>" for title, words, _ in ENTRIES)
    kinds = ["LiveBlogPosting", "NewsArticle"]
    return page(blocks, **{"@type": kinds, "coverageStartTime": OPENED, "liveBlogUpdate": updates})


def marked() -> bytes:
    """Articles with a time each; the summary is one of them, with the time of its last change."""
    points = "".join(f"<li>{words}</li>" for words in SUMMARY)
    blocks = [
        f"<article id='pinned'><header><time datetime='{CHANGED}'>14:10</time>"
        f"<h2>{KNOWN}</h2></header><ul>{points}</ul></article>"
    ]
    blocks += [
        f"<article id='block-{n}'><header><time datetime='{moment}'>{clock}</time>"
        f"<h2><a href='#block-{n}'>{title}</a></h2></header><p>{words}</p></article>"
        for n, ((title, words, clock), moment) in enumerate(zip(ENTRIES, MOMENTS, strict=True), 1)
    ]
    return page(f"<div class='liveblog'>{''.join(blocks)}</div>")


def clocked(zone: str = "", **more: object) -> bytes:
    """Headed blocks with clock times and nothing else; the summary is headed, and has no time."""
    points = "".join(f"<li>{words}</li>" for words in SUMMARY)
    blocks = "".join(
        f"<li><div class='stamp'>{clock}{zone}</div><h3>{title}</h3><p>{words}</p></li>"
        for title, words, clock in ENTRIES
    )
    summary = f"<section class='key-points'><h2>{KNOWN}</h2><ul>{points}</ul></section>"
    return page(f"{summary}<ol class='stream'>{blocks}</ol>", **more)

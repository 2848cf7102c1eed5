"""A brief as Markdown, HTML and PDF: every sentence with its claims, as footnotes with the quoted
words.
"""

from __future__ import annotations

import json
import tempfile
from html import escape
from pathlib import Path

from fogline.brief.brief import Brief, Sentence
from fogline.claim_text import published_day, quote
from fogline.errors import UsageError
from fogline.model import ClaimRow
from fogline.require import require

FORMS = ("md", "html", "pdf")
_NOTHING = "Nothing."
_WHAT = (
    "What texts claim and what that makes likely; not what is true. Numbered notes are the claims,"
    " with their sentences."
)


def write(brief: Brief, form: str) -> bytes:
    """A brief in a form: md, html or pdf.

    Raises:
        UsageError: another form.
        MissingError: the extra 'brief' is not installed (pdf).
    """
    if form == "md":
        return _markdown(brief).encode()
    if form == "html":
        return _html(brief).encode()
    if form == "pdf":
        return _pdf(brief)
    raise UsageError(f"form {form!r}", f"give one of {', '.join(FORMS)}")


def _source(row: ClaimRow) -> str:
    """Speaker, publisher and day of a claim, as a note cites it."""
    said = [s for s in row.speakers if s not in {"source", row.source}]
    corrected = ["corrected by a reviewer"] if row.judged == "corrected" else []
    return ", ".join(
        [*reversed(said), row.source or "no publisher", published_day(row), *corrected]
    )


def _head(brief: Brief) -> str:
    return f"Since {brief.since}. Estimated from {brief.rests_on}. {_WHAT}"


def _markdown(brief: Brief) -> str:
    numbers = brief.cited()
    out = [
        f"# {_plain(brief.title)}",
        "",
        _plain(_head(brief)) + " The map and the charts are in the HTML and the PDF.",
        "",
    ]
    for section in brief.sections:
        out += [f"## {section.title}", ""]
        out += [
            f"- {_plain(s.text)}{''.join(f' [^{numbers[i]}]' for i in s.claims)}"
            for s in section.sentences
        ] or [_NOTHING]
        out += [""]
    out += [*(f"Credits: {_plain(c)}" for c in brief.credits), ""]
    out += [
        f"[^{n}]: {_plain(_source(brief.claims[i]))}: “{_plain(quote(brief.claims[i]))}” (claim"
        f" {i})"
        for i, n in numbers.items()
    ]
    return "\n".join(out) + "\n"


def _plain(text: str) -> str:
    """Text of documents that no Markdown reader takes for markup."""
    text = " ".join(text.split())
    for char in "\\`*_{}[]<>#|!~&$":
        text = text.replace(char, "\\" + char)
    return text


def _html(brief: Brief) -> str:
    numbers = brief.cited()
    body = [f"<h1>{escape(brief.title)}</h1>", f"<p>{escape(_head(brief))}</p>"]
    pictures = [
        f"<figure><figcaption>{escape(title)}</figcaption>{svg}</figure>"
        for title, svg in brief.pictures.items()
    ]
    for k, section in enumerate(brief.sections):
        body.append(f"<h2>{escape(section.title)}</h2>")
        items = [f"<li>{escape(s.text)}{_marks(s, numbers)}</li>" for s in section.sentences]
        body.append(f"<ul>{''.join(items)}</ul>" if items else f"<p>{_NOTHING}</p>")
        body += pictures if k == 0 else []
    notes = [
        f'<li id="claim-{n}">{escape(_source(brief.claims[i]))}:'
        f" <q>{escape(quote(brief.claims[i]))}</q> (claim {escape(i)})</li>"
        for i, n in numbers.items()
    ]
    body.append(
        f"<h2>The claims</h2><ol>{''.join(notes)}</ol><p>{escape('; '.join(brief.credits))}</p>"
    )
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0"
        " 1rem;color:#1c1c1c;background:#fff}figure{margin:1.5rem"
        " 0}svg{max-width:100%;height:auto}sup"
        " a{color:#1b4f8a}h2{margin-top:2rem}li{margin:.3rem 0}"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width,initial-scale=1">'
        f"<title>{escape(brief.title)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _marks(sentence: Sentence, numbers: dict[str, int]) -> str:
    return "".join(
        f'<sup><a href="#claim-{numbers[i]}">{numbers[i]}</a></sup> ' for i in sentence.claims
    )


def _pdf(brief: Brief) -> bytes:
    """Typst sets it; texts reach it as data, never as markup."""
    typst = require("typst", "brief")
    numbers = brief.cited()
    data = {
        "title": brief.title,
        "head": _head(brief),
        "credits": "; ".join(brief.credits),
        "nothing": _NOTHING,
        "sections": [
            {
                "title": s.title,
                "sentences": [
                    {"text": t.text, "notes": [numbers[i] for i in t.claims]} for t in s.sentences
                ],
            }
            for s in brief.sections
        ],
        "notes": {
            str(n): f"{_source(brief.claims[i])}: “{quote(brief.claims[i])}” (claim {i})"
            for i, n in numbers.items()
        },
        "pictures": [
            {"title": title, "file": f"{k}.svg"} for k, title in enumerate(brief.pictures)
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "brief.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for k, svg in enumerate(brief.pictures.values()):
            (place / f"{k}.svg").write_text(svg, encoding="utf-8")
        (place / "brief.typ").write_bytes(
            (Path(__file__).parent / "data" / "brief.typ").read_bytes()
        )
        return bytes(typst.compile(str(place / "brief.typ")))

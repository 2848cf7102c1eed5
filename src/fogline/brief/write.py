"""A brief as Markdown, HTML and PDF: every sentence with its claims, as notes with the quoted
words.
"""

from __future__ import annotations

from html import escape

from fogline.brief.brief import Brief, Sentence
from fogline.brief.pdf import as_pdf
from fogline.brief.source_note import source_note
from fogline.claim_text import quote
from fogline.errors import UsageError

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
        return as_pdf(brief, _head(brief), _NOTHING)
    raise UsageError(f"form {form!r}", f"give one of {', '.join(FORMS)}")


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
        f"[^{n}]: {_plain(source_note(brief.claims[i]))}: “{_plain(quote(brief.claims[i]))}” (claim"
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
        f'<li id="claim-{n}">{escape(source_note(brief.claims[i]))}:'
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

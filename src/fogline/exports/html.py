"""A page of its own: the report with each claim's words marked, a row a claim under its sentence,
a small map. No script, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources
from itertools import groupby, pairwise
from string import Template

from fogline import claim_text
from fogline.exports.claim_cells import day_words, place_words
from fogline.exports.map import as_svg
from fogline.land import CREDIT as LAND_CREDIT
from fogline.model import Claim, Reading
from fogline.theatre import Theatre

# What the columns of a claim's row are.
_COLUMNS = ("event", "who", "where", "when", "how sure", "score")
_HEAD = f'<p class="columns-of">{"".join(f"<span>{n}</span>" for n in _COLUMNS)}</p>'


def as_page(readings: Sequence[Reading], theatre: Theatre) -> str:
    """All readings as one HTML page. Words of documents are text there, never markup."""
    folder = resources.files("fogline.exports") / "data"
    page = Template((folder / "page.html").read_text(encoding="utf-8"))
    style = (folder / "page.css").read_text(encoding="utf-8")
    sides = "".join(f".side-{_css(b.label)}{{--side:{b.colour}}}" for b in theatre.belligerents)
    legend = " ".join(
        f'<span class="side side-{_css(b.label)}">{escape(b.label)}</span> {escape(b.name)}'
        for b in theatre.belligerents
    )
    title = (
        readings[0].document.title or readings[0].document.id
        if len(readings) == 1
        else f"{len(readings)} reports"
    )
    body = "\n".join(_report(r, theatre, f"d{k}") for k, r in enumerate(readings))
    return page.substitute(
        title=escape(title),
        style=style + sides,
        theatre=escape(theatre.title),
        legend=legend,
        body=body,
    )


def _css(label: str) -> str:
    return "".join(c for c in label if c.isalnum())


def _report(reading: Reading, theatre: Theatre, key: str) -> str:
    document = reading.document
    facts = " · ".join(
        escape(str(x))
        for x in (
            document.source,
            document.published,
            *claim_text.circumstances_of(document),
            f"{len(reading.claims)} claims",
            reading.reader,
        )
        if x
    )
    claims = (
        _HEAD + "\n".join(_sentence(reading, group, key) for group in _by_sentence(reading))
        if reading.claims
        else "<p>This text makes no claim about the war on the ground.</p>"
    )
    drawn = as_svg(reading, theatre)
    figure = (
        f"<figure>{drawn}<figcaption>Places of the report that have a point, in the colour of who"
        " is said to act there most. Positions are those of settlements, never finer."
        f" {escape(LAND_CREDIT)}.</figcaption></figure>"
        if drawn
        else ""
    )
    lost = [m for m in reading.places if m.status != "located"]
    rows = "".join(
        f"<li><b>{escape(m.text)}</b>: {escape(m.status)}, {escape(m.reason)}</li>" for m in lost
    )
    unplaced = (
        f"<details><summary>{len(lost)} places without a point</summary><ul>{rows}</ul></details>"
        if lost
        else ""
    )
    return (
        f"<article><header><h2>{escape(document.title or document.id)}</h2><p"
        f' class="facts">{facts}</p></header><div class="columns"><div'
        f' class="report"><div class="text">{_marked(reading, key)}</div>{figure}{unplaced}</div>'
        f'<section class="claims" aria-label="Claims">{claims}</section></div></article>'
    )


def _by_sentence(reading: Reading) -> list[list[Claim]]:
    """The claims of each sentence together, in the order of the text."""
    order = sorted(reading.claims, key=lambda c: (c.sentence.start, c.sentence.end))
    return [list(group) for _, group in groupby(order, key=lambda c: c.sentence)]


def _sentence(reading: Reading, claims: list[Claim], key: str) -> str:
    """A sentence, which the screen cuts to a line, and a row for each of its claims."""
    span = claims[0].sentence
    words = " ".join(reading.document.text[span.start : span.end].split())
    rows = "".join(_card(reading, c, key) for c in claims)
    return (
        f'<section class="sentence"><h3><a href="#{key}-t{claims[0].trigger.start}">'
        f"{escape(words)}</a></h3>{rows}</section>"
    )


def _card(reading: Reading, claim: Claim, key: str) -> str:
    """A claim in a line; what else there is to it unfolds, and is printed."""
    allegation = " (alleged)" if claim_text.is_alleged(claim) else ""
    line = (
        f"{claim.event}{allegation}",
        claim_text.sides(claim),
        place_words(reading, claim),
        day_words(claim),
        claim_text.how_sure(claim),
        f"{claim.score:.2f}",
    )
    cells = "".join(f"<span>{escape(value)}</span>" for value in line)
    more = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _more(claim))
    return (
        f'<details class="card side-{_css(claim.actor or "none")} {claim.certainty} {claim.status}"'
        f' id="{key}-{claim.id}"><summary>{cells}</summary><dl><dt>words</dt><dd><a'
        f' href="#{key}-t{claim.trigger.start}"><q>{escape(claim.trigger_text)}</q></a></dd>{more}'
        "</dl></details>"
    )


def _more(claim: Claim) -> list[tuple[str, str]]:
    """What a claim's row has no room for, as markup."""
    rows = [
        ("says", escape(claim_text.speaker_chain(claim))),
        ("day", f"to the {claim.when.precision}" if claim.when.precision != "unknown" else "-"),
    ]
    if claim.actor_text:
        rows.insert(0, ("who", f"<q>{escape(claim.actor_text)}</q>"))
    if claim.cues:
        rows.append(("cues", "; ".join(f"{q.role}: <q>{escape(q.text)}</q>" for q in claim.cues)))
    if claim.wording:
        loaded = (f"<q>{escape(w.text)}</q> = {escape(w.neutral)}" for w in claim.wording)
        rows.append(("loaded", "; ".join(loaded)))
    return rows


def _marked(reading: Reading, key: str) -> str:
    """The text cut at every edge of a mark, each piece in the marks that cover it."""
    text = reading.document.text
    triggers: dict[tuple[int, int], list[Claim]] = {}
    for claim in reading.claims:
        triggers.setdefault((claim.trigger.start, claim.trigger.end), []).append(claim)
    places = [(m.span.start, m.span.end, m) for m in reading.places]
    terms = [(w.span.start, w.span.end, w) for w in reading.wording]
    edges = {0, len(text)} | {
        e for s in (*triggers, *((a, b) for a, b, _ in (*places, *terms))) for e in s
    }
    cuts = sorted(edges)
    begun: set[int] = set()
    out = []
    for start, end in pairwise(cuts):
        piece = escape(text[start:end])
        mention = next((m for a, b, m in places if a <= start and end <= b), None)
        term = next((w for a, b, w in terms if a <= start and end <= b), None)
        claims = next((c for (a, b), c in triggers.items() if a <= start and end <= b), None)
        if mention:
            piece = (
                f'<span class="place {mention.status}" title="{escape(mention.name)}:'
                f' {escape(mention.status)}, {escape(mention.reason)}">{piece}</span>'
            )
        if term:
            piece = (
                '<span class="loaded" title="loaded; neutral:'
                f' {escape(term.neutral)}">{piece}</span>'
            )
        if claims:
            first = claims[0]
            anchor = "" if first.trigger.start in begun else f' id="{key}-t{first.trigger.start}"'
            begun.add(first.trigger.start)
            piece = (
                f'<a class="claim side-{_css(first.actor or "none")}"'
                f' href="#{key}-{first.id}"{anchor}'
                f' title="{escape(_title(reading, claims))}">{piece}</a>'
            )
        out.append(piece)
    return "".join(out)


def _title(reading: Reading, claims: list[Claim]) -> str:
    return "; ".join(
        f"{c.event} by {c.actor or '?'} {place_words(reading, c)}, {claim_text.how_sure(c)}"
        for c in claims
    )

"""A reading in the terminal: its claims as a table, then its text with their words underlined."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fogline import claim_text
from fogline.exports.claim_cells import day_words, place_words
from fogline.exports.terminal import shown
from fogline.model import Reading
from fogline.theatre import Theatre

_SURE = {"certain": "bold", "probable": "yellow", "possible": "magenta"}


def print_reading(reading: Reading, theatre: Theatre, console: Console) -> None:
    """Print one reading; colours and underlining only where the console shows them."""
    document = reading.document
    colours = {b.label: b.colour for b in theatre.belligerents}
    facts = (
        document.id,
        document.source,
        document.published,
        *claim_text.circumstances_of(document),
    )
    head = " | ".join(str(x) for x in facts if x)
    table = Table(
        title=shown(head),
        title_justify="left",
        caption=_summary(reading),
        caption_justify="left",
        expand=False,
    )
    for name in ("speaker", "event", "actor", "place", "when", "how sure", "score"):
        table.add_column(name, overflow="fold")
    for claim in reading.claims:
        table.add_row(
            shown(claim_text.speaker_chain(claim)),
            Text(claim.event),
            Text(claim_text.sides(claim), style=colours.get(claim.actor or "", "")),
            shown(place_words(reading, claim)),
            Text(day_words(claim)),
            Text(claim_text.how_sure(claim), style=_SURE[claim.certainty]),
            Text(f"{claim.score:.2f}"),
        )
    console.print(table)
    console.print(_underlined(reading, colours), soft_wrap=False)


def _summary(reading: Reading) -> str:
    states = [m.status for m in reading.places]
    counts = ", ".join(
        f"{states.count(s)} {s}" for s in ("located", "ambiguous", "unknown") if s in states
    )
    return (
        f"{len(reading.claims)} claims; {len(states)} places: {counts or 'none'};"
        f" {len(reading.unread)} sentences without a claim; {reading.reader}"
    )


def _underlined(reading: Reading, colours: dict[str, str]) -> Text:
    text = shown(reading.document.text)
    for claim in reading.claims:
        text.stylize(
            f"underline {colours.get(claim.actor or '', '')}".strip(),
            claim.trigger.start,
            claim.trigger.end,
        )
    for mention in reading.places:
        text.stylize("bold", mention.span.start, mention.span.end)
    for term in reading.wording:
        text.stylize("italic", term.span.start, term.span.end)
    return text

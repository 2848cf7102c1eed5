"""``fogline explain``: the claims for and against an estimate of one place on one day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fogline.cli.options import DAY, count_option, estimate_options
from fogline.cli.output import console
from fogline.escaping import escape_controls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from fogline.control import Control, Reason
    from fogline.theatre import Theatre

# Characters in a line that does not go to a terminal, and before a source's chances.
_WIDTH, _NAMES = 160, 24


@click.command("explain")
@click.argument("place")
@click.argument("day", type=DAY, metavar="DAY")
@estimate_options
@count_option("--limit", 1, 40, "At most so many claims, those with the most weight first.")
def command(place: str, day: date, limit: int, **given: Any) -> None:
    """Show which side holds PLACE on DAY and why: the claims for and against, with their weight;
    the places around it; and what each source alone would say.
    """
    from fogline.cli.estimates import EstimateRequest, check_places
    from fogline.theatre import load

    request = EstimateRequest(**given)
    view, options = request.view(whole=True)
    check_places(options, (place,))
    _print(request.estimate(view, options), load(options.theatre), place, day, limit)


def _print(held: Control, theatre: Theatre, place: str, day: date, limit: int) -> None:
    from rich.text import Text

    from fogline.control import explain

    why = explain(held, place, day)
    where = f"{why.place.name}, {why.place.region}" if why.place.region else why.place.name
    lines = [
        f"{where} ({why.place.id}) on {why.day}: {why.state}, {_chances(why.chances)}",
        "last named".ljust(_NAMES) + _last_named(why.named, why.day),
        "without any claim".ljust(_NAMES) + _chances(why.unclaimed),
        "by its own claims".ljust(_NAMES) + _chances(why.alone),
        "places around it add".ljust(_NAMES)
        + f"{why.neighbours:+.2f} to the weight for {why.state}",
    ]
    for source, chances in why.sources.items():
        lines.append(f"{source or 'no publisher'} alone  ".ljust(_NAMES) + _chances(chances))
    screen = console(_WIDTH)
    for line in lines:
        screen.print(Text(line))
    first = f", the first {limit} of them" if len(why.reasons) > limit else ""
    caption = (
        f"{len(why.reasons)} claims{first}; weight: how much a claim speaks for {why.state}, "
        "in natural log odds"
    )
    screen.print(_reasons(why.reasons[:limit], theatre, caption))


def _last_named(named: date | None, day: date) -> str:
    """When a claim last named a place, and how long before a day that was."""
    if named is None:
        return "never by then: its chances come from the places around it"
    before = (day - named).days
    return f"{named}, {before} days before" if before else f"{named}"


def _reasons(reasons: tuple[Reason, ...], theatre: Theatre, caption: str) -> Table:
    """A row a claim: its weight, how far it is believed, its day, who says what, in which words."""
    from rich.table import Table
    from rich.text import Text

    from fogline import claim_text

    table = Table(caption=caption, caption_justify="left")
    judged = any(r.believed is not None for r in reasons)
    believed = ("believed", "why so far") if judged else ()
    for name in ("weight", *believed, "day", "speaker", "claim", "words", "published"):
        figure = name in {"weight", "believed"}
        table.add_column(name, overflow="fold", justify="right" if figure else "left")
    for reason in reasons:
        claim = reason.claim
        cells = (
            f"{reason.nats:+.2f}",
            *(_belief(reason) if judged else ()),
            str(reason.day),
            claim_text.speaker_chain(claim, claim.source),
            claim_text.statement(theatre, claim),
            claim_text.excerpt(claim),
            claim_text.published_day(claim, unknown=""),
        )
        table.add_row(*(Text(escape_controls(v)) for v in cells))
    return table


def _belief(reason: Reason) -> tuple[str, str]:
    """How far a claim is believed, and why so far."""
    return ("" if reason.believed is None else f"{reason.believed:.2f}"), reason.why


def _chances(chances: Mapping[str, float]) -> str:
    return "  ".join(f"{s} {p:.3f}" for s, p in chances.items())

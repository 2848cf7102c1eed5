"""Records as pages: templates that escape all they are given, and what they need to spell numbers and draw a chart."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from fogline.notebook import chance
from fogline.theatre import Theatre
from fogline.web.texts import texts

_WIDE, _HIGH = 600, 100
_STEP = 0.05


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("fogline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "number": _number,
        "chance": chance,
        "css": css,
        "moment": _moment,
        "sentence": _sentence,
    }
    found.globals["t"] = texts()
    return found


def render(template: str, **given: Any) -> bytes:
    """A page. Words of documents become text, whatever they hold."""
    return _environment().get_template(f"{template}.html").render(here=template, **given).encode()


def css(label: str) -> str:
    """A label as the name of a class."""
    return "".join(c for c in label if c.isalnum())


def sides_css(theatre: Theatre) -> bytes:
    """The sides' colours as a style sheet."""
    return "".join(
        f".side-{css(b.label)}{{--side:{b.colour}}}\n" for b in theatre.belligerents
    ).encode()


def chart(place: dict[str, Any], day: date) -> dict[str, Any]:
    """The chances of a place by day as bands that lie on each other, and as rows for each change by more than 0.05."""
    states, chances = place["states"], [place["chances"][s] for s in place["states"]]
    days = len(chances[0])
    step = _WIDE / max(1, days - 1)
    base = [0.0] * days
    bands = []
    for state, found in zip(states, chances, strict=True):
        top = [b + p for b, p in zip(base, found, strict=True)]
        upper = [f"{k * step:.1f},{_HIGH * (1 - v):.1f}" for k, v in enumerate(top)]
        lower = [f"{k * step:.1f},{_HIGH * (1 - v):.1f}" for k, v in enumerate(base)][::-1]
        bands.append({"state": state, "points": " ".join(upper + lower)})
        base = top
    rows: list[dict[str, Any]] = []
    for k in range(days):
        now = [found[k] for found in chances]
        if (
            not rows
            or max(abs(a - b) for a, b in zip(now, rows[-1]["chances"], strict=True)) > _STEP
        ):
            rows.append(
                {
                    "day": place["first"] + timedelta(k),
                    "chances": now,
                    "state": states[now.index(max(now))],
                }
            )
    words = f"{texts()['place']['timeline']}: " + "; ".join(
        f"{r['day']} {r['state']} {chance(max(r['chances']))}" for r in rows[-8:]
    )
    at = (day - place["first"]).days * step
    return {
        "width": _WIDE, "height": _HIGH, "bands": bands, "rows": rows, "days": days, "label": words, "now": f"{at:.1f}",
        "last": place["first"] + timedelta(days - 1),
    }  # fmt: skip


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _moment(value: str) -> str:
    return value.replace("T", " ").removesuffix("Z").removesuffix(":00")


def _sentence(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]

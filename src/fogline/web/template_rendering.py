"""Records as pages: templates, which escape all words that they are given."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from fogline.claim_text import weight_in_words
from fogline.ledger import Judgement
from fogline.notebook import chance
from fogline.theatre import Theatre
from fogline.web.texts import certainty_words, event_labels, texts


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("fogline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": _number,
        "chance": chance,
        "css": css_class,
        "moment": _moment,
        "sentence": _sentence,
        "corrected": _corrected,
        "long_day": _long_day,
        "weight": weight_in_words,
    }
    made.globals |= {
        "t": texts(),
        "certainty_words": certainty_words(),
        "event_labels": event_labels(),
    }
    return made


def render(template: str, **given: object) -> bytes:
    """A page. Words of documents become text, whatever they hold."""
    return _environment().get_template(f"{template}.html").render(here=template, **given).encode()


def css_class(label: str) -> str:
    """A label as the name of a class."""
    return "".join(c for c in label if c.isalnum())


def sides_css(theatre: Theatre) -> bytes:
    """The sides' colours as a style sheet."""
    rules = (f".side-{css_class(b.label)}{{--side:{b.colour}}}\n" for b in theatre.belligerents)
    return "".join(rules).encode()


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _moment(value: str) -> str:
    return value.replace("T", " ").removesuffix("Z").removesuffix(":00")


def _long_day(given: date | str) -> str:
    """A day, as ISO has it or as a date, as people write it: 1 April 2022."""
    day = date.fromisoformat(str(given))
    return f"{day.day} {texts()['story']['months'][day.month - 1]} {day.year}"


def _sentence(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def _corrected(judgement: Judgement) -> str:
    """The value of a correction; of a place its name."""
    value = judgement.value or ""
    return str(json.loads(value)["name"]) if judgement.field == "place" and value else value

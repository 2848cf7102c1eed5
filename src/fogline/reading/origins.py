"""Words that are passed on: whose side "our troops" are on is that of who wrote them."""

from __future__ import annotations

from fogline.model import Document
from fogline.reading.attributions import Attribution
from fogline.reading.context import Context
from fogline.reading.layout import Layout
from fogline.reading.lexicon import words_of
from fogline.reading.text import Sentence

Tokens = tuple[int, int]


def chain_of(document: Document) -> tuple[str, ...]:
    """Who speaks in a document before it names anybody: its publisher, and whom that passes on."""
    publisher = document.source or "source"
    return (publisher, document.origin) if document.origin else (publisher,)


def own_voice(document: Document) -> tuple[str, ...]:
    """The chain of speakers of what a document says itself."""
    chain = chain_of(document)
    return chain if chain == ("source",) or len(chain) > 1 else (*chain, "source")


def others(said: list[Attribution], document: Document) -> list[Attribution]:
    """The attributions but those to the publisher itself, with whose name feeds sign headlines."""
    words = _words(document.source or "")
    return [a for a in said if a.form != "label" or not _words(a.text) <= words]


def _words(name: str) -> set[str]:
    return set("".join(x if x.isalnum() else " " for x in name).casefold().split())


def settled(
    layout: Layout, c: Context, at: int, actor: str | None, target: str | None
) -> tuple[str | None, str | None, Tokens | None]:
    """The sides of a claim as far as they are known, and the word that leaves one open.

    Of words whose writer nobody knows, "our troops" and "the enemy" name no side, and what is
    likeliest in other texts says nothing: only a side that the text names can act or suffer.
    """
    if not layout.origin_unknown or not any(map(_relative, layout.sentences)):
        return actor, target, None
    here = _relative(c.sentence)
    named = {s.label for s in c.sides}
    if not here:
        named |= {x for x in (c.previous_side, *c.earlier_sides) if x}
    acting, suffering = (x if x in named else None for x in (actor, target))
    if not here or (acting, suffering) == (actor, target):
        return acting, suffering, None
    word = min(here, key=lambda k: (k > at, abs(k - at)))
    return acting, suffering, (word, word + 1)


def _relative(sentence: Sentence) -> list[int]:
    """Where a sentence has words whose side is that of who speaks, or the other one."""
    whose = words_of("own") | words_of("enemy")
    return [k for k, word in enumerate(sentence.words) if word in whose]

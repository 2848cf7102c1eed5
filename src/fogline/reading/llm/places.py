"""The places that a model names, among those that the text names: linked as all places are."""

from __future__ import annotations

from collections.abc import Iterable

from fogline.model import Span
from fogline.reading.heads import Candidate
from fogline.reading.layout import Layout
from fogline.reading.llm.located import Finder
from fogline.reading.text import Sentence

Chosen = list[tuple[int, Candidate]]


def with_named(layout: Layout, chosen: Chosen, spans: Iterable[Span], finder: Finder) -> Chosen:
    """The chosen candidates, and those at which a model sees a place that is not among them."""
    out = list(chosen)
    for span in sorted(set(spans)):
        k = finder.sentence_at(span.start)
        sentence = layout.sentences[k]
        if any(at == k and _meets(sentence, c, span) for at, c in out):
            continue
        known = [c for c in layout.candidates[k] if _meets(sentence, c, span)]
        named = known[:1] or _named(layout, sentence, span)
        taken = [c for at, c in out if at == k]
        out += [
            (k, c) for c in named if not any(c.start < t.end and t.start < c.end for t in taken)
        ]
    return sorted(out, key=lambda pair: (pair[0], pair[1].start))


def _named(layout: Layout, sentence: Sentence, span: Span) -> list[Candidate]:
    """A candidate of words that no rule takes for one; words without a name are none."""
    start, last = sentence.token_at(span.start), sentence.token_at(span.end - 1)
    if not any(t.is_name for t in sentence.tokens[start : last + 1]):
        return []
    core = span.of(layout.document.text)
    matches = layout.gazetteer.find(core)
    kind = matches[0].place.kind if matches else "settlement"
    return [Candidate(start, last + 1, core, kind, "", matches)]


def _meets(sentence: Sentence, candidate: Candidate, span: Span) -> bool:
    return sentence.span_of(candidate.start, candidate.end).overlaps(span)

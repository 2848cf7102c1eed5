"""From what a model states, once its words are found, to claims: places by the gazetteer, sides by
the theatre, days by the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fogline.model import Claim, Cue, Interval, Loaded, Mention, Span
from fogline.reading import dates, extent, objects, origins, territory
from fogline.reading.claim_ids import claim_id
from fogline.reading.claims import UNDATED
from fogline.reading.context import Context, Spot
from fogline.reading.layout import Layout
from fogline.reading.llm.located import Finder, Located
from fogline.reading.of_the_day import OfTheDay
from fogline.reading.triggers import Trigger

_CUES = ("speaker", "when", "certainty", "status", "polarity")
_ROLES = {"when": "date"}


@dataclass(frozen=True, slots=True)
class Ground:
    """What claims of one text are put on; ``score`` is what a claim of the model is worth."""

    layout: Layout
    places: list[Mention]
    contexts: list[Context]
    wording: tuple[Loaded, ...]
    finder: Finder
    told: dates.Narrative
    day: OfTheDay
    reader: str
    score: float

    def claim(self, found: Located) -> Claim:
        """The claim of what a model states.

        Words for its place that name none ("the plant") leave it open, and are marked.
        """
        stated, words = found.stated, found.words
        c, document = self.contexts[found.sentence], self.layout.document
        place = self._place(words["place"]) if "place" in words else None
        trigger = _trigger(c, found)
        spot = next((s for s in c.spots if s.index == place), None)
        actor, target = (self._side(words.get(role)) for role in ("actor", "target"))
        chain = self._speakers(found)
        when, fraction, marks = self._marked(found, c, trigger, spot)
        if "actor" in words and actor is None:
            marks.append(self._cue("unresolved", words["actor"]))
        if "place" in words and place is None:
            marks.append(self._cue("unplaced", words["place"]))
        relation = stated.relation or "in" if place is not None else None
        return Claim(
            id=claim_id(
                document, found.trigger, stated.event,
                None if place is None else self.places[place].span.start, actor, chain[-1],
            ),
            event=stated.event,
            sentence=c.sentence.span,
            trigger=found.trigger,
            trigger_text=found.trigger.of(document.text),
            actor=actor,
            actor_text=words["actor"].of(document.text) if "actor" in words else None,
            target=None if target == actor else target,
            place=place,
            relation="part" if fraction is not None and fraction < 1 else relation,
            extent=fraction,
            when=when,
            speakers=chain,
            certainty=stated.certainty,
            status=stated.status,
            polarity=stated.polarity,
            cues=tuple(sorted(set(marks), key=lambda m: (m.span, m.role))),
            wording=tuple(w for w in self.wording if c.sentence.span.covers(w.span)),
            reader=self.reader,
            score=round(self.score * self.day.share(c, trigger), 3),
        )  # fmt: skip

    def _place(self, span: Span) -> int | None:
        """The place that the text names there; none if it names none."""
        return next((k for k, m in enumerate(self.places) if m.span.overlaps(span)), None)

    def _side(self, span: Span | None) -> str | None:
        """The side that words stand for in this theatre: of several, the last is who is meant
        ("the X-backed Y").
        """
        if span is None:
            return None
        k = self.finder.sentence_at(span.start)
        sentence = self.layout.sentences[k]
        named = [
            s.label for s in self.layout.sides[k] if sentence.span_of(s.start, s.end).overlaps(span)
        ]
        return named[-1] if named else None

    def _speakers(self, found: Located) -> tuple[str, ...]:
        chain = origins.chain_of(self.layout.document)
        if found.stated.speaker == "publisher":
            return origins.own_voice(self.layout.document)
        if found.stated.speaker == "unattributed":
            return (*chain, "unattributed")
        return (*chain, found.words["speaker"].of(self.layout.document.text))

    def _marked(
        self, found: Located, c: Context, t: Trigger, spot: Spot | None
    ) -> tuple[Interval, float | None, list[Cue]]:
        """The days of a claim, how much of its place it is about, and the words that say what."""
        spans = {**found.words, **found.cues}
        marks = [self._cue(_ROLES.get(n, n), spans[n]) for n in _CUES if n in spans and n != "when"]
        fraction, at = extent.extent(c, spot) if spot else (None, None)
        here = [("extent", at)] if at else []
        if spot:
            here += territory.territory(c, t, spot)
            here += [("object", (t.start, t.end))] if objects.is_object(c, t, spot) else []
        marks += [self._cue(role, c.sentence.span_of(*tokens)) for role, tokens in here]
        when, dated = self._when(found, c, t)
        if dated is None and any(role == "before" for role, _ in here):
            when = UNDATED  # told in retrospect: the day of publication is not its day
        return when, fraction, marks + ([self._cue("date", dated)] if dated else [])

    def _when(self, found: Located, c: Context, t: Trigger) -> tuple[Interval, Span | None]:
        """The days: what the calendar makes of the words for them, else of the sentence's."""
        said = found.words.get("when")
        if said is not None:
            at = self.finder.sentence_at(said.start)
            for day in self.told.days[at]:
                span = self.layout.sentences[at].span_of(day.start, day.end)
                if span.overlaps(said):
                    how = "stated" if at == found.sentence else "carried"
                    return Interval(day.first, day.last, how), span
        clauses = dates.Clauses.of(c.sentence, {t.start, *(other.start for other in c.triggers)})
        when, dated = self.told.when(clauses, (t.start, t.end))
        return when, c.sentence.span_of(dated.start, dated.end) if dated else None

    def _cue(self, role: str, span: Span) -> Cue:
        return Cue(role, span, span.of(self.layout.document.text))


def _trigger(c: Context, found: Located) -> Trigger:
    """The words of the event, as the steps behind it take them."""
    start = c.sentence.token_at(found.trigger.start)
    end = c.sentence.token_at(found.trigger.end - 1) + 1
    event = found.stated.event
    for known in c.triggers:
        if known.start < end and start < known.end and event in known.events:
            return replace(known, primary=event)
    return Trigger(start, end, " ".join(c.sentence.words[start:end]), (event,), event)

"""From a sentence to its claims: what was decided, bound to the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from fogline.model import Claim, Cue, Document, Interval, Loaded, Mention, Span
from fogline.reading import (
    attributes,
    cues,
    dates,
    event_selection,
    extent,
    headed_lists,
    negation,
    objects,
    origins,
    own_ground,
    partners,
    speakers,
    territory,
    unrealised,
)
from fogline.reading.attributions import Attribution, attributions
from fogline.reading.claim_ids import claim_id
from fogline.reading.context import Context, Spot
from fogline.reading.frame import Frame
from fogline.reading.layout import Layout
from fogline.reading.of_the_day import OfTheDay
from fogline.reading.statements import Quotations, Statement
from fogline.reading.triggers import Trigger
from fogline.reading.verdicts import Decision, Verdicts

Tokens = tuple[int, int]
# The days of an event whose text does not say when it was.
UNDATED = Interval(date.min, date.max, "unknown")


@dataclass(slots=True)
class Run:
    """What the steps of a reading share; ``told`` are the days that the text names, ``day`` doubts
    claims that are not of the day's war, ``statement`` is who spoke last.
    """

    layout: Layout
    places: list[Mention]
    verdicts: Verdicts
    version: str
    day: OfTheDay | None = None
    statement: Statement = field(default_factory=Statement)
    quoted: Quotations = field(init=False)
    told: dates.Narrative = field(init=False)

    def __post_init__(self) -> None:
        self.quoted = Quotations.of(self.layout.sentences)
        self.told = self.layout.narrative()

    def score(self, c: Context, d: Decision, actor: str | None) -> float:
        """The chance that a claim is right, and of the war of the day."""
        share = self.day.share(c, d.trigger) if self.day else 1.0
        return round(self.verdicts.score(c, d, actor) * share, 3)


@dataclass(slots=True)
class _Clues:
    cues: list[cues.CueWord]
    said: list[Attribution]
    before: Statement
    clauses: dates.Clauses
    wording: tuple[Loaded, ...]


@dataclass(slots=True)
class _Attributes:
    """Certainty, status and polarity, with the tokens of clauses that decide them by a rule."""

    certainty: str
    status: str
    polarity: str
    by_rule: dict[str, Tokens]


def claims_of(run: Run, c: Context, wording: tuple[Loaded, ...]) -> list[Claim]:
    """The claims of a sentence; ``wording`` are the loaded terms of its document."""
    days = run.told.days[c.sentence.index]
    clauses = dates.Clauses.of(c.sentence, (t.start for t in c.triggers))
    said = origins.others(attributions(c, run.layout.document.text), run.layout.document)
    before, run.statement = run.statement, run.statement.then(c, said, run.quoted)
    decisions = event_selection.events(
        c, run.verdicts, lambda t: clauses.dated_clause(days, t.start)
    )
    if not decisions:
        return []
    clauses = replace(clauses, told=tuple(sorted(d.trigger.start for d in decisions)))
    found = cues.find(c)
    loaded = tuple(w for w in wording if c.sentence.span.covers(w.span))
    clues = _Clues(found, said, before, clauses, loaded)
    return [claim for d in decisions for claim in _claims(run, c, d, clues)]


def _claims(run: Run, c: Context, d: Decision, clues: _Clues) -> Iterator[Claim]:
    """The claim of a decision, and that of a side which is named together with its actor."""
    claim = _claim(run, c, d, clues)
    actor = claim.actor
    beside = partners.partner(c, d.trigger, d.event, actor) if actor is not None else None
    if beside is None:
        yield claim
        return
    target = None if claim.target == beside else claim.target
    yield replace(claim, target=target)
    span, document = _side_span(c, beside, d.trigger.start), run.layout.document
    yield replace(
        claim,
        id=claim_id(
            document, claim.trigger, d.event, _start(run, d.spot), beside, claim.speakers[-1]
        ),
        actor=beside,
        actor_text=span.of(document.text) if span else None,
        target=target,
        score=run.score(c, d, beside),
    )


def _claim(run: Run, c: Context, d: Decision, clues: _Clues) -> Claim:
    verdicts, document = run.verdicts, run.layout.document
    t, spot = d.trigger, d.spot
    scope = attributes.scope_features(c, t, d.event, clues.cues, clues.said)
    judged = _judged(run, c, d, scope)
    chain, said_at = _speakers(run, c, d, clues, scope)
    actor, target = _sides(run, c, d)
    actor, target, relative = origins.settled(run.layout, c, t.start, actor, target)
    actor_span = _side_span(c, actor, t.start, relative)
    when, dated = run.told.when(clues.clauses, (t.start, t.end))
    fraction, fraction_at = extent.extent(c, spot) if spot else (None, None)
    relation = event_selection.relation(c, d, verdicts)
    marks = [("speaker", at) for at in said_at]
    marks += [("unresolved", relative)] if relative else []
    marks += [("extent", fraction_at)] if fraction_at else []
    marks += [("date", (dated.start, dated.end))] if dated else []
    marks += _marks(c, t, spot, judged, clues)
    if dated is None and any(role == "before" for role, _ in marks):
        when = UNDATED  # told in retrospect: the day of publication is not its day
    marked = [_cue(c, document, role, at) for role, at in marks]
    trigger = c.sentence.span_of(t.start, t.end)
    return Claim(
        id=claim_id(document, trigger, d.event, _start(run, spot), actor, chain[-1]),
        event=d.event,
        sentence=c.sentence.span,
        trigger=trigger,
        trigger_text=trigger.of(document.text),
        actor=actor,
        actor_text=actor_span.of(document.text) if actor_span else None,
        target=None if target == actor else target,
        place=spot.index if spot else None,
        relation="part" if fraction is not None and fraction < 1 else relation,
        extent=fraction,
        when=when,
        speakers=chain,
        certainty=judged.certainty,
        status=judged.status,
        polarity=judged.polarity,
        cues=tuple(sorted(marked, key=lambda m: (m.span, m.role))),
        wording=clues.wording,
        reader=run.version,
        score=run.score(c, d, actor),
    )


def _sides(run: Run, c: Context, d: Decision) -> tuple[str | None, str | None]:
    """The belligerents that act and suffer, or none."""
    theatre = run.layout.theatre
    if headed_lists.is_listed(c, d):
        return headed_lists.side(c, d, theatre), None
    actor, target = event_selection.sides(c, d.trigger, d.event, theatre, run.verdicts)
    place = run.places[d.spot.index].place if d.spot else None
    if actor is None:
        return own_ground.attacker_at_hand(c, d, place, theatre), target
    return None if own_ground.is_out_of_place(c, d, place, actor, theatre) else actor, target


def _judged(run: Run, c: Context, d: Decision, scope: list[str]) -> _Attributes:
    """What the reader judges, and what the rules of the language put in its place."""
    certainty, status, polarity = (
        run.verdicts.best(name, c, d, scope) for name in ("certainty", "status", "polarity")
    )
    if attributes.is_conditional(c, d.trigger):
        status = "conditional"
    denying, leaving = negation.denied(c, d.trigger), negation.unconfirmed(c, d.trigger)
    if d.spot is not None:
        denying = denying or territory.left_out(c, d.trigger, d.spot)
    by_rule = {role: at for role, at in (("polarity", denying), ("certainty", leaving)) if at}
    if leaving:
        certainty, polarity = "possible", "positive"  # not confirmed is not denied
    judged = _Attributes(certainty, status, "negative" if denying else polarity, by_rule)
    return _framed(judged, unrealised.frame_of(c, d.trigger))


def _framed(judged: _Attributes, frame: Frame | None) -> _Attributes:
    """The judgement with what a frame makes of it: what has not happened is no fact."""
    if frame is None or (frame.field == "status" and judged.status != "actual"):
        return judged
    decided: dict[str, str] = {frame.field: frame.value}
    decided |= {"certainty": frame.certainty} if frame.certainty else {}
    by_rule = judged.by_rule | dict.fromkeys(decided, (frame.start, frame.end))
    return replace(judged, by_rule=by_rule, **decided)


def _marks(
    c: Context, t: Trigger, spot: Spot | None, judged: _Attributes, clues: _Clues
) -> list[tuple[str, Tokens]]:
    """The cues behind what was judged, and those of territories and objects."""
    deciding = dict(
        _deciding(clues.cues, t.start, judged.certainty, judged.status, judged.polarity)
    )
    marks = list((deciding | judged.by_rule).items())
    if spot is None:
        return marks
    marks += territory.territory(c, t, spot)
    return [*marks, ("object", (t.start, t.end))] if objects.is_object(c, t, spot) else marks


def _speakers(
    run: Run, c: Context, d: Decision, clues: _Clues, scope: list[str]
) -> tuple[tuple[str, ...], list[Tokens]]:
    """The chain of speakers, outermost first, and the tokens that say so."""
    chain = origins.chain_of(run.layout.document)
    carried = clues.before.carried(c, d.trigger, clues.said, run.quoted)
    if carried is not None:
        speaker, at_pronoun = carried
        return (*chain, speaker), [at_pronoun] if at_pronoun else []
    kind = run.verdicts.best("speaker", c, d, scope)
    if kind == "unattributed":
        at = [(w.at, w.at + 1) for w in clues.cues if w.role == "unattributed"]
        nearest = sorted(at, key=lambda a: abs(a[0] - d.trigger.start))[:1]
        return (*chain, "unattributed"), nearest
    named = kind == "named" or speakers.is_labelled(c, clues.said)
    said = speakers.governing(c, clues.said, d.trigger.start) if named else []
    if not said:
        return origins.own_voice(run.layout.document), []
    spans = [(min(a.start, a.cue), max(a.end, a.cue + 1)) for a in said]
    if speakers.is_nobody(said[-1]):
        return (*chain, "unattributed"), spans[-1:]
    return (*chain, *(a.text for a in said)), spans


_ROLE_OF = {
    "probable": "certainty",
    "possible": "certainty",
    "conditional": "status",
    "future": "status",
    "negative": "polarity",
}


def _deciding(
    found: list[cues.CueWord], at: int, certainty: str, status: str, polarity: str
) -> list[tuple[str, tuple[int, int]]]:
    """The nearest cue word behind each judgement that differs from the plain case."""
    wanted = [r for r in (certainty, status, polarity) if r in _ROLE_OF]
    out = []
    for role in wanted:
        near = min((w for w in found if w.role == role), key=lambda w: abs(w.at - at), default=None)
        if near:
            out.append((_ROLE_OF[role], (near.at, near.at + 1)))
    return out


def _side_span(
    c: Context, label: str | None, at: int, otherwise: Tokens | None = None
) -> Span | None:
    """The words of a side nearest to a trigger, with the noun that follows an adjective; other
    words where it is not named.
    """
    own = [s for s in c.sides if s.label == label]
    if not own:
        return c.sentence.span_of(*otherwise) if otherwise else None
    s = min(own, key=lambda m: abs(m.start - at))
    end = s.end
    if (
        s.kind == "adjective"
        and end < len(c.sentence.words)
        and end != at
        and c.sentence.tokens[end].text.isalpha()
    ):
        end += 1
    return c.sentence.span_of(s.start, end)


def _cue(c: Context, document: Document, role: str, at: tuple[int, int]) -> Cue:
    span = c.sentence.span_of(*at)
    return Cue(role, span, span.of(document.text))


def _start(run: Run, spot: Spot | None) -> int | None:
    """Where the place of a claim is named."""
    return run.places[spot.index].span.start if spot else None

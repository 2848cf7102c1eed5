"""From a document to its claims."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from fogline.errors import FoglineError
from fogline.gazetteer import open_gazetteer
from fogline.model import Claim, Cue, Document, Loaded, Mention, Reading, Span
from fogline.reading import (
    attributes,
    context,
    cues,
    dates,
    decide,
    extent,
    frames,
    mentions,
    objects,
    speakers,
    territory,
)
from fogline.reading.candidates import Candidate
from fogline.reading.context import Context
from fogline.reading.dateline import dateline_end
from fogline.reading.decide import Decision
from fogline.reading.lexicon import digest_of_lexicon
from fogline.reading.model import Bundle, load
from fogline.reading.page import Page, lay_out
from fogline.reading.plain_text import as_published, plain_text
from fogline.reading.regions import Named, only_locate, regions_meant
from fogline.reading.resolve import resolve
from fogline.reading.text import Sentence
from fogline.reading.triggers import Triggers
from fogline.reading.wording import loaded_terms
from fogline.theatre import Theatre

# The rules of reading that no other part of a setting tells of: raised when a change of code changes readings.
RULES = "4"
# Chance above which a candidate span is a place. Cross-validated, .4 and .6 move core by .012 at the most, up or down.
MENTION = 0.5
# What a text may cost, some seconds: pairing the events and places of its sentences (daily reports come to 41,000 at most), pairing
# the places within a dozen sentences (9,000), the characters of a sentence (517), and all words and marks. Beyond, it is a list or a trap, no prose.
WORK, PAIRS, LONGEST, TOKENS = 800_000, 1_500_000, 10_000, 75_000


@dataclass(slots=True)
class _Run:
    """What the steps of one reading share."""

    page: Page
    bundle: Bundle
    places: list[Mention]
    carried: dates.Found | None = None


class ReadingError(FoglineError):
    """A text that can't be read; the message says why and what to do."""


class UndatedError(ReadingError):
    """A text with days that only its day of publication can place, and no such day."""


class DenseError(ReadingError):
    """A text with so many events and places in single sentences that it is no prose."""


def read_document(
    document: Document, theatre: Theatre, *, undated: bool = False, model: str = ""
) -> Reading:
    """Read one document: its places, claims, loaded terms and the sentences that gave no claim.

    ``undated`` reads a text without a day of publication although it speaks of "yesterday" or "September 10": those
    claims get no days. ``model`` is the path of a model made by ``fogline train``; the packaged one serves otherwise.

    Raises:
        ModelError: the model file can't be used.
        ReadingError: no day of publication, relative days in the text, and not ``undated``; or a text that is no prose.
    """
    plain = plain_text(document.text)
    if plain is not None and plain.text.strip():
        shown = replace(document, text=plain.text, id=document.id)
        reading = read_document(shown, theatre, undated=undated, model=model)
        return as_published(reading, plain, document)
    bundle = load(model)
    page = lay_out(document, theatre, open_gazetteer(theatre))
    if document.published is None and not undated:
        _refuse_relative(page)
    _refuse_endless(page)
    chosen = find_places(page, bundle)
    _refuse_crowded(page, chosen)
    places = resolve(page, chosen)
    run = _Run(page, bundle, places)
    wording = loaded_terms(document.text)
    claims: list[Claim] = []
    unread: list[Span] = []
    sentences = contexts(page, places, _triggers(model))
    _refuse_dense(document, sentences)
    for c in sentences:
        found = _claims(run, c, wording)
        claims += found
        if not found:
            unread.append(c.sentence.span)
    return Reading(document, tuple(places), tuple(claims), wording, tuple(unread), bundle.version)


def setting_of(theatre: Theatre, model: str = "") -> str:
    """Hash of everything but the text that a reading depends on: rules, word lists, version, model, theatre and gazetteer.

    Raises:
        ModelError: the model file can't be used.
    """
    bundle = load(model)
    parts = (
        RULES,
        digest_of_lexicon(),
        bundle.version,
        bundle.digest,
        repr(theatre),
        open_gazetteer(theatre).digest,
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


@lru_cache(maxsize=4)
def _triggers(model: str) -> Triggers:
    """The triggers of a model, with what they remember of words, kept from document to document."""
    return Triggers(load(model).learned)


def _refuse_relative(page: Page) -> None:
    for sentence in page.sentences:
        found = dates.relative(sentence)
        if found:
            words = page.document.text[
                sentence.tokens[found[0]].start : sentence.tokens[found[1] - 1].end
            ]
            raise UndatedError(
                f"{page.document.id}: {words!r} can only be placed from the day of publication: give it with --published YYYY-MM-DD, "
                "or read without such days with --undated"
            )


def _refuse_endless(page: Page) -> None:
    tokens = sum(len(s.tokens) for s in page.sentences)
    if tokens > TOKENS:
        raise DenseError(
            f"{page.document.id}: {tokens:,} words and marks; {TOKENS:,} are allowed in one document: split it"
        )
    longest = max((s.span for s in page.sentences), key=lambda s: s.end - s.start, default=None)
    if longest is not None and longest.end - longest.start > LONGEST:
        words = page.document.text[longest.start : longest.start + 40]
        raise DenseError(
            f"{page.document.id}: {longest.end - longest.start:,} characters from {words!r} without the end of a sentence or paragraph; "
            f"{LONGEST:,} are allowed: this is no prose"
        )


def _refuse_crowded(page: Page, chosen: list[tuple[int, Candidate]]) -> None:
    """Each place is weighed against those near it."""
    counts = Counter(k for k, _ in chosen)
    pairs = sum(
        n * sum(counts[k + gap] for gap in range(-12, 13)) for k, n in tuple(counts.items())
    )
    if pairs > PAIRS:
        raise DenseError(
            f"{page.document.id}: {len(chosen):,} names of places in {len(counts):,} sentences: this is a list, no prose; split it"
        )


def _refuse_dense(document: Document, sentences: list[Context]) -> None:
    """Each event is weighed against each place of its sentence, and each place against the others."""
    work = sum(len(c.triggers) * (len(c.spots) + 1) * (len(c.spots) + 22) for c in sentences)
    if work > WORK:
        worst = max(sentences, key=lambda c: len(c.triggers) * len(c.spots) ** 2)
        raise DenseError(
            f"{document.id}: too many events and places in one sentence, {len(worst.triggers)} and {len(worst.spots)} in "
            f"{worst.sentence.span.of(document.text)[:40]!r}...: give it as prose, with sentences that end, or split it"
        )


def find_places(page: Page, bundle: Bundle) -> list[tuple[int, Candidate]]:
    """The candidate spans that name places, each with the index of its sentence."""
    model = bundle.models["mention"]
    yes = model.classes.index("yes")
    chosen = []
    for k, (sentence, found, sides) in enumerate(
        zip(page.sentences, page.candidates, page.sides, strict=True)
    ):
        named = {
            n
            for n, candidate in enumerate(found)
            if model.chances(
                mentions.features(
                    sentence, candidate, found, sides, bundle.common, page.seen, page.home
                )
            )[yes]
            > MENTION
        }
        places = mentions.with_listed(sentence, found, named, sides, page.document.text)
        chosen += [(k, candidate) for candidate in sorted(places, key=lambda c: c.start)]
    return chosen


def contexts(page: Page, places: list[Mention], triggers: Triggers) -> list[Context]:
    """The context of each sentence, with the places it names or takes up."""
    by_sentence: dict[int, list[tuple[int, Mention]]] = {}
    at = 0
    for k, mention in enumerate(places):
        while page.sentences[at].span.end <= mention.span.start:
            at += 1
        by_sentence.setdefault(at, []).append((k, mention))
    by_sentence = {s: _of_events(page.sentences[s], row) for s, row in by_sentence.items()}
    done = [(s, k, m) for s, row in sorted(by_sentence.items()) for k, m in row]
    out: list[Context] = []
    previous: str | None = None
    genre = page.genre
    for sentence, sides in zip(page.sentences, page.sides, strict=True):
        own = by_sentence.get(sentence.index, [])
        earlier = [] if own else context.nearby(done, sentence.index)
        c = context.build(
            sentence,
            sides,
            own,
            triggers.find(sentence),
            previous,
            page.main_side,
            page.voice,
            earlier,
            genre,
        )
        out.append(c)
        previous = sides[0].label if sides else previous
    return out


def _of_events(sentence: Sentence, found: list[tuple[int, Mention]]) -> list[tuple[int, Mention]]:
    """The places of a sentence that events may be at: none of its dateline, no region that only says where others lie."""
    behind = dateline_end(sentence)
    tokens = [
        (sentence.token_at(m.span.start), sentence.token_at(m.span.end - 1) + 1) for _, m in found
    ]
    names = [
        Named(start, end, regions_meant(m.place))
        for (start, end), (_, m) in zip(tokens, found, strict=True)
    ]
    locating = only_locate(sentence, names)
    return [
        pair
        for pair, (start, _), locates in zip(found, tokens, locating, strict=True)
        if start >= behind and not locates
    ]


def _claims(run: _Run, c: Context, wording: tuple[Loaded, ...]) -> list[Claim]:
    published = run.page.document.published
    days = dates.find(c.sentence, published)
    if c.sentence.index == 0 and days and not any(w in dates.RELATIVE for w in c.sentence.words):
        run.carried = days[0]
    decisions = decide.events(c, run.bundle.models["event"])
    if not decisions:
        return []
    found = cues.find(c)
    said = speakers.attributions(c, run.page.document.text)
    loaded = tuple(w for w in wording if c.sentence.span.covers(w.span))
    return [_claim(run, c, d, _Clues(found, said, days, published, loaded)) for d in decisions]


@dataclass(slots=True)
class _Clues:
    cues: list[cues.CueWord]
    said: list[speakers.Attribution]
    days: list[dates.Found]
    published: date | None
    wording: tuple[Loaded, ...]


def _claim(run: _Run, c: Context, d: Decision, clues: _Clues) -> Claim:
    models, document = run.bundle.models, run.page.document
    t, spot = d.trigger, d.spot
    scope = attributes.scope_features(c, t, d.event, clues.cues, clues.said)
    certainty, status, polarity = (
        models[name].best(scope)[0] for name in ("certainty", "status", "polarity")
    )
    if attributes.is_conditional(c, t):
        status = "conditional"
    denying, leaving = frames.denied(c, t), frames.unconfirmed(c, t)
    polarity = "negative" if denying else polarity
    certainty = "possible" if leaving else certainty
    chain, speaker_cues = _speakers(run, c, d, clues, scope)
    actor, target = decide.sides(
        c, t, d.event, run.page.theatre.labels, models["actor"], models["target"]
    )
    actor_span = _side_span(c, actor, t.start)
    when, dated = dates.choose(clues.days, (t.start, t.end), run.carried, clues.published)
    fraction, fraction_at = extent.extent(c, spot) if spot else (None, None)
    relation = decide.relation(c, d, models["relation"]) if spot else None
    frame = {role: at for role, at in (("polarity", denying), ("certainty", leaving)) if at}
    deciding = dict(_deciding(clues.cues, t.start, certainty, status, polarity)) | frame
    marks = [_cue(c, document, role, at) for role, at in deciding.items()]
    marks += [_cue(c, document, "speaker", at) for at in speaker_cues]
    marks += [_cue(c, document, "extent", fraction_at)] if fraction_at else []
    marks += [_cue(c, document, "date", (dated.start, dated.end))] if dated else []
    marks += (
        [_cue(c, document, role, at) for role, at in territory.territory(c, t, spot)]
        if spot
        else []
    )
    marks += (
        [_cue(c, document, "object", (t.start, t.end))]
        if spot and objects.is_object(c, t, spot)
        else []
    )
    trigger = _span(c, (t.start, t.end))
    return Claim(
        id=_id(document, trigger, d, actor, run.places, chain),
        event=d.event, sentence=c.sentence.span, trigger=trigger, trigger_text=trigger.of(document.text), actor=actor,
        actor_text=actor_span.of(document.text) if actor_span else None, target=None if target == actor else target,
        place=spot.index if spot else None, relation="part" if fraction is not None and fraction < 1 else relation, extent=fraction,
        when=when, speakers=chain, certainty=certainty, status=status, polarity=polarity, cues=tuple(sorted(marks, key=lambda m: (m.span, m.role))),
        wording=clues.wording, reader=run.bundle.version, score=round(d.chance, 3),
    )  # fmt: skip


def _speakers(
    run: _Run, c: Context, d: Decision, clues: _Clues, scope: list[str]
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The chain of speakers, outermost first, and the tokens that say so."""
    publisher = run.page.document.source or "source"
    kind, _ = run.bundle.models["speaker"].best(scope)
    if kind == "unattributed":
        at = [(w.at, w.at + 1) for w in clues.cues if w.role == "unattributed"]
        return (publisher, "unattributed"), sorted(at, key=lambda a: abs(a[0] - d.trigger.start))[
            :1
        ]
    chain = speakers.governing(c, clues.said, d.trigger.start) if kind == "named" else []
    if not chain:
        return ("source",) if publisher == "source" else (publisher, "source"), []
    return (publisher, *(a.text for a in chain)), [
        (min(a.start, a.cue), max(a.end, a.cue + 1)) for a in chain
    ]


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


def _side_span(c: Context, label: str | None, at: int) -> Span | None:
    """The words of a side nearest to a trigger, with the noun that follows an adjective."""
    own = [s for s in c.sides if s.label == label]
    if not own:
        return None
    s = min(own, key=lambda m: abs(m.start - at))
    end = s.end
    if (
        s.kind == "adjective"
        and end < len(c.sentence.words)
        and end != at
        and c.sentence.tokens[end].text.isalpha()
    ):
        end += 1
    return _span(c, (s.start, end))


def _span(c: Context, at: tuple[int, int]) -> Span:
    return Span(c.sentence.tokens[at[0]].start, c.sentence.tokens[at[1] - 1].end)


def _cue(c: Context, document: Document, role: str, at: tuple[int, int]) -> Cue:
    span = _span(c, at)
    return Cue(role, span, span.of(document.text))


def _id(
    document: Document,
    trigger: Span,
    d: Decision,
    actor: str | None,
    places: list[Mention],
    chain: tuple[str, ...],
) -> str:
    where = places[d.spot.index].span.start if d.spot else -1
    raw = "|".join(
        (
            document.id,
            document.sha256,
            str(trigger.start),
            str(trigger.end),
            d.event,
            str(where),
            str(actor),
            chain[-1],
        )
    )
    return hashlib.sha256(raw.encode()).hexdigest()[:16]

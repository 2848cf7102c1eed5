"""Turns chances into claims: which events a sentence puts at which places, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fogline.model import event_type
from fogline.reading import (
    actors,
    agents,
    attributes,
    blame,
    extent,
    headed_lists,
    owned_deeds,
    pairs,
    territory,
)
from fogline.reading.attributive import is_attributive
from fogline.reading.context import Context
from fogline.reading.holds import is_no_hold
from fogline.reading.lexicon import any_of, is_cue, words_of
from fogline.reading.off_topic import is_off_topic
from fogline.reading.shared_chances import NONE, share
from fogline.reading.strangers import is_stranger
from fogline.reading.triggers import Trigger
from fogline.reading.verdicts import Decision, Verdicts
from fogline.theatre import Theatre

# Assessments are said in so many ways that few score high; no figure of the ledger rests on them.
OTHER = 0.18
# Words from "seizing" to the people who are seized: "several of its guards".
_TO_CAPTIVES = 4
# Words from "cut" to what is cut: "cut off the power".
_TO_SUPPLY = 3


def events(
    c: Context, verdicts: Verdicts, dated: Callable[[Trigger], int] = lambda _: 0
) -> list[Decision]:
    """The claims of a sentence: per place and event the trigger that says it clearest.

    ``dated`` numbers the clauses that have a day of their own: a town may be taken in one, and
    retaken in another.
    """
    under_head = headed_lists.listed(c)
    if under_head:
        return under_head
    rows, table = verdicts.events(c)
    classes, (at_place, nowhere) = verdicts.classes, verdicts.limits(c)
    table = share(c, classes, rows, table)
    best: dict[tuple[int, str, int], Decision] = {}
    for (trigger, spot), row in zip(rows, table, strict=True):
        limit = at_place if spot else nowhere
        for k in np.flatnonzero(row > OTHER):
            event = classes[int(k)]
            if event == NONE or (row[k] <= limit and event != "other"):
                continue
            if _is_no_event(c, trigger, event) or is_off_topic(c, trigger, spot, event):
                continue
            territorial = territory.is_territorial(event)
            if spot and territorial and pairs.is_outside(c, trigger, spot):
                continue
            clause = dated(trigger) if territorial else 0
            key = (spot.index if spot else -1, event, clause)
            if key not in best or row[k] > best[key].chance:
                best[key] = Decision(trigger, spot, event, float(row[k]))
    for t in (t for t in c.triggers if t.assessment and c.about_war):
        if not any(d.event == "other" and _meets(d.trigger, t) for d in best.values()):
            best[-2 - t.start, "other", 0] = Decision(t, None, "other", 0.5)
    return sorted(
        best.values(), key=lambda d: (d.trigger.start, d.spot.start if d.spot else -1, d.event)
    )


def _is_no_event(c: Context, t: Trigger, event: str) -> bool:
    """Whether a word tells of a state where a capture was read ("in occupied X"), or of no hold."""
    if event == "capture":  # "in occupied X"
        return is_attributive(c.sentence, t.start) or _takes_people(c, t)
    if event == "encircle":  # "cut power to half of X"
        return any_of(c.sentence.words[t.end : t.end + _TO_SUPPLY], "utilities")
    if event == "withdraw":  # "left without power"
        return any_of(c.sentence.words[t.end : t.end + 1], "without_words")
    return event == "hold" and is_no_hold(c, t)


def _takes_people(c: Context, t: Trigger) -> bool:
    """Whether what is taken are people: "seizing several guards", not "seized X from rebels"."""
    words = c.sentence.words
    for k in range(t.end, min(len(words), t.end + _TO_CAPTIVES)):
        if words[k] in words_of("captives"):
            return True
        placed = any(s.start <= k < s.end for s in c.spots)
        if placed or any(words[k] in words_of(key) for key in ("place_before", "anaphors")):
            return False
    return False


def _meets(a: Trigger, b: Trigger) -> bool:
    return a.start < b.end and b.start < a.end


def sides(
    c: Context, t: Trigger, event: str, theatre: Theatre, verdicts: Verdicts
) -> tuple[str | None, str | None]:
    """The belligerents that are likeliest as actor and as target of a trigger, or none."""
    losing = agents.capital_before(c, t)
    if losing is not None:
        return losing, None
    fallen = agents.fallen(c, t) if event == "losses" else None
    if fallen is not None:
        return fallen, _killer(c, t, fallen, theatre, verdicts)
    own = actors.named_by(c, t)
    if own is not None and _takes(event):
        return own, None
    led = actors.participle(c, t)
    if led is not None and event == "losses" and agents.is_killing(c, t):
        return _lost_to(c, t, led, theatre, verdicts), led
    if led is not None and not (event_type(event).harmful and blame.is_innocent(c, t, led)):
        return agents.accused_before(c, t) or led, None
    lost_by = agents.taken_from(c, t) if _takes(event) else agents.overcome(c, t, event)
    options = _at_hand(c, t, event, theatre, lost_by)
    acting, suffering = (verdicts.sides(role, c, t, event, options) for role in ("actor", "target"))
    acting = _without(_no_actors(c, t, event), acting, options)
    if is_stranger(c, t, event):
        every: set[str | None] = {o for o in options if o != actors.NOBODY}
        acting = _without(every, acting, options)
        suffering = _without(every - {s.label for s in c.sides}, suffering, options)
    agent = agents.agent(c, t) or (agents.given_to(c, t) if _takes(event) else None)
    target: str | None
    if agent is not None and event == "losses":
        actor, target = _lost_to(c, t, agent, theatre, verdicts), agent
    elif agent is not None and event_type(event).sign < 0 and not agents.is_leaving(c, t):
        # "A was driven out of X by B": who is named by "by" stays.
        actor, target = actors.choose(_without({agent}, acting, options), options), agent
    elif event_type(event).harmful:
        two_sided = len(theatre.labels) == 2
        if event_type(event).alleged:
            agent = agent or agents.of_the_deed(c)
        actor = agent or blame.blamed(c, t, acting, options, two_sided)
        if actor is None and not two_sided:  # of two, it is known without the deed
            actor = _by_deed(c, t, event, theatre, verdicts)
        target = actors.choose(suffering, options)
    else:
        actor = agent or _freed_by(c, t, theatre, actors.choose(acting, options))
        target = lost_by or actors.choose(suffering, options)
    return actor, target if target != actor else None


def _at_hand(
    c: Context, t: Trigger, event: str, theatre: Theatre, lost_by: str | None
) -> list[str]:
    """The belligerents that may have done it. "They left under the threat of encirclement": the
    clause's subject is not who encircles. Nor is who something was taken from the one who took it.
    """
    against = agents.aimed_at(c, t) if _takes(event) else set()
    cleared = {agents.threatened(c, t), owned_deeds.struck(c, t), lost_by, *against}
    return [o for o in actors.options(c, theatre.labels) if o not in cleared]


def _by_deed(
    c: Context, t: Trigger, event: str, theatre: Theatre, verdicts: Verdicts
) -> str | None:
    """Who did the harm where the sentence tells only whose the deed was: "ten people were killed in
    X by rockets that B fired"; nobody where deeds of two sides are told.
    """
    if not event_type(event).alleged:
        return None
    deeds = [x for x in c.triggers if _is_deed(x) and _leads_to(c, x, t)]
    doers = {sides(c, x, x.primary, theatre, verdicts)[0] for x in deeds} - {None}
    doer = doers.pop() if len(doers) == 1 else None
    return doer if doer is not None and not blame.is_innocent(c, t, doer) else None


def _is_deed(t: Trigger) -> bool:
    """Whether a trigger tells an event that harm comes of, and not the harm."""
    if not t.primary:
        return False
    event = event_type(t.primary)
    return event.harmful and not event.alleged


def _leads_to(c: Context, deed: Trigger, harm: Trigger) -> bool:
    """Whether a deed behind a harm is told as its cause: "killed in", "wounded when"."""
    between = c.sentence.words[harm.end : deed.start]
    cut = any_of(between, "no_cause")
    return deed.start >= harm.end and not cut and any_of(between, "leads_to_cause")


def _lost_to(
    c: Context, t: Trigger, killer: str, theatre: Theatre, verdicts: Verdicts
) -> str | None:
    """Who had the losses that another inflicted: "A repelled the attack, destroying ten tanks", "a
    depot was destroyed by A"; where only two fight, the other one.
    """
    options = [o for o in actors.options(c, theatre.labels) if o != killer]
    if len(theatre.labels) == 2:
        options.remove(actors.NOBODY)
    return actors.choose(verdicts.sides("actor", c, t, "losses", options), options)


def _killer(
    c: Context, t: Trigger, fallen: str, theatre: Theatre, verdicts: Verdicts
) -> str | None:
    """Who killed those whom a verb counts: whom the words name, else the likeliest."""
    named = agents.agent(c, t) or agents.killing(c, t) or actors.participle(c, t)
    if named is not None:
        return named
    options = [o for o in actors.options(c, theatre.labels) if o != fallen]
    return actors.choose(verdicts.sides("target", c, t, "losses", options), options)


def _no_actors(c: Context, t: Trigger, event: str) -> set[str | None]:
    """The sides that the words clear of being an event's actor: of losses, who boasts of them."""
    placed: set[str | None] = set()
    if event_type(event).combat and not event_type(event).harmful:
        placed.update(blame.only_places(c))
    if event == "capture":
        placed.update(blame.only_holders(c))
    if event == "losses":
        placed |= {agents.boasting(c, t), agents.killing(c, t)}
    return placed


def _without(cleared: set[str | None], chances: list[float], options: list[str]) -> list[float]:
    return [-1.0 if o in cleared else p for p, o in zip(chances, options, strict=True)]


def _freed_by(c: Context, t: Trigger, theatre: Theatre, actor: str | None) -> str | None:
    """Who took a place, with "liberated" given to the side that the publisher means, not to one
    that the sentence does not name; where somebody else says it, it stays as it was read.
    """
    words = c.sentence.words
    said = attributes.is_quoted(words, t.start) or any(
        is_cue("saying", w) for w in words[: t.start]
    )
    if actor is None or said or any(s.label == actor for s in c.sides):
        return actor
    return theatre.taker(words[t.start : t.end], c.voice) or actor


def _takes(event: str) -> bool:
    """Whether its actor holds the place after an event."""
    return event_type(event).sign > 0


def relation(c: Context, d: Decision, verdicts: Verdicts) -> str | None:
    """How the event stands to its place."""
    if d.spot is None:
        return None
    if extent.is_part(c, d.spot):
        return "part"
    if extent.is_around(c, d.spot):
        return "area"
    features = attributes.relation_features(c, d.trigger, d.event, d.spot)
    return verdicts.best("relation", c, d, features)

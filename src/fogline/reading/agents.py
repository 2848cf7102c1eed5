"""Who the words of a sentence name outright as the one who did it, or who lost: "by B", "accused B
of", "taken from A", "Kyiv lost".
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.model import event_type
from fogline.reading import cues
from fogline.reading.actors import is_passive, lead
from fogline.reading.context import Context
from fogline.reading.heads import Candidate
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.owned_deeds import is_owned, owner
from fogline.reading.sides import SideMention
from fogline.reading.text import Sentence
from fogline.reading.triggers import Trigger

# Words between a deed, or a passive verb with its place, and the "by" that names who did it.
NEAR_AGENT, FAR_AGENT = 4, 8


def agent(c: Context, t: Trigger) -> str | None:
    """The side that the sentence names as who did it, whoever its clause is about; else none.

    That is "A repelled an attack by B", "taken from A by B" and "accused B of shelling X".
    """
    return _by(c, t) or _accused(c, t)


def of_the_deed(c: Context) -> str | None:
    """The side that a sentence names outright as the doer of its only deeds, of which harm comes:
    "повреждена в результате обстрела ВСУ"; none where they are several sides'.
    """
    harmful = (x for x in c.triggers if x.primary and event_type(x.primary).harmful)
    doers = {agent(c, x) for x in harmful if not event_type(x.primary).alleged} - {None}
    return doers.pop() if len(doers) == 1 else None


def _by(c: Context, t: Trigger) -> str | None:
    words = c.sentence.words
    inside = [s.label for s in c.sides if t.start < s.start < t.end]
    if inside:  # "робота ППО"
        return inside[0]
    if words[t.start].endswith(endings_of("short_participle_endings")):
        return _instrumental(c, t)
    if is_owned(c, t):
        return owner(c, t)
    deed = words[t.end - 1] in words_of("deeds")
    participle = words[t.start].endswith(endings_of("participle_endings"))
    be = any_of(words[max(0, t.start - NEAR_AGENT) : t.start], "be_words")
    passive = participle and (be or any_of(words[t.end : t.end + 1], "agent_words"))
    if not (deed or passive):
        return None
    reach = NEAR_AGENT if deed else FAR_AGENT
    near = (
        s
        for s in c.sides
        if t.end < s.start <= t.end + reach and lead(c, s) in words_of("agent_words")
    )
    for s in near:
        between = words[t.end : s.start]
        first = sum(w in words_of("agent_words") for w in between) == 1
        if first and not any_of(between, "clause_cuts"):
            return s.label
    return None


def _instrumental(c: Context, t: Trigger) -> str | None:
    """The side beside a passive of Ukrainian or Russian in the case of who does it, or with whose
    arms: "взят украинскими войсками", "уничтожен артиллерией ВСУ", "силами ЗСУ знищено".
    """
    words, ending = c.sentence.words, endings_of("instrumental_endings")
    for s in c.sides:
        behind = words[t.end : s.end] if t.end <= s.start <= t.end + 1 else []
        ahead = words[max(0, s.start - 1) : s.start] if s.end == t.start else []
        if any(w.endswith(ending) for w in (*behind, *ahead)):
            return s.label
    return None


def _accused(c: Context, t: Trigger) -> str | None:
    """The side between a verb of accusation and its "of" right before the event, or behind
    "blamed on".
    """
    words = c.sentence.words
    for s in c.sides:
        blame = [w for w in words[t.end : s.start] if w not in words_of("articles")][-2:]
        if any_of(blame[:1], "blaming") and any_of(blame[1:], "blamed_on"):
            return s.label
        between = words[s.end : t.start]
        blamed = _is_accused(words, s) and any_of(between, "accused_of")
        if blamed and len(between) <= FAR_AGENT and not any_of(between, "clause_cuts"):
            return s.label
    return None


def accused_before(c: Context, t: Trigger) -> str | None:
    """The side that a sentence accuses of deeds that a participle goes on with: "accused B of
    shelling a market, killing five".
    """
    words = c.sentence.words
    for s in c.sides:
        of = any_of(words[s.end : s.end + 1], "accused_of")
        if s.end < t.start and of and _is_accused(words, s):
            return s.label
    return None


def _is_accused(words: list[str], s: SideMention) -> bool:
    return any_of(words[max(0, s.start - 2) : s.start], "accusing")


def taken_from(c: Context, t: Trigger) -> str | None:
    """The side that something was taken or freed from: right behind the event, led by "from", or
    before what was taken ("three army outposts were seized").
    """
    words = c.sentence.words
    passive = is_passive(c, t) or words[t.start] in words_of("irregular_participles")
    for s in c.sides:
        between = words[t.end : s.start]
        if s.start >= t.end and len(between) <= NEAR_AGENT and lead(c, s) in words_of("from_words"):
            return s.label
        between = words[s.end : t.start]
        if passive and between and between[0] in words_of("held_things"):
            return s.label
    return None


def overcome(c: Context, t: Trigger, event: str) -> str | None:
    """The side that an event is done to by its construction, never its doer: the subject of a
    passive ("B was repelled", "an attack by B was beaten back"), or whom "besieged" goes before.
    """
    if event == "encircle":
        return next((s.label for s in c.sides if s.start == t.end), None)
    words, verb = c.sentence.words, t.start
    if event != "repel" or not _is_undergone(words, verb) or _by(c, t) is not None:
        return None
    cut = max((k for k in range(verb) if words[k] in words_of("clause_cuts")), default=-1)
    subjects = [
        s
        for s in c.sides
        if cut < s.start and s.end <= verb and lead(c, s) not in words_of("aimed")
    ]
    told = [s for s in subjects if lead(c, s) in words_of("agent_words")] or subjects
    return told[0].label if told else None


def _is_undergone(words: list[str], verb: int) -> bool:
    """Whether a verb is a passive: "was repelled", "were beaten back", "відбито"."""
    if words[verb].endswith(endings_of("short_participle_endings")):
        return True
    return any_of(words[max(0, verb - 3) : verb], "be_words")


def aimed_at(c: Context, t: Trigger) -> set[str]:
    """The sides that are only told to be what an aim is against: "an offensive against B to clear
    X", "to retake X, the capital of B".
    """
    if not cues.purpose(c, t.start).startswith("to|"):
        return set()
    taking = {s.label for s in c.sides if not _is_against(c, t, s)}
    return {s.label for s in c.sides} - taking


def _is_against(c: Context, t: Trigger, s: SideMention) -> bool:
    before = lead(c, s)
    if before in words_of("opposing"):
        return True
    behind = before in words_of("of_words") or before in words_of("from_words")
    return s.start >= t.end and (behind or any(s.start == o.end for o in c.sides))


def boasting(c: Context, t: Trigger) -> str | None:
    """The only side of a sentence where it says that something was destroyed, and not of its own:
    whoever lost it, that side did not. None elsewhere.
    """
    words = c.sentence.words
    labels = {s.label for s in c.sides}
    if len(labels) != 1 or words[t.start] not in words_of("destroying"):
        return None
    first = c.sides[0]
    between = words[first.end : t.start]
    said = any(is_cue("saying", w) for w in between) and first.end <= t.start
    rest = words[first.end :]
    owned = any_of(rest, "own") or any_of(rest, "reflexives")
    again = any(s.start >= t.start for s in c.sides)
    return first.label if said and not owned and not again else None


def fallen(c: Context, t: Trigger) -> str | None:
    """The side whose losses a verb counts, or inflicts: "killing eight B soldiers", "killed dozens
    of Bs", "inflicted heavy losses on B".
    """
    words = c.sentence.words
    behind = next((s for s in c.sides if s.start >= t.end), None)
    verbs = range(max(0, t.start - NEAR_AGENT), t.start)
    verb = next((k for k in verbs if words[k] in words_of("inflicting")), None)
    if verb is not None:
        between = next((s for s in c.sides if verb < s.start < t.start), None)
        if between is not None:
            return between.label
        aimed = any_of(words[t.end : t.end + 1], "suffered_by")
        if behind and (behind.start == t.end or (aimed and behind.start - t.end <= NEAR_AGENT)):
            return behind.label
    if words[t.start] not in words_of("casualty_verbs"):
        return None
    return behind.label if behind and counted_from(words, behind) <= t.end else None


def counted_from(words: list[str], s: SideMention) -> int:
    """The token from which on a side is counted: "at least 20 X fighters"; its own without one."""
    at = s.start
    while at and (words[at - 1].isdigit() or words[at - 1] in words_of("toll_words")):
        at -= 1
    return at


def killing(c: Context, t: Trigger) -> str | None:
    """The side right before a verb that tells whom it killed, or what it destroyed: "B forces
    killed 35 fighters", "B destroyed two depots".
    """
    words = c.sentence.words
    counted = words[t.end : t.end + 1]
    toll = any_of(counted, "toll_words") or any(w.isdecimal() for w in counted)
    harmed = toll or words[t.start] in words_of("destroying")
    before = [s for s in c.sides if s.end <= t.start]
    active = harmed and is_killing(c, t) and not is_passive(c, t)
    if not (active and before) or t.start - before[-1].end > NEAR_AGENT:
        return None
    between = words[before[-1].end : t.start]
    return None if any_of(between, "clause_cuts") else before[-1].label


def is_killing(c: Context, t: Trigger) -> bool:
    """Whether a verb tells what its subject did to others' men and arms: "destroying ten tanks",
    not "destroying their own bridges".
    """
    words = c.sentence.words
    verb = words[t.start] in words_of("casualty_verbs") or words[t.start] in words_of("destroying")
    return verb and not any_of(words[t.end : t.end + 1], "reflexives")


def is_leaving(c: Context, t: Trigger) -> bool:
    """Whether a passive is of who leaves, so that "by" names it: "abandoned by A"."""
    return c.sentence.words[t.start] in words_of("leaving_participles")


def given_to(c: Context, t: Trigger) -> str | None:
    """The side that a place was given up to: "surrendered to B", "X fell to B"."""
    words = c.sentence.words
    if words[t.start] not in words_of("yielding"):
        return None
    behind = (s for s in c.sides if t.end < s.start <= t.end + NEAR_AGENT)
    return next((s.label for s in behind if lead(c, s) in words_of("to_words")), None)


def threatened(c: Context, t: Trigger) -> str | None:
    """The side before a threat that a trigger names ("under threat of encirclement"), or none."""
    words = c.sentence.words
    near = range(max(0, t.start - 4), t.start)
    at = next((k for k in near if words[k] in words_of("threats")), None)
    if at is None or any_of(words[at : t.start], "clause_cuts"):
        return None
    before = [s for s in c.sides if s.end <= at]
    return before[-1].label if before and before[-1].kind != "country" else None


def capital_before(c: Context, t: Trigger) -> str | None:
    """The side whose capital stands right before a verb of losing, for its government."""
    if c.sentence.words[t.start] not in words_of("losing"):
        return None
    return next((s.label for s in c.sides if s.kind == "capital" and s.end == t.start), None)


def is_loser(sentence: Sentence, name: Candidate, sides: Sequence[SideMention]) -> bool:
    """Whether a capital stands for its government: "Kyiv lost two hundred soldiers"."""
    capital = any(s.kind == "capital" and s.start < name.end and name.start < s.end for s in sides)
    return capital and any_of(sentence.words[name.end : name.end + 1], "losing")

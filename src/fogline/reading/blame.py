"""Who did harm: a side that the words name as its doer, or nobody. To name the wrong one accuses
those who were hit.
"""

from __future__ import annotations

from fogline.model import event_type
from fogline.reading import actors
from fogline.reading.agents import counted_from
from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, endings_of, is_cue, words_of
from fogline.reading.sides import SideMention
from fogline.reading.triggers import Trigger
from fogline.reading.warfare import is_general

# The least chance of a side that the words before name, or that stands only behind or in another
# sentence. Below these more than half of them are wrong (cross-validated, docs/evaluation.md).
SURE_AHEAD, SURE_ELSEWHERE = 0.5, 0.7
# Words from a deed to the side that it aims at: "fired dozens of rockets at the X".
_TO_AIM = 8
# Words from a side to the noun of its own deed: "by X rocket and artillery fire".
_TO_DEED = 3
# Words from a side to the verb that says what was done to it: "an X army helicopter was hit".
_TO_VERB = 4
# Words from a preposition to its noun: "on the regional X", and from "under" to a deed: "under
# heavy fire".
_TO_NOUN = _TO_UNDER = 3
# Words from a side to the losses that it is among: "X fighters are said to be among the dead".
_TO_LOSS = 8
# Words from a deed to "by", and from there to the name of who did it.
_TO_BY, _TO_OTHERS = 3, 4
# Words from "about" to a deed: "про ракетний удар".
_TO_TOLD = 2
_AS_STATE = frozenset({"capital", "country"})


def blamed(
    c: Context, t: Trigger, chances: list[float], options: list[str], two_sided: bool
) -> str | None:
    """The side that did the harm ``t`` tells of, out of ``options`` with their chances; nobody
    where the text leaves it in doubt. Where only two fight, and in headlines and posts, a text need
    not name whom everybody knows.
    """
    free = _cleared(c, t)
    left = [0.0 if o in free else p for p, o in zip(chances, options, strict=True)]
    actor = actors.choose(left, options)
    here = [s for s in c.sides if s.label == actor]
    if actor is None or _is_someone_else(c, t) or _is_by_others(c, t) or _is_unknown(c):
        return None
    if not here and actors.choose(chances, options) in free:
        return None  # who is named is cleared, which makes nobody else the doer
    if is_unnamed(c, actor):
        return None
    sure = max(left) / (sum(left if here else chances) or 1.0)
    if two_sided or c.genre in actors.TERSE or any(s.start < t.end for s in here):
        return actor if sure >= SURE_AHEAD else None
    here = [s for s in here if not any_of(c.sentence.words[t.end : s.start], "clause_cuts")]
    goes_on = any_of(c.sentence.words[: t.start], "pronouns") and c.previous_side == actor
    named = here or goes_on or c.voice == actor
    return actor if named and sure >= SURE_ELSEWHERE else None


def only_places(c: Context) -> set[str]:
    """The labels that a sentence names only by a capital or country where a place stands ("moving
    towards Kyiv"), where it names another side besides.
    """
    placed = {s.label for s in c.sides if _stands_for_a_place(c, s)}
    acting = {s.label for s in c.sides if not _stands_for_a_place(c, s)}
    return placed - acting if acting else set()


def only_holders(c: Context) -> set[str]:
    """The labels that a sentence names only as who held the ground that it tells of: "the fall of
    the X stronghold", "the X-held town was captured".
    """
    holding = {s.label for s in c.sides if _holds(c, s)}
    return holding - {s.label for s in c.sides if not _holds(c, s)}


def _stands_for_a_place(c: Context, s: SideMention) -> bool:
    return s.kind in _AS_STATE and _is_place(c, s)


def is_innocent(c: Context, t: Trigger, label: str) -> bool:
    """Whether the sentence clears a side of what ``t`` tells, or names another as its doer."""
    return label in _cleared(c, t) or _is_someone_else(c, t)


def is_unnamed(c: Context, label: str) -> bool:
    """Whether only words that could be anybody's stand for a side: "militants" in a text that names
    none, by a publisher of neither side.
    """
    own = [s for s in c.sides if s.label == label]
    general = all(is_general(c.sentence, s) for s in own)
    return general and bool(own) and label not in c.named and c.voice is None


def _cleared(c: Context, t: Trigger) -> set[str]:
    """The labels that this sentence names, but never as one who may have done what ``t`` tells."""
    named = {s.label for s in c.sides}
    suspects = {s.label for s in c.sides if not _is_cleared(c, t, s)}
    return named - suspects


def _is_someone_else(c: Context, t: Trigger) -> bool:
    """Whether the nearest words before a deed name its doer without telling a side: "gunmen
    attacked X".
    """
    words = c.sentence.words
    taken = {k for s in c.sides for k in range(s.start - 1, s.end + _TO_DEED)}
    doers = [k for k in range(t.end) if k not in taken and _is_doer(words, k)]
    between_sides = (s for s in c.sides if actors.lead(c, s) not in words_of("place_in"))
    if not doers or any(doers[-1] < s.start < t.start for s in between_sides):
        return False
    between = [w for w in words[doers[-1] + 1 : t.start] if w not in words_of("and_words")]
    return not any_of(between, "clause_cuts")


def _is_by_others(c: Context, t: Trigger) -> bool:
    """Whether the "by" behind a deed names one who is no side: "slain by the X Army"."""
    words, tokens = c.sentence.words, c.sentence.tokens
    at = next(
        (k for k in range(t.end, t.end + _TO_BY) if any_of(words[k : k + 1], "agent_words")), 0
    )
    if not at or any_of(words[t.end : at], "clause_cuts"):
        return False
    doer = range(at + 1, min(len(words), at + 1 + _TO_OTHERS))
    if any(s.start in doer for s in c.sides):
        return False
    return any(tokens[k].is_name and words[k] not in words_of("weapon_names") for k in doer)


def _is_doer(words: list[str], k: int) -> bool:
    """Such as "gunmen", or "armed men"."""
    pair = " ".join(words[max(0, k - 1) : k + 1])
    return words[k] in words_of("unnamed_doers") or pair in words_of("unnamed_doers")


def _is_unknown(c: Context) -> bool:
    """Whether the sentence says that nobody knows: "it is not known which side fired"."""
    words = c.sentence.words
    return any(
        any_of(words[k - 1 : k], "knowing") and any_of(words[max(0, k - 4) : k], "not_words")
        for k in range(1, len(words))
        if words[k] in words_of("who_words")
    )


def _is_cleared(c: Context, t: Trigger, s: SideMention) -> bool:
    if _stands_for_a_place(c, s) or _reacts(c, t, s) or _is_holder(c, t, s):
        return True
    if actors.lead(c, s) in words_of("agent_words") or _has_deed(c, s):
        return False
    if _only_tells(c, t, s):
        return True
    if _is_victim(c.sentence.words, s):
        return True
    deeds = (x for x in c.triggers if x.primary and event_type(x.primary).harmful)
    return _holds(c, s) or _is_hit(c, t, s) or any(_is_aimed_at(c, x, s) for x in deeds)


def _is_place(c: Context, s: SideMention) -> bool:
    """Whether a capital or country stands where a place does: "in Damascus", "Bunia, DRC"."""
    words, prep = c.sentence.words, actors.lead(c, s)
    behind = words[s.end] if s.end < len(words) else ""
    if behind in words_of("possessives"):
        return False
    if prep in words_of("of_words") and any_of(words[max(0, s.start - 2) : s.start], "deeds"):
        return True  # "the shelling of X"
    return prep in words_of("beside_places") or (prep == "," and not behind[:1].isalnum())


def _holds(c: Context, s: SideMention) -> bool:
    """Whether a side is only told to hold what is hit: "X positions", "the X-held town"."""
    behind = c.sentence.words[s.end : s.end + 2]
    tied = behind[:1] == ["-"] and any_of(behind[1:], "holding_participles")
    return tied or any_of(behind[:1], "held_ground")


def _is_holder(c: Context, t: Trigger, s: SideMention) -> bool:
    """Whether a side is only told to hold what is hit: "shelled the town held by X", "the strike on
    a town held by X, killing two". What it does next is its own: "held by X battling for".
    """
    words = c.sentence.words
    at = s.start - (2 if any_of(words[max(0, s.start - 1) : s.start], "articles") else 1)
    held = at > 0 and words[at - 1] in words_of("holding_participles")
    if not held or words[at] not in words_of("agent_words") or t.start <= at - 1 < t.end:
        return False
    return s.start >= t.end or event_type(t.primary).alleged


def _has_deed(c: Context, s: SideMention) -> bool:
    """Whether a side's own deed follows its name: "X air strikes"."""
    words = c.sentence.words[s.start : s.end + _TO_DEED]
    at = next((k for k, w in enumerate(words) if w in words_of("deeds")), None)
    return at is not None and not any_of(words[:at], "place_before")


def _reacts(c: Context, t: Trigger, s: SideMention) -> bool:
    """Whether a side is told to speak of what was done, to find it or to mourn it."""
    if (
        s.start == 0
        and s.kind == "name"
        and any_of(c.sentence.words[s.end : s.end + 1], "speaking_of")
    ):
        return True
    words = c.sentence.words[s.end : min(t.start, s.end + _TO_VERB)]
    at = next((k for k, w in enumerate(words) if w in words_of("reacting")), None)
    return at is not None and not any_of(words[:at], "clause_cuts")


def _only_tells(c: Context, t: Trigger, s: SideMention) -> bool:
    """Whether a side only tells of a deed, which it does not call its own: "B reported a strike on
    X", but neither "B claimed the strike" nor "B said that its strike".
    """
    words = c.sentence.words
    between = words[s.end : t.start]
    told = next((k for k, w in enumerate(between[:_TO_VERB]) if is_cue("saying", w)), None)
    if told is None or any(between[told] in words_of(key) for key in ("claiming", "going_on")):
        return False
    if told and between[told - 1] in words_of("before_adjectives"):
        return False  # "made no confirmed attacks"
    said = words[s.end + told + 1 :]
    owned = any(any_of(said, key) for key in ("own", "reflexives", "pronouns"))
    deed = words[t.start : t.end + 1]
    # Not "Россия заявила, что нанесла удар".
    dealt = any_of(between[told:], "dealing")
    noun = any_of(deed, "deeds") or (any_of(deed, "owned_deeds") and not dealt)
    about = any_of(words[max(0, t.start - _TO_TOLD) : t.start], "about_words")
    return (noun or about) and not owned


def _is_hit(c: Context, t: Trigger, s: SideMention) -> bool:
    """Whether the verb behind a side, or a deed that it is under, is done to it."""
    words = c.sentence.words
    if s.end > t.start:
        return False
    if any_of(words[max(s.end, t.start - _TO_UNDER) : t.start], "under_words"):
        return True
    verbs = range(s.end, min(s.end + _TO_VERB, t.start))
    at = next((k + 1 for k in verbs if words[k] in words_of("be_words")), None)
    if at is None or any_of(words[at + 1 : at + 2], "to_words"):
        return False  # "were said to have shelled"
    seen = words[at + 1 : at + 2] and words[at + 1].endswith(endings_of("gerund_endings"))
    done = words[at].endswith(endings_of("participle_endings"))
    return (done or words[at] in words_of("irregular_participles")) and not seen


def _is_victim(words: list[str], s: SideMention) -> bool:
    """Whether a side is counted among those who were hit: "killed at least 20 X fighters", "X
    fighters are among the dead", "left two X soldiers dead".
    """
    at = counted_from(words, s)
    if any_of(words[max(0, at - 1) : at], "casualty_verbs"):
        return True
    behind = words[s.end : s.end + _TO_LOSS]
    fallen = next((k for k, w in enumerate(behind) if w in words_of("casualties")), None)
    if fallen is None or any_of(behind[:fallen], "clause_cuts"):
        return False
    if any_of(behind[:fallen], "among_words"):
        return True
    # "X fighters killed in Y", but not "X fighters killed ten people".
    ends = all(w in words_of("after_the_fallen") for w in behind[fallen + 1 : fallen + 2])
    return fallen < _TO_DEED and ends


def _is_aimed_at(c: Context, t: Trigger, s: SideMention) -> bool:
    """Whether a deed is told to be on, at or against a side."""
    if s.start < t.end or s.start - t.end > _TO_AIM:
        return False
    between = c.sentence.words[t.end : s.start]
    led = [
        w
        for w in between[-_TO_NOUN:]
        if any(w in words_of(key) for key in ("place_before", "agent_words", "aimed"))
    ]
    aimed = any_of(led[-1:], "aimed") and not any_of(between, "clause_cuts")
    return aimed and not any_of(between, "blaming")

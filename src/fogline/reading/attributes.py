"""Features for certainty, status, polarity, relation and the kind of speaker of a claim."""

from __future__ import annotations

from fogline.reading import cues, speakers
from fogline.reading.attributions import Attribution
from fogline.reading.context import Context, Spot, word_at
from fogline.reading.cues import CueWord
from fogline.reading.lexicon import any_of, words_of
from fogline.reading.text import HYPHENS
from fogline.reading.triggers import Trigger


def scope_features(
    c: Context, t: Trigger, event: str, found: list[CueWord], said: list[Attribution]
) -> list[str]:
    """Features shared by certainty, status, polarity and kind of speaker."""
    words = c.sentence.words
    lead = cues.purpose(c, t.start)
    before = words[t.start - 1] if t.start else "<s>"
    out = [
        "bias", f"event={event}", f"k={t.key}", f"w={words[t.start]}", f"lead={lead}",
        f"lead={lead.split('|')[0]}|{event}", f"b={before}", f"suffix={words[t.start][-3:]}",
        f"suffix={words[t.start][-3:]}|b={before}", f"heading={c.sentence.heading}",
        f"heading={c.sentence.heading}|suffix={words[t.start][-3:]}", f"first={words[0]}",
        f"event={event}|k={t.key}", f"question={words[-1] == '?'}",
        f"quoted={is_quoted(words, t.start)}",
    ]  # fmt: skip
    verb = lead.partition("|")[2]
    if lead.startswith("to|"):
        out += [
            f"purpose={verb not in words_of('aspectual')}",
            f"purpose={verb not in words_of('aspectual')}|{event}",
        ]
    if words[0] in words_of("condition_openers"):
        out.append(f"ifmain={',' in words[: t.start]}")
        out.append(f"ifmain={',' in words[: t.start]}|{event}")
    out += cues.features(c, found, t.start, t.end, t.key)
    out += speakers.features(c, said, t.start, t.end)
    out.extend(f"near={w}" for w in set(words[max(0, t.start - 4) : t.start]))
    out.extend(f"nearafter={w}" for w in set(words[t.end : t.end + 3]))
    return out


def is_conditional(c: Context, t: Trigger) -> bool:
    """Whether an "if" governs a trigger: one that opens the sentence governs its clause and the
    main clause behind it, up to "but", "while" or a semicolon; one inside governs the words behind
    it, up to a mark.
    """
    words = c.sentence.words
    start = next(
        (k for k in range(2) if words[k : k + 1] and words[k] in words_of("conditions")), None
    )
    if start is not None and words[-1] != "?":
        return not any_of(words[start : t.start], "condition_ends")
    back = words[max(0, t.start - 12) : t.start]
    at = max(
        (
            k
            for k, w in enumerate(back)
            if w in words_of("conditions")
            and (k == 0 or back[k - 1] not in words_of("condition_guards"))
        ),
        default=None,
    )
    return at is not None and not any(
        w in words_of("condition_ends") or w == "," for w in back[at:]
    )


def relation_features(c: Context, t: Trigger, event: str, p: Spot) -> list[str]:
    """Features of how an event stands to a place: in, near, toward, from, part, area."""
    w = c.shapes
    words = c.sentence.words
    if p.carried:
        near = words[max(0, p.start - 4) : p.start + 4] if p.start >= 0 else []
        return ["carried", f"carried|{event}", *(f"carried|{x}" for x in set(near))]
    own1, own2 = word_at(w, p.start - 1), word_at(w, p.start - 2)
    prep, prep2, prep3 = word_at(w, p.head - 1), word_at(w, p.head - 2), word_at(w, p.head - 3)
    after, after2 = word_at(w, p.end), word_at(w, p.end + 1)
    order = "a" if p.head >= t.end else "b"
    out = [
        "bias", f"prep={prep}", f"prep={prep2} {prep}", f"prep={prep3} {prep2} {prep}",
        f"prep={prep}|{event}", f"prep={prep}|k={t.key}", f"own={own1}", f"own={own2} {own1}",
        f"after={after}", f"after={after} {after2}", f"order={order}|{event}", f"event={event}",
        f"k={t.key}|{order}", f"kind={p.kind}", f"kind={p.kind}|{event}",
        f"bracketed={p.bracketed}", f"own={own1}|{event}", f"after={after}|{event}",
    ]  # fmt: skip
    window = words[max(0, p.head - 6) : p.head]
    out.extend(f"dir={x}|{prep}" for x in set(window) if x in words_of("direction_words"))
    out.extend(f"win={x}" for x in set(window))
    out.extend(f"tail={x}" for x in set(words[p.end : p.end + 3]))
    if order == "a":
        out.append(f"btw={' '.join(w[t.end : p.head][-3:])}")
        out.extend(f"in={x}" for x in set(w[t.end : p.head][:8]))
    if own1 in HYPHENS or after in HYPHENS:
        out.append("hyphen")
    return out


def is_quoted(words: list[str], start: int) -> bool:
    """Whether a token stands between quotation marks."""
    return sum(w in {'"', "“", "”", "«", "»"} for w in words[:start]) % 2 == 1

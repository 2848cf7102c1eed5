"""Signs of whether a text reports the war of its day, or is a portrait, an opinion, history or a
story about something else that only uses the words of war.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fogline.reading.context import Context
from fogline.reading.lexicon import any_of, is_cue, words_of
from fogline.reading.sides import ATTRIBUTIVE
from fogline.reading.triggers import Trigger
from fogline.reading.warfare import GENERATION

Signs = dict[str, float]
# Kinds of words for a side that mean its forces, not its country or capital.
_FORCES = frozenset({"name", "adjective", "deictic", ATTRIBUTIVE})
# Word lists of which a sentence has a word or none.
_LISTS = (
    "weekdays", "past_perfect", "supposing", "asking_marks", "civil_subjects", "fictions",
    "since_words", "speaking_persons", "told_persons",
)  # fmt: skip
_LONG = 30  # words of a long sentence: lengths are told in such


def of_text(sentences: Sequence[Context]) -> Signs:
    """Shares of a text's sentences, each 0 to 1, by sign."""
    sums: Counter[str] = Counter()
    for c in sentences:
        sums.update(_of_sentence(c))
        sums["event"] += bool(c.triggers)
        sums["other"] += not c.about_war
    shares = {f"text {name}": n / len(sentences) for name, n in sums.items()}
    shares["text dated now"] = float(any(str(c.year) in c.sentence.words for c in sentences))
    return shares


def of_claim(text: Mapping[str, float], c: Context, t: Trigger) -> Signs:
    """Signs of a claim: those of its text, of its sentence and of the words that say its event."""
    own = {f"sentence {name}": n for name, n in _of_sentence(c).items()}
    before = c.sentence.words[max(0, t.start - 1) : t.start]
    own["sentence first"] = float(c.sentence.index == 0)
    own["sentence length"] = len(c.sentence.words) / _LONG
    own["noun"] = float(any_of(before, "articles") or any_of(before, "of_words"))
    return {**text, **own}


def _of_sentence(c: Context) -> Signs:
    words = set(c.sentence.words)
    years = [int(w) for w in words if len(w) == 4 and w.isdecimal() and "1000" <= w < "2100"]
    named = [s for s in c.spots if not s.carried]
    signs = {name: float(not words_of(name).isdisjoint(words)) for name in _LISTS}
    signs["side"] = float(bool(c.sides))
    signs["forces"] = float(any(s.kind in _FORCES for s in c.sides))
    signs["place"] = float(bool(named))
    signs["abroad"] = float(any(s.abroad for s in named))
    signs["warfare"] = float(any(is_cue("warfare", w) for w in words))
    signs["saying"] = float(not words_of("saying").isdisjoint(words))
    signs["quoted"] = float(not words_of("quotation_marks").isdisjoint(words))
    signs["past year"] = float(any(y < c.year for y in years))
    signs["old year"] = float(any(y < c.year - GENERATION for y in years))
    return signs

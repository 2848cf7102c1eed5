"""Rules of spelling: how one name comes to be written in many ways.

Two keys are made of a name. ``phonetic`` writes it in one Latin form whatever the script and the
romanisation (Ukrainian official of 2010, BGN/PCGN, Russian GOST and the habits of the press), so
that only vowels and endings differ between languages. ``skeleton`` then replaces each run of vowels
by ``*``, since that is where Ukrainian and Russian forms differ: -ivka/-ovka, -e/-oye, -yi/-iy,
e/i, a/o. Names that share a skeleton are candidates; ``likeness`` of their phonetic forms ranks
them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

# Each Cyrillic letter and its Latin ones, in the same order; _ is a sign without a sound.
_LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяўљњћђџ"
_SOUNDS = (
    "a b v h g d e ye yo zh z y i yi y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya "
    "v l n c d dz"
)
_CYRILLIC = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))
_APOSTROPHES = re.compile("['’‘ʼʹ`´_ʻʿʾ\u0301\u0300]")
# Letters that romanisations use for one sound, longest first.
_ROMANISED = "shch>Q sch>Q sh>S tch>C ch>C zh>Z j>Z kh>h ts>c tz>c x>ks ck>k ph>f g>h w>v q>k"
_DIGRAPHS = tuple(pair.split(">") for pair in _ROMANISED.split())
# Names whose keys are remembered: those of one theatre's gazetteer come again and again.
_NAMES = 65_536
_DOUBLE = re.compile(r"([^aeiouy])\1+")
_VOWEL_RUN = re.compile(r"[aeiouy]+")
_ARTICLE = re.compile(r"^(?:al|el|ad|ed|an|en|ar|er|as|es|at|et|az|ez|ash|esh)[\s-]+(?=\w{3})")
# Ukrainian puts a v before an old o or u that Russian leaves bare: Vuhledar/Ugledar,
# Vilkhivka/Olkhovka.
_PROTHESIS = re.compile(r"^v[uioy](?=[^aeiouy])")


def latin(name: str) -> str:
    """The name in lower-case Latin letters without accents, apostrophes and soft signs.

    Scripts other than Cyrillic stay.
    """
    out = "".join(_CYRILLIC.get(c, c) for c in unicodedata.normalize("NFC", name).casefold())
    out = unicodedata.normalize("NFKD", out)
    out = "".join(c for c in out if not unicodedata.combining(c))
    return " ".join(re.split(r"[\s\-–—.]+", _APOSTROPHES.sub("", out))).strip()


@lru_cache(maxsize=_NAMES)
def phonetic(name: str) -> str:
    """One Latin form for all romanisations, without spaces.

    Гуляйполе, Huliaipole and Gulyaypole become much the same.
    """
    out = _ARTICLE.sub("", latin(name)).replace(" ", "")
    for letters, letter in _DIGRAPHS:
        out = out.replace(letters, letter)
    return _DOUBLE.sub(r"\1", out)


@lru_cache(maxsize=_NAMES)
def skeleton(name: str) -> str:
    """The consonants, with ``*`` for each run of vowels.

    Kleshcheevka and Klishchiivka are both ``kl*Q*vk*``.
    """
    return _VOWEL_RUN.sub("*", _PROTHESIS.sub("o", phonetic(name)))


def rules() -> dict[str, object]:
    """The rules as data: the letters of scripts with their Latin ones, what romanisations write
    for one sound, and patterns. Programs in other languages compare names by them.
    """
    return {
        "letters": _CYRILLIC,
        "apostrophes": _APOSTROPHES.pattern,
        "digraphs": _DIGRAPHS,
        "double": _DOUBLE.pattern,
        "vowels": _VOWEL_RUN.pattern,
        "article": _ARTICLE.pattern,
        "prothesis": _PROTHESIS.pattern,
    }


# The likeness of names that differ only where languages regularly do: just below the same name.
_REGULAR = 0.97


def likeness(first: str, second: str) -> float:
    """How alike two names sound, 0 to 1; vowels that languages swap count less than others."""
    a, b = phonetic(first), phonetic(second)
    if a == b:
        return 1.0
    soft_a, soft_b = _soften(a), _soften(b)
    if soft_a == soft_b:
        return _REGULAR
    return 0.5 * Levenshtein.normalized_similarity(a, b) + 0.5 * Levenshtein.normalized_similarity(
        soft_a, soft_b
    )


def _soften(sound: str) -> str:
    """Fold the swaps between Ukrainian and Russian forms, where they are regular."""
    out = re.sub(r"[iy]v(k|$|sk|c)", r"ov\1", sound)
    out = re.sub(r"[iye]v(k|sk|c)", r"ov\1", out)
    out = re.sub(r"(oye|oe|yye|iye|ye)$", "e", out)
    out = re.sub(r"(yy|iy|yi|ii|oy|y|i)$", "i", out)
    out = re.sub(r"y(?=[aeou])", "i", out)
    return re.sub(r"[iy]+", "i", _PROTHESIS.sub("u", out))


# Endings of Ukrainian and Russian cases, longest first, cut before a Cyrillic name is looked up by
# its stem.
_ENDINGS = (
    "ського ському ого ому ою ею єю ами ями ах ях ом ем єм ям ам ій ої ой ым им ых их ую ев ів"
)
_CASES = tuple(_ENDINGS.split())
# Those of an adjective before the name's last word.
_LEADING = re.compile(r"(?<=\w\w)(?:ого|ому|ою|ої|ой|ій|им|ым|ом|ую)(?=[\s-])")


def stems(name: str) -> tuple[str, ...]:
    """Skeletons without their ending under which an inflected Cyrillic name may stand in the index.

    Новодарівці gives the stem of Новодарівка too (к becomes ц before -і), Нікополем that of
    Нікополь, and Кривого Рогу that of Кривий Ріг.
    """
    word = _LEADING.sub("и", name.casefold())
    found = [skeleton(n).rstrip("*") for n in dict.fromkeys((name, word))]
    for ending in _CASES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            found.append(skeleton(word[: -len(ending)]).rstrip("*"))
            break
    for base in list(found):
        if base.endswith("c"):
            found.append(base[:-1] + "k")
        if base.endswith("z"):
            found.append(base[:-1] + "h")
        # A fleeting vowel comes back in the nominative: Донця, Донець; Оскола, Оскол.
        if len(base) > 3 and base[-1] in "ck" and base[-2] != "*":
            found.append(base[:-1] + "*" + base[-1])
    return tuple(dict.fromkeys(f for f in found if len(f) > 1))


def is_cyrillic(name: str) -> bool:
    """Whether the name has a Cyrillic letter."""
    return any("\u0400" <= c <= "\u04ff" for c in name)

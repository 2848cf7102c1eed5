"""Fingerprints of texts: which share whole or part of their words.

Whole texts: bands of MinHash over word triples (A. Broder 1997; P. Indyk, R. Motwani 1998).
Passages: winnowed word n-grams (S. Schleimer, D. Wilkerson, A. Aiken 2003), which find every shared
run of ``RUN + WINDOW - 1`` words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import rensa

RUN, WINDOW = 8, 8
BANDS, ROWS, SEED = 16, 8, 42
# A shared run of fewer words is a phrase of the trade, not a passage.
PASSAGE = 16
# Share of word triples in common from which two texts are one; news agencies' reprints lie above
# it, rewritten reports below.
NEAR = 0.8
METHOD = (
    f"minhash-rensa-{rensa.RMinHash.ALGORITHM_VERSION}-{BANDS}x{ROWS}-{SEED}; winnow-{RUN}-{WINDOW}"
)
_WORD = re.compile(r"\w+")
Gram = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, folded, with where each starts and ends."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that two texts share: characters of the one and of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def words_of(text: str) -> Words:
    """Split a text into folded words."""
    found = list(_WORD.finditer(text))
    return Words(
        tuple(m.group().casefold() for m in found),
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
    )


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


def grams(words: Words) -> list[Gram]:
    """The index entries of a text: ``("b", band, n)`` for the n-th band of its MinHash, ``("g",
    value, word)`` for a winnowed n-gram.
    """
    if not words.words:
        return []
    return _bands(words) + _winnowed(words)


def _bands(words: Words) -> list[Gram]:
    minhash = rensa.RMinHash(BANDS * ROWS, SEED)
    minhash.update(sorted(triples(words)))
    raw = np.array(minhash.digest(), dtype=np.uint64).tobytes()
    size = len(raw) // BANDS
    bands = (bytes([n]) + raw[n * size : (n + 1) * size] for n in range(BANDS))
    return [
        ("b", _signed(hashlib.blake2b(band, digest_size=8).digest()), n)
        for n, band in enumerate(bands)
    ]


def _signed(raw: bytes) -> int:
    return int.from_bytes(raw, "big", signed=True)


def triples(words: Words) -> set[str]:
    """The word triples of a text; of a text of one or two words, the words."""
    w = words.words
    return {" ".join(w[i : i + 3]) for i in range(max(1, len(w) - 2))}


def _winnowed(words: Words) -> list[Gram]:
    count = len(words.words) - RUN + 1
    if count < 1:
        return []
    numbers = np.array([_number(w) for w in words.words], dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for k in range(RUN):
        hashes = hashes * np.uint64(6364136223846793005) + numbers[k : k + count]
    hashes ^= hashes >> np.uint64(29)
    size = min(WINDOW, count)
    first = np.arange(count - size + 1)
    # The last of equal values, as the paper has it: found from the right.
    back = np.arange(size - 1, -1, -1)
    at = first + back[np.argmin(hashes[first[:, None] + back], axis=1)]
    chosen = at[np.flatnonzero(np.append(True, at[1:] != at[:-1]))]  # windows only move on
    values = hashes[chosen].view(np.int64).tolist()
    return [("g", v, i) for v, i in zip(values, chosen.tolist(), strict=True)]


def digest(rows: Iterable[tuple[str, int, int, int | None]]) -> str:
    """One hash for the index entries of a document: kind, value, word, day."""
    return hashlib.sha256(
        "\n".join(sorted(" ".join(map(str, row)) for row in rows)).encode()
    ).hexdigest()


def likeness(a: Words, b: Words) -> float:
    """Share of word triples that two texts have in common (Jaccard), 0 to 1."""
    one, two = triples(a), triples(b)
    return len(one & two) / len(one | two)


def passages(a: Words, b: Words, seeds: Iterable[tuple[int, int]]) -> list[Passage]:
    """The shared runs around ``seeds`` (a word of ``a``, a word of ``b``), as long as they go,
    without those shorter than ``PASSAGE``.
    """
    found: list[tuple[int, int, int]] = []
    for i, j in sorted(seeds):
        if a.words[i : i + RUN] != b.words[j : j + RUN] or any(
            s <= i < s + n and i - s == j - t for s, t, n in found[-4:]
        ):
            continue
        before = 0
        while i > before and j > before and a.words[i - before - 1] == b.words[j - before - 1]:
            before += 1
        after = RUN
        while (
            i + after < len(a.words)
            and j + after < len(b.words)
            and a.words[i + after] == b.words[j + after]
        ):
            after += 1
        if before + after >= PASSAGE:
            found.append((i - before, j - before, before + after))
    unique = sorted(set(found))
    return [
        Passage(a.starts[i], a.ends[i + n - 1], b.starts[j], b.ends[j + n - 1])
        for i, j, n in unique
    ]

"""Searching the sentences of claims: words in any script, phrases, and words that must not be."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# A phrase in straight or typographic quotes, or a word; "-" before it for one that must not be.
_PART = re.compile(r'(-?)(?:["“„«]([^"”“»]+)["”“»]|(\S+))')


def matches(sentences: pa.ChunkedArray, words: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which sentences have all words and phrases, whatever their case; a word also as a part of a
    longer one.
    """
    out = np.ones(len(sentences), dtype=np.bool_)
    for part in _PART.finditer(words):
        minus, phrase, word = part.groups()
        if phrase:
            # A line may break within a phrase.
            pattern = r"\s+".join(map(re.escape, phrase.split()))
            found = pc.match_substring_regex(sentences, pattern, ignore_case=True)
        else:
            found = pc.match_substring(sentences, word, ignore_case=True)
        has = np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=np.bool_)
        out &= ~has if minus else has
    return out

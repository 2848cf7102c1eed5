"""Word pieces: how the network spells words."""

from __future__ import annotations

from functools import lru_cache

from tokenizers import Tokenizer

from fogline.reading.errors import ModelError

_LONGEST = 6  # pieces of one word; what follows in longer ones adds nothing
_REMEMBERED = 50_000  # words whose pieces are kept: more than half a year of daily reports has


class Pieces:
    """The pieces of words, remembered from word to word. ``spec`` is the JSON of a tokenizer.

    ``of`` gives the pieces of one word, at least one.
    """

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self._tokenizer = Tokenizer.from_str(spec)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.start, self.end, self.padding, self._unknown = map(
            self._number, ("[CLS]", "[SEP]", "[PAD]", "[UNK]")
        )
        self.of = lru_cache(maxsize=_REMEMBERED)(self._of)

    def _number(self, piece: str) -> int:
        found: int | None = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ModelError(f"the tokenizer lacks {piece}: it is not BERT's")
        return found

    def _of(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one."""
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_LONGEST]
        return tuple(ids) or (self._unknown,)

    def of_all(self, words: list[str]) -> list[int]:
        """The pieces of several words."""
        return [p for w in words for p in self.of(w)]

"""Word pieces: how the network spells words."""

from __future__ import annotations

from tokenizers import Tokenizer

from fogline.reading.errors import ModelError

_LONGEST = 6  # pieces of one word; what follows in longer ones adds nothing


class Pieces:
    """The pieces of words, remembered from word to word. ``spec`` is the JSON of a tokenizer."""

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self._tokenizer = Tokenizer.from_str(spec)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.start, self.end, self.padding, self._unknown = map(
            self._number, ("[CLS]", "[SEP]", "[PAD]", "[UNK]")
        )
        self._seen: dict[str, tuple[int, ...]] = {}

    def _number(self, piece: str) -> int:
        found: int | None = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ModelError(f"the tokenizer lacks {piece}: it is not BERT's")
        return found

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one."""
        found = self._seen.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_LONGEST]
            found = self._seen[word] = tuple(ids) or (self._unknown,)
        return found

    def of_all(self, words: list[str]) -> list[int]:
        """The pieces of several words."""
        return [p for w in words for p in self.of(w)]

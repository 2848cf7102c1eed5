"""How likely a claim is of the war of its text's day, by a small model over signs of the text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from fogline.reading import day_signs
from fogline.reading.context import Context
from fogline.reading.triggers import Trigger
from fogline.whole_file import write_whole

# Sentences of a text that has room to show what it is.
ROOM = 3
# Languages whose word lists the signs were learned with; "" is a text whose language nobody told.
LEARNED = frozenset({"", "en"})
PACKAGED = "of_the_day.json"


@dataclass(frozen=True)
class DayModel:
    """Logistic weights by sign. A chance of ``usual`` or more, as nearly all claims of reports
    have, casts no doubt.
    """

    weights: Mapping[str, float]
    usual: float
    record: Mapping[str, Any]
    digest: str = ""

    def chance(self, signs: Mapping[str, float]) -> float:
        """The chance that a claim with these signs is of the day's war."""
        x = self.weights["bias"] + sum(self.weights.get(n, 0.0) * v for n, v in signs.items())
        return 1 / (1 + math.exp(-x))

    def share(self, signs: Mapping[str, float]) -> float:
        """What is left of a claim's score, from 0 to 1."""
        return min(1.0, self.chance(signs) / self.usual)

    def save(self, path: Path) -> None:
        """Write the model. A crash leaves the old file whole."""
        kept = {"record": self.record, "usual": self.usual, "weights": self.weights}
        text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True)
        write_whole(path, f"{text}\n".encode())


@lru_cache(maxsize=1)
def packaged() -> DayModel:
    """The model that the package ships."""
    text = (resources.files("fogline.reading") / "data" / PACKAGED).read_text(encoding="utf-8")
    kept = json.loads(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return DayModel(kept["weights"], kept["usual"], kept["record"], digest)


class OfTheDay:
    """The shares of one document's claims."""

    def __init__(self, model: DayModel, sentences: Sequence[Context], language: str) -> None:
        told = len(sentences) >= ROOM and language in LEARNED
        self._model = model if told else None
        self._text = day_signs.of_text(sentences) if told else {}

    def share(self, c: Context, t: Trigger) -> float:
        """What is left of a claim's score: 1 where nothing speaks against its being of the day's
        war, or where the text is too short to tell.
        """
        if self._model is None:
            return 1.0
        return self._model.share(day_signs.of_claim(self._text, c, t))

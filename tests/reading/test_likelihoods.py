"""What may come is no fact: threats, likelihoods, possible launches."""

from __future__ import annotations

from datetime import date

import pytest

from fogline import read
from fogline.model import Document


@pytest.mark.parametrize(
    "text",
    [
        "There is a threat of a missile strike on Odesa.",
        "⚠️ Імовірність запуску ракет із акваторії Чорного моря.",
        "⚠️ Вероятность запуска ракет из акватории Черного моря.",
        "Вероятны удары по Одесской области.",
        "Можливі ракетні удари по Миколаєву.",
    ],
)
def test_a_likelihood_is_a_possible_future(text: str) -> None:
    claims = read(Document(text, "x", "channel", date(2022, 9, 20))).claims
    told = [c for c in claims if c.event in {"strike", "shell", "attack"}]
    assert told
    assert {(c.status, c.certainty) for c in told} == {("future", "possible")}
    assert all({"status", "certainty"} <= {q.role for q in c.cues} for c in told)


def test_what_was_likely_may_have_been() -> None:
    text = "У Донецьку вибухнув склад боєприпасів внаслідок ймовірного ракетного удару."
    claims = read(Document(text, "x", "channel", date(2022, 9, 20))).claims
    assert claims
    assert {c.status for c in claims} == {"actual"}

"""Columns of claims as numbers: what follows from several, how they sort, and the bands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from war import Claims

from fogline.theatre import load
from fogline.web.claim_columns import BANDS, ClaimColumns


def _columns(*rows: dict[str, Any]) -> ClaimColumns:
    claims = Claims([])
    for k, given in enumerate(rows):
        claims.add("p1", k, "capture", given.pop("actor", "RU"), **given)
    return ClaimColumns(claims.view(), load("ukraine"))


def _words(columns: ClaimColumns, name: str) -> list[str]:
    coded = columns.coded(name)
    return [coded.values[c] for c in coded.codes]


def test_standing_is_what_happened_was_denied_or_is_expected() -> None:
    columns = _columns(
        {}, {"polarity": "negative", "status": "future"}, {"status": "future"},
        {"status": "conditional"},
    )  # fmt: skip
    assert _words(columns, "standing") == ["happened", "denied", "expected", "conditional"]


def test_whose_word_it_is_follows_from_the_speaker() -> None:
    columns = _columns(
        {"source": "Russian Ministry of Defense"},
        {"speaker": "Ukrainian General Staff", "target": "UA"},
        {"speaker": "unattributed"},
        {"source": "A paper of nobody"},
    )
    assert _words(columns, "voice") == ["RU", "UA", "unattributed", "independent"]
    assert _words(columns, "word") == ["own", "rival", "independent", "independent"]
    assert _words(columns, "speaker")[0] == "Russian Ministry of Defense"


@pytest.mark.parametrize(
    ("score", "band"), [(1.0, "0.9"), (0.9, "0.9"), (0.896, "0.9"), (0.6, "0.6"), (0.02, "0")]
)
def test_a_score_has_the_band_that_its_two_digits_say(score: float, band: str) -> None:
    assert _words(_columns({"score": score}), "band") == [band]
    assert band in BANDS


def test_order_is_stable_and_has_the_missing_last() -> None:
    columns = _columns(
        {"name": "B"}, {"name": None}, {"name": "a"}, {"name": "B"}, {"certainty": "possible"}
    )
    every = np.arange(4)
    assert columns.order(every, "place").tolist() == [2, 0, 3, 1]
    assert columns.order(every, "-place").tolist() == [0, 3, 2, 1]
    assert columns.order(np.arange(5), "-tone").tolist() == [4, 0, 1, 2, 3]
    assert columns.order(every, "-day").tolist() == [3, 2, 1, 0]


def test_no_claims_have_no_order() -> None:
    columns = _columns()
    assert columns.order(np.arange(0), "day").tolist() == []
    assert _words(columns, "word") == []

"""Cohen's kappa of two coders."""

from __future__ import annotations

import pytest

from fogline.ledger import Judgement
from fogline.ledger.agreement import kappa, pair_agreements


def test_kappa_of_a_worked_table() -> None:
    # 20 and 15 alike, 5 and 10 not: observed .7, by chance .5.
    table = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert kappa([pair for pair, n in table.items() for _ in range(n)]) == pytest.approx(0.4)
    assert kappa([("y", "y")] * 3) is None
    assert kappa([("y", "n"), ("n", "y")]) == -1


def test_each_two_coders_of_the_same_claims() -> None:
    said = {"1": ("accept", "reject"), "2": ("correct", "accept"), "3": ("reject", "reject")}
    made = [
        Judgement(claim, who, verdict, "event" if verdict == "correct" else "")
        for claim, verdicts in said.items()
        for who, verdict in zip(("ann", "bob"), verdicts, strict=True)
    ]
    (found,) = pair_agreements([*made, Judgement("4", "cid", "accept")])
    assert (found.one, found.two, found.claims, found.same) == ("ann", "bob", 3, 2)
    assert found.kappa == pytest.approx(0.4)

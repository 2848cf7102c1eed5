"""How far coders agree: Krippendorff's alpha for nominal data (K. Krippendorff, Content Analysis,
2004, ch. 11), and Cohen's kappa of two coders (J. Cohen, Educational and Psychological Measurement
20, 1960).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyarrow as pa

from fogline.ledger.judgements import FIELDS, Judgement, place_id


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one field: ``alpha`` (none where all values are the same, or nothing was judged
    twice), claims and values behind it.
    """

    field: str
    alpha: float | None
    claims: int
    values: int


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two coders on the verdict: ``same`` of the ``claims`` that both judged, and
    Cohen's ``kappa`` (none where both said one thing only).
    """

    one: str
    two: str
    claims: int
    same: int
    kappa: float | None


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha of units, each the values that its coders gave; units with fewer than
    two values say nothing.

    1 is perfect agreement, 0 what chance gives. None where it is undefined: no pairs, or one value
    only.
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        for a, n in counts.items():
            for b, m in counts.items():
                weights[a, b] = weights.get((a, b), 0.0) + n * (m - (a == b)) / (len(unit) - 1)
    total = sum(weights.values())
    margin: dict[Hashable, float] = {}
    for (a, _), w in weights.items():
        margin[a] = margin.get(a, 0.0) + w
    expected = (total * total - sum(n * n for n in margin.values())) if total else 0.0
    if not expected:
        return None
    observed = sum(w for (a, b), w in weights.items() if a != b)
    return 1 - (total - 1) * observed / expected


def agreements(judgements: Sequence[Judgement], read: pa.Table) -> list[Agreement]:
    """Agreement on the verdict (accepted, with or without corrections, or rejected) and on each
    field of claims that coders let stand.

    ``read`` is the view of all claims before any correction. A coder's last word on a claim counts.
    """
    as_read = {
        row["id"]: {n: None if row[n] is None else str(row[n]) for n in FIELDS}
        for row in read.select(["id", *FIELDS]).to_pylist()
    }
    verdicts = _verdicts(judgements)
    values: dict[tuple[str, str], dict[str, str | None]] = {}
    for j in judgements:
        if j.verdict == "correct":
            value = place_id(j.value) if j.field == "place" else j.value
            values.setdefault((j.claim, j.who), {})[j.field] = value
    out = [_agreement("verdict", [list(v.values()) for v in verdicts.values()])]
    for name in FIELDS:
        units = []
        for claim, by_coder in verdicts.items():
            standing = [
                who
                for who, verdict in by_coder.items()
                if verdict == "accepted" and claim in as_read
            ]
            units.append(
                [values.get((claim, who), {}).get(name, as_read[claim][name]) for who in standing]
            )
        out.append(_agreement(name, units))
    return out


def _verdicts(judgements: Sequence[Judgement]) -> dict[str, dict[str, str]]:
    """The last verdict of each coder, by claim."""
    verdicts: dict[str, dict[str, str]] = {}
    for j in judgements:
        word = "rejected" if j.verdict == "reject" else "accepted"
        verdicts.setdefault(j.claim, {})[j.who] = word
    return verdicts


def pair_agreements(judgements: Sequence[Judgement]) -> list[PairAgreement]:
    """Agreement on the verdict of each two coders who judged the same claims."""
    by_pair: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for said in _verdicts(judgements).values():
        for one, two in combinations(sorted(said), 2):
            by_pair.setdefault((one, two), []).append((said[one], said[two]))
    return [
        PairAgreement(one, two, len(said), sum(a == b for a, b in said), kappa(said))
        for (one, two), said in sorted(by_pair.items())
    ]


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of what two coders said of the same things; none where it is undefined."""
    total = len(pairs)
    ones, twos = (Counter(side) for side in zip(*pairs, strict=True))
    by_chance = sum(n * twos[value] for value, n in ones.items()) / total**2
    if by_chance == 1:
        return None
    return (sum(a == b for a, b in pairs) / total - by_chance) / (1 - by_chance)


def _agreement(name: str, units: list[list[Any]]) -> Agreement:
    paired = [u for u in units if len(u) > 1]
    return Agreement(name, alpha(paired), len(paired), sum(map(len, paired)))

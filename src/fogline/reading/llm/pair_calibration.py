"""What a claim of two readers is worth, by how they read it: learned from people's judgements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fogline.reading.llm.scores import scores

# Judged claims at which the figures are worked out anew; in between they stay, so that a judgement
# does not make every document one to read again.
_STEPS = tuple(25 * 2**k for k in range(12))


@dataclass(frozen=True, slots=True)
class PairCalibration:
    """Of the claims of each kind, how many were judged and how many of those were accepted."""

    judged: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def learned(cls, verdicts: Iterable[tuple[str, bool]]) -> PairCalibration:
        """What the judgements of claims come to: how each was read, and whether it was right, in
        the order in which they were judged.
        """
        known = [(how, right) for how, right in verdicts if how in scores()["pair"]]
        used = known[: max((n for n in _STEPS if n <= len(known)), default=0)]
        kinds = sorted({how for how, _ in used})
        return cls(
            tuple(
                (kind, sum(h == kind for h, _ in used), sum(r for h, r in used if h == kind))
                for kind in kinds
            )
        )

    def chance(self, how: str) -> float:
        """The chance that a claim is right that was read so: what is said of its kind before any
        was judged counts as some judgements.
        """
        prior, weight = float(scores()["pair"][how]), float(scores()["weight"][how])
        judged, right = next(((n, r) for kind, n, r in self.judged if kind == how), (0, 0))
        return (prior * weight + right) / (weight + judged)

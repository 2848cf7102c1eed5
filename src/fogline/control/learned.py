"""What learning found: what each class of claims says, how often places change, who copies whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fogline.control.claims import STANDINGS
from fogline.control.combine import distinct
from fogline.control.copiers import Copying
from fogline.control.evidence import Items
from fogline.control.inputs import EstimateInputs
from fogline.control.learn import Classes, keys_of
from fogline.control.places import Doubles, Floats
from fogline.control.strengths import Strengths

_DIGITS = 4  # decimals of a table for people
_TINY = 1e-9  # against division by zero


@dataclass(frozen=True)
class LearnedRow:
    """One class of the learned table: what its claims say, before and after learning.

    ``before`` and ``after`` are the chances that the acting side holds the place, that another
    does, and that it is contested, both being as likely without the claim. ``claims`` is how many
    there were, ``wrong`` the share of them whose side did not hold the place by the estimate,
    contested places aside.
    """

    event: str
    relation: str
    status: str
    standing: str
    voice: str
    claims: int
    side: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    wrong: float


@dataclass(frozen=True, eq=False)
class Learned:
    """The learned table by class, rates of change by day, and how learning ended.

    ``says`` has the shape (classes, 3); ``found`` are the expected claims by class and side, shape
    (classes, sides). ``last_change`` is the largest change of a chance or rate in the last of
    ``iterations`` steps; ``copying`` says which voices were found to repeat others.
    """

    classes: Classes
    says: Floats
    found: Doubles
    rates: Floats
    converged: bool
    iterations: int
    last_change: float
    copying: tuple[Copying, ...]

    def nats(self, items: Items, table: Strengths) -> Floats:
        """Log-likelihoods of the roles by item, shape (items, 3)."""
        keys = {tuple(k): n for n, k in enumerate(self.classes.keys.tolist())}
        rows, inverse = distinct(keys_of(items))
        says = np.array(
            [self._says(tuple(k), keys, table) for k in rows.tolist()], dtype=np.float32
        ).reshape(-1, 3)
        out: Floats = log_odds(says, table)[inverse]
        return out

    def _says(
        self, key: tuple[int, ...], keys: dict[tuple[int, ...], int], table: Strengths
    ) -> Floats:
        """The chances of a class; of one that came after learning, those of its kind's entry."""
        if key in keys:
            out: Floats = self.says[keys[key]]
            return out
        return np.array(table.kinds[key[0]].says, dtype=np.float32)


def log_odds(says: Floats, table: Strengths) -> Floats:
    """Chances of the roles as evidence: their logarithms over what stands before any claim."""
    out: Floats = np.log(says / table.base).astype(np.float32)
    return out


def learned_rows(learned: Learned, inputs: EstimateInputs) -> list[LearnedRow]:
    """The table for people, the classes with most claims first."""
    classes = learned.classes
    counts = np.bincount(classes.of, minlength=len(classes.keys))
    out = []
    for k in np.argsort(-counts, kind="stable").tolist():
        kind, stands, voice, label = classes.keys[k].tolist()
        entry, held = inputs.strengths.kinds[kind], learned.found[k]
        denied = "not " if entry.polarity == "negative" else ""
        out.append(
            LearnedRow(
                event=denied + ", ".join(sorted(entry.events)),
                relation=", ".join(sorted(entry.relations)),
                status=", ".join(sorted(entry.statuses)),
                standing=STANDINGS[stands],
                voice=inputs.claims.voices[voice],
                claims=int(counts[k]),
                side=inputs.settlements.theatre.labels[label],
                before=_rounded(classes.prior[k]),
                after=_rounded(learned.says[k]),
                wrong=round(float(1 - held[label] / max(held.sum(), _TINY)), _DIGITS),
            )
        )
    return out


def _rounded(chances: Floats) -> tuple[float, ...]:
    return tuple(round(float(v), _DIGITS) for v in chances)

"""What asking a large model may cost, and what it has cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Condition

from fogline.errors import UsageError
from fogline.reading.errors import BudgetSpentError

# Bytes of a token before an answer has told: English has four and more, Cyrillic three and more.
_BYTES = 3.0
_MILLION = 1_000_000
# Tokens asked and answered.
Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was asked: requests, those answered from what was kept, and tokens with their cost."""

    asked: int = 0
    kept: int = 0
    repaired: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.tokens_in + self.tokens_out


class Budget:
    """Limits of tokens and of cost, 0 for none; ``prices`` are those of a million tokens asked and
    answered, in any currency.

    What a request may come to is set aside before it is sent, so that no limit is passed while
    several are on their way.

    Raises:
        UsageError: a limit of cost without prices.
    """

    def __init__(
        self,
        most_tokens: int = 0,
        most_cost: float = 0.0,
        prices: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        if most_cost and not any(prices):
            raise UsageError(
                f"most cost {most_cost:g}",
                "what a token costs is not known",
                "give the prices of a million tokens asked and answered, such as --prices 2.5,10",
            )
        self.most_tokens, self.most_cost, self.prices = most_tokens, most_cost, prices
        self._changed, self._bytes, self._tally = Condition(), _BYTES, Tally()
        self._aside: Tokens = (0, 0)

    @property
    def tally(self) -> Tally:
        """What has been asked so far."""
        with self._changed:
            return self._tally

    def set_aside(self, size: int, answer: int) -> Tokens:
        """Set the tokens of a request of ``size`` bytes and of its answer aside; gives them.

        Raises:
            BudgetSpentError: that would pass a limit.
        """
        with self._changed:
            wanted = (int(size / self._bytes) + 1, answer)
            while True:
                spent = (self._tally.tokens_in, self._tally.tokens_out)
                self._refuse(_sum(spent, wanted), sum(wanted))
                if self._fits(_sum(spent, wanted, self._aside)):
                    break
                # What is on its way may come to less than was set aside for it.
                self._changed.wait()
            self._aside = _sum(self._aside, wanted)
        return wanted

    def _fits(self, tokens: Tokens) -> bool:
        within = not self.most_tokens or sum(tokens) <= self.most_tokens
        return within and (not self.most_cost or self._cost(*tokens) <= self.most_cost)

    def _refuse(self, tokens: Tokens, wanted: int) -> None:
        """Refuse a request that would pass a limit, whatever else is on its way."""
        if self._fits(tokens):
            return
        told = f"the next request may take {wanted:,}"
        if self.most_tokens and sum(tokens) > self.most_tokens:
            spent = f"{self._tally.tokens:,} are spent and {told}"
            raise _spent(f"the budget of {self.most_tokens:,} tokens", spent, "--most-tokens")
        spent = f"{self._tally.cost:.4g} is spent and {told} tokens"
        raise _spent(f"the budget of {self.most_cost:g}", spent, "--most-cost")

    def release(self, aside: Tokens) -> None:
        """Give back what was set aside for a request that got no answer, or has been counted."""
        with self._changed:
            self._aside = (self._aside[0] - aside[0], self._aside[1] - aside[1])
            self._changed.notify_all()

    def spend(self, size: int, tokens_in: int, tokens_out: int) -> None:
        """Count an answer to a request of ``size`` bytes."""
        with self._changed:
            t = self._tally
            self._tally = replace(
                t,
                asked=t.asked + 1,
                tokens_in=t.tokens_in + tokens_in,
                tokens_out=t.tokens_out + tokens_out,
                cost=t.cost + self._cost(tokens_in, tokens_out),
            )
            if tokens_in:
                self._bytes = min(self._bytes, size / tokens_in)

    def count(self, *, kept: int = 0, repaired: int = 0) -> None:
        """Count answers that were kept from before, and requests to repair one."""
        with self._changed:
            t = self._tally
            self._tally = replace(t, kept=t.kept + kept, repaired=t.repaired + repaired)

    def _cost(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.prices[0] + tokens_out * self.prices[1]) / _MILLION


def _spent(what: str, why: str, option: str) -> BudgetSpentError:
    return BudgetSpentError(
        what, why, f"run again with a higher {option}: what was answered is kept"
    )


def _sum(*tokens: Tokens) -> Tokens:
    asked, answered = zip(*tokens, strict=True)
    return sum(asked), sum(answered)

"""What is wrong, in words for the user: where, what, why, and what to do next."""

from __future__ import annotations


class FoglineError(ValueError):
    """The root of all errors that a user can mend; ``str`` of it is the whole message.

    ``what`` is the value or thing at fault, ``why`` what is wrong with it, ``advice`` what to do
    next, ``where`` the file or document it stands in. A part that does not apply stays empty.

    >>> str(FoglineError("day 2022-13-01", "no such day", "give YYYY-MM-DD"))
    'day 2022-13-01: no such day; give YYYY-MM-DD'
    """

    def __init__(self, what: str, why: str = "", advice: str = "", *, where: str = "") -> None:
        self.what, self.why, self.advice, self.where = what, why, advice, where
        stated = ": ".join(part for part in (where, what, why) if part)
        super().__init__(f"{stated}; {advice}" if advice else stated)


class UsageError(FoglineError):
    """A question that can't be asked so: an option, an argument or a combination of them."""

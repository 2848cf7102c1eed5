"""What is wrong with an input, in words for its user."""

from __future__ import annotations


class InputError(ValueError):
    """A question or an input that can't be used; the message names the value, what is allowed and what to do next."""

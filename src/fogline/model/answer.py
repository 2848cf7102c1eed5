"""What a large model answered, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request to a large model.

    ``request`` is the hash of all that was asked: model, version of the prompt, and words.
    ``text`` is the answer as it came; ``ended`` says why it ended (``stop``, ``length`` where it
    was cut off, ``refusal``). ``served`` is the model's name as the endpoint told it.
    """

    request: str
    prompt: str
    model: str
    text: str
    ended: str = "stop"
    tokens_in: int = 0
    tokens_out: int = 0
    served: str = ""

"""What a large model is asked: instructions, a passage of the text, and the form of its answer."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from fogline.model import CERTAINTIES, EVENTS, POLARITIES, RELATIONS, STATUSES

SPEAKERS = ("publisher", "named", "unattributed")
# The fields of a claim, with the values that they may have; those without are words of the text.
NEEDED = ("sentence_words", "event_words")
VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": EVENTS,
        "speaker": SPEAKERS,
        "certainty": CERTAINTIES,
        "status": STATUSES,
        "polarity": POLARITIES,
    }
)
FIELDS = (
    *NEEDED, "event", "place_words", "relation", "actor_words", "target_words", "when_words",
    "speaker", "speaker_words", "certainty", "certainty_words", "status", "status_words",
    "polarity", "polarity_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """All that is asked of a model at once; ``key`` is the hash under which its answer is kept."""

    model: str
    messages: tuple[Message, ...]

    @property
    def key(self) -> str:
        """Hash of the model's name, the version of the prompt, and the words."""
        words = [[m.role, m.content] for m in self.messages]
        said = json.dumps([self.model, version(), words], ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of its words."""
        return sum(len(m.content.encode("utf-8", "surrogatepass")) for m in self.messages)


def request(model: str, text: str, before: str = "") -> Request:
    """Ask for the claims of a passage; ``before`` is what stands before it.

    Who published the text, and when, is not asked with it: a copy of the text is the same request.
    """
    prompt = _prompt()
    example = prompt["example"]
    return Request(
        model,
        (
            Message("system", _instructions()),
            Message("user", _passage(example["text"], example["before"])),
            Message("assistant", example["answer"].strip()),
            Message("user", _passage(text, before)),
        ),
    )


def repair(asked: Request, answer: str, why: str) -> Request:
    """Ask once more for an answer that could not be parsed."""
    again = _prompt()["repair"].strip().format(why=why)
    more = (Message("assistant", answer), Message("user", again))
    return Request(asked.model, (*asked.messages, *more))


def version() -> str:
    """The version of the prompt."""
    return str(_prompt()["version"])


def answer_tokens() -> int:
    """How many tokens one answer may have."""
    return int(_prompt()["answer_tokens"])


def schema() -> dict[str, Any]:
    """The form of an answer, as JSON Schema."""
    words = {"type": ["string", "null"]}
    fields: dict[str, Any] = dict.fromkeys(FIELDS, words)
    fields |= {name: {"type": "string"} for name in NEEDED}
    fields |= {name: {"type": "string", "enum": list(values)} for name, values in VALUES.items()}
    fields["relation"] = {"type": ["string", "null"], "enum": [*RELATIONS, None]}
    claim = {
        "type": "object",
        "properties": fields,
        "required": list(FIELDS),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"claims": {"type": "array", "items": claim}},
        "required": ["claims"],
        "additionalProperties": False,
    }


def _passage(text: str, before: str) -> str:
    return json.dumps({"before": before, "text": text}, ensure_ascii=False)


@lru_cache(maxsize=1)
def _instructions() -> str:
    prompt = _prompt()
    events = "\n".join(f"  {name}: {prompt['events'][name]}" for name in EVENTS)
    return str(prompt["instructions"].strip().format(events=events))


@lru_cache(maxsize=1)
def _prompt() -> dict[str, Any]:
    file = resources.files("fogline.reading.llm") / "data" / "prompt.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

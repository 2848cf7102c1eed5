"""What an endpoint is asked to do beside answering, and what it is let off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fogline.reading.llm.prompt import Request, schema

# Structured output, from the strictest: an answer in our schema, one in any JSON, one in any words.
_FORMS = ("json_schema", "json_object", "")


@dataclass(frozen=True, slots=True)
class Concessions:
    """How requests are put: the ``form`` that answers must have, whether the same answer is wanted
    each time, and what the limit of tokens is called.
    """

    form: str = _FORMS[0]
    steady: bool = True
    limit: str = "max_tokens"

    def body(self, request: Request, most_tokens: int) -> dict[str, Any]:
        """A request as the endpoint takes it."""
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            self.limit: most_tokens,
        }
        if self.steady:
            body |= {"temperature": 0, "seed": 0}
        if self.form == "json_schema":
            named = {"name": "claims", "strict": True, "schema": schema()}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.form:
            body["response_format"] = {"type": self.form}
        return body

    def after(self, error: str) -> Concessions:
        """What is asked after an error: without what it names, else in a looser form."""
        if self.limit == "max_tokens" and "max_completion_tokens" in error:
            return replace(self, limit="max_completion_tokens")
        if self.steady and ("temperature" in error or "seed" in error):
            return replace(self, steady=False)
        if self.form:
            return replace(self, form=_FORMS[_FORMS.index(self.form) + 1])
        return replace(self, steady=False)

"""What goes wrong, in one shape (RFC 9457), and answers that are still being worked out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any


class Problem(Exception):
    """A question that can't be answered: the status, what is wrong, and what to do next."""

    def __init__(
        self, status: int, detail: str, then: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.then, self.headers = (
            status,
            detail,
            then,
            dict(headers or {}),
        )

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def shape(self) -> dict[str, Any]:
        """The record that a client gets."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "next": self.then,
        }


class Working(Exception):
    """An answer that is being worked out; ask again."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def shape(self) -> dict[str, Any]:
        """The record that a client gets."""
        return {"working": self.what, "retry_after": 1}


def dumped(value: Any) -> bytes:
    """A value as JSON; days and moments as ISO 8601."""
    return json.dumps(
        value, ensure_ascii=False, default=str, allow_nan=False, separators=(",", ":")
    ).encode()

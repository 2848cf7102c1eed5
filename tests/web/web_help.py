"""Asking a server in tests."""

from __future__ import annotations

import time
from typing import Any

from fastapi.testclient import TestClient

HOST = "http://localhost"


def answer(client: TestClient, path: str, given: dict[str, Any] | None = None) -> Any:
    """The response of a path, asked for again while it is being worked out."""
    for _ in range(100):
        response = client.get(path, params=given)
        if response.status_code != 202:
            return response
        time.sleep(0.1)
    raise AssertionError(f"{path}: still being worked out")

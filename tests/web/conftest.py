from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_help import HOST, answer

from fogline import demo
from fogline.web import Settings, create_app


@pytest.fixture(scope="session")
def war(_home: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's ledger."""
    return demo.ledger(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def client(war: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(str(war), patience=20.0)), base_url=HOST) as made:
        yield made


@pytest.fixture(scope="session")
def get(client: TestClient) -> Callable[..., Any]:
    """The JSON of a path of the API, with its parameters."""

    def ask(path: str, **given: Any) -> Any:
        response = answer(client, f"/api/v1{path}", given)
        assert response.status_code == 200, response.text
        return response.json()

    return ask

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from war import write_gazetteer, write_theatre

from fogline.gazetteer import import_file

_NUMBER = count(1)


@pytest.fixture(scope="session")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[str, list[Any]]]:
    """Makes theatres of settlements on a grid; gives the theatre's path and the places (id, lat, lon)."""

    def make(rows: int = 12, columns: int = 16, **theatre: Any) -> tuple[str, list[Any]]:
        folder, name = tmp_path_factory.mktemp("grid"), f"grid{next(_NUMBER)}"
        path = write_theatre(folder, name, **theatre)
        places = write_gazetteer(folder / "villages.csv", rows, columns)
        import_file(folder / "villages.csv", name)
        return path, places

    return make

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from war import write_gazetteer, write_theatre

from fogline.gazetteer import import_file

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
_NUMBER = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no process is left with one in the end. Tests of
    the annotated data say that they were skipped where it is missing.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=f"no annotated data at {SHARED}"))


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders of the tests' own: for data, with no imported gazetteer, and for what is kept."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FOGLINE_HOME", "FOGLINE_CACHE"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def grid(
    _home: None, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., tuple[str, list[Any]]]:
    """Makes theatres of settlements on a grid; gives its path and the places (id, lat, lon)."""

    def make(rows: int = 12, columns: int = 16, **theatre: Any) -> tuple[str, list[Any]]:
        folder, name = tmp_path_factory.mktemp("grid"), f"grid{next(_NUMBER)}"
        path = write_theatre(folder, name, **theatre)
        places = write_gazetteer(folder / "villages.csv", rows, columns)
        import_file(folder / "villages.csv", name)
        return path, places

    return make

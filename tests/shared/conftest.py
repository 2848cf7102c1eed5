from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fogline.gazetteer import import_file

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module", autouse=True)
def _gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of the module's own with the settlements and waters beside the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOGLINE_HOME", str(tmp_path_factory.mktemp("imported")))
        for name in ("ua_settlements", "ua_waters"):
            import_file(SHARED / "data" / "gazetteer" / f"{name}.csv", "ukraine")
        yield

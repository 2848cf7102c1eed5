from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import fogline
from fogline.control import Control
from fogline.documents import SourceDefaults, load
from fogline.gazetteer import import_file
from fogline.theatre import load as load_theatre

_KNOWN: dict[str, Control] = {}
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module", autouse=True)
def _gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of the module's own with the settlements and waters beside the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOGLINE_HOME", str(tmp_path_factory.mktemp("imported")))
        for name in ("ua_settlements", "ua_waters"):
            import_file(SHARED / "data" / "gazetteer" / f"{name}.csv", "ukraine")
        yield


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory, _gazetteer: None) -> Control:
    """The estimate of all daily assessments beside the project, made once for all modules.

    By the linear reader, on whose readings its strengths and floors were set; docs/evaluation.md
    has the figures on the encoder's.
    """
    if not _KNOWN:
        theatre = load_theatre("ukraine")
        reports = str(SHARED / "data" / "reports" / "isw_2022-02-25_2022-08-31.jsonl")
        with fogline.open_ledger(
            tmp_path_factory.mktemp("floors") / "war.db", create=True
        ) as ledger:
            found = load([reports], SourceDefaults("ISW", theatre=theatre))
            summary = ledger.add(found, theatre, reader="linear")
            assert (summary.new, summary.unreadable) == (188, [])
            _KNOWN["assessments"] = fogline.estimate(
                ledger.view(), fogline.Options(start=date(2022, 2, 24), end=date(2022, 8, 31))
            )
    return _KNOWN["assessments"]

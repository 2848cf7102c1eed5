"""The kinds of exports: those that ship, and one that an installed package brings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from plugin import install_package
from war import BASELINE, Claims

from fogline.exports import export, kinds, view_as
from fogline.exports.errors import ExportError
from fogline.exports.exporter import ExportKind
from fogline.exports.readings import READING_FORMS
from fogline.exports.view import VIEW_FORMS
from fogline.ledger.view import SCHEMA
from fogline.model import ClaimRow
from fogline.theatre import load

DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
# The whole of an export plug-in: a list of who claims what, as text.
PLUG_IN = """
from fogline.exports.exporter import ExportKind


def _write(asked):
    lines = [f"{row.source}: {row.event} {row.name}" for row in asked.rows()]
    return {"claims.txt": "\\n".join(lines).encode()}


EXPORTER = ExportKind("txt", "a line a claim", "editors", "txt", _write, needs_estimate=False)
"""


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Installs a package with one export kind, and has the kinds looked up anew."""

    def install(code: str) -> None:
        points = "[fogline.exports]\ntxt = plain_export:EXPORTER\n"
        install_package(tmp_path, monkeypatch, "plain_export", code, points)
        kinds.cache_clear()

    yield install
    kinds.cache_clear()


@pytest.fixture
def war(grid: Callable[..., tuple[str, list[Any]]]) -> tuple[pa.Table, str]:
    theatre, places = grid(baseline=BASELINE.format(lon=21.5))
    claims = Claims([])
    claims.add(places[0][0], 2, "capture", "RED")
    claims.add(places[1][0], 3, "hold", "BLU", polarity="negative")
    return claims.view(), theatre


def test_a_plug_in_exports(plug_in: Callable[[str], None], war: tuple[pa.Table, str]) -> None:
    with pytest.raises(ExportError, match="kind 'txt': give one of geojson"):
        export("txt", war[0], load(war[1]))
    plug_in(PLUG_IN)
    assert list(kinds())[-1] == "txt"
    files = export("txt", war[0], load(war[1]))
    assert files == {"claims.txt": b"Wire: capture p0\nWire: hold p1"}


def test_a_plug_in_that_does_not_load_is_named(plug_in: Callable[[str], None]) -> None:
    plug_in("import no_such_module_anywhere")
    with pytest.warns(UserWarning, match="plain_export:EXPORTER can't be loaded"):
        known = kinds()
    assert "txt" not in known
    assert "geojson" in known


def test_the_docs_have_each_kind_as_it_says_itself() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for kind in kinds().values():
        assert f"| `{kind.name}` | {kind.summary} | {kind.opens_in} |" in text
        assert not kind.extra or f"fogline[{kind.extra}]" in text
    for form in (*VIEW_FORMS, *READING_FORMS):
        assert f"`{form}`" in text


def test_kinds_that_need_no_estimate_load_none() -> None:
    code = (
        "import sys, fogline.exports as e; e.kinds();"
        "print(sorted({'fogline.control', 'fogline.front', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_form_that_is_not_there_is_named(war: tuple[pa.Table, str]) -> None:
    with pytest.raises(ExportError, match="form 'xml': give one of table, jsonl, csv"):
        view_as("xml", war[0])


def test_a_view_has_the_columns_of_a_claim_row() -> None:
    assert [field.name for field in fields(ClaimRow)] == SCHEMA.names


def test_a_kind_is_one_file_and_text_unless_it_says_otherwise() -> None:
    plain = ExportKind("x", "", "", "x", lambda _: {})
    assert (plain.folder, plain.text, plain.one_layer, plain.needs_estimate) == (
        False,
        True,
        False,
        True,
    )
    assert {k.name for k in kinds().values() if not k.text} == {
        "geoparquet",
        "gpkg",
        "package",
        "pmtiles",
    }
    assert [k.name for k in kinds().values() if k.one_layer] == ["geojson", "geoparquet"]
    assert [k.name for k in kinds().values() if k.folder] == ["package"]

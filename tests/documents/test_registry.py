"""An input format of your own: a module in ``formats/``, or a plug-in of an installed package."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from plugin import install_package

from fogline.documents import SourceDefaults, Unreadable, formats, input_formats, load
from fogline.documents.registry import FormatError
from fogline.model import Received

PLUGIN = """
import csv, io
from fogline.documents.formats import DocumentError, Format, Parsed, decode

def parse(raw):
    rows = list(csv.DictReader(io.StringIO(decode(raw))))
    if rows and "text" not in rows[0]:
        raise DocumentError("no column 'text'", "name the column of the texts so")
    return [Parsed(r["text"], id=r["id"], date=r["date"], source=r["source"]) for r in rows]

FORMAT = Format(name="csv", label="CSV", endings=(".csv",), parse=parse, many=True)
BROKEN = Format(name="mine", label="mine", endings=(".txt",), parse=parse)
"""
MODULE = """
from fogline.documents.formats import Format, Parsed, decode

def parse(raw):
    first, _, rest = decode(raw).partition("\\n")
    return [Parsed(rest, title=first)]

FORMAT = Format(name="log", label="logs", endings=(".log",), parse=parse, inline=True)
"""


@pytest.fixture
def _fresh() -> Iterator[None]:
    """Formats are looked up anew, before and after a test that adds one."""
    input_formats.cache_clear()
    yield
    input_formats.cache_clear()


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, attribute: str) -> None:
    points = f"[fogline.formats]\ncsv = fogline_csv:{attribute}\n"
    install_package(folder, monkeypatch, "fogline_csv", PLUGIN, points)


@pytest.mark.usefixtures("_fresh")
def test_a_plug_in_is_read_through_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, "FORMAT")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.csv").write_text("id,date,source,text\n7,2022-09-10,TASS,Izium fell.\n8,,,\n")
    (reports / "b.csv").write_text("id\n1\n")
    found, empty, wrong = load([str(reports)], SourceDefaults())
    assert isinstance(found, Received)
    assert (found.document.id, found.document.text) == ("a:7", "Izium fell.")
    assert (found.document.source, found.document.published) == ("TASS", date(2022, 9, 10))
    assert (found.part, found.media) == ("csv 7", "csv")
    assert empty == Unreadable(f"{reports / 'a.csv'}: csv 8", "no text in it")
    assert wrong == Unreadable(
        str(reports / "b.csv"), "no column 'text': name the column of the texts so"
    )


@pytest.mark.usefixtures("_fresh")
def test_a_module_in_the_folder_is_a_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "log.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    (tmp_path / "day.log").write_text("Evening\nIzium fell.", encoding="utf-8")
    (found,) = load([str(tmp_path / "day.log")], SourceDefaults())
    assert isinstance(found, Received)
    assert (found.document.text, found.document.title) == ("Izium fell.", "Evening")


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize(
    ("attribute", "why"),
    [("BROKEN", ".txt belongs to the format 'text'"), ("NONE", "it can't be loaded")],
)
def test_a_wrong_plug_in_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attribute: str, why: str
) -> None:
    _install(tmp_path, monkeypatch, attribute)
    with pytest.raises(FormatError, match=why):
        input_formats()


def test_the_documentation_names_every_format() -> None:
    page = Path(__file__).parents[2] / "docs" / "documents.md"
    text = page.read_text(encoding="utf-8")
    for form in input_formats():
        assert form.label in text, form.label
        for ending in form.endings:
            assert f"`{ending}`" in text, ending


def test_how_many_documents_to_expect(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    assert load([str(tmp_path)], SourceDefaults()).expected == 3
    (tmp_path / "b.jsonl").write_text("{}\n{}\n{}", encoding="utf-8")
    assert load([str(tmp_path)], SourceDefaults()).expected == 4
    (tmp_path / "feed.xml").write_text("<rss/>", encoding="utf-8")
    assert load([str(tmp_path)], SourceDefaults()).expected == 0
    assert load(["-"], SourceDefaults()).expected == 0

"""Tables of events: a row becomes a document, and what can't be used is named."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from excel import workbook
from hypothesis import given
from hypothesis import strategies as st

from fogline.documents import SourceDefaults, Unreadable, load
from fogline.documents.errors import DocumentError
from fogline.documents.table_columns import Columns, load_columns
from fogline.model import Received

HEAD = ("event_id_cnty", "event_date", "event_type", "location", "source", "notes")
ROW = ("UKR1", "2022-09-10", "Battles", "Izium", "ISW", "Fighting, they say.")


def _csv(*rows: tuple[object, ...], between: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=between).writerows(rows)
    return out.getvalue().encode()


def _load(
    folder: Path, raw: bytes, name: str = "t.csv", columns: str = "", **defaults: object
) -> tuple[list[Received], list[str]]:
    file = folder / name
    file.write_bytes(raw)
    given = SourceDefaults(**defaults)  # type: ignore[arg-type]
    found = list(load([str(file)], given, form="table", columns=columns))
    named = [
        f"{f.where.removeprefix(str(file))}: {f.why}" for f in found if isinstance(f, Unreadable)
    ]
    return [f for f in found if isinstance(f, Received)], named


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_row_is_a_document(tmp_path: Path, between: str) -> None:
    raw = b"\xef\xbb\xbf" + _csv(HEAD, ROW, (), ("", "", "", "", "", ""), between=between)
    (found,), named = _load(tmp_path, raw)
    assert named == []
    assert found.document.text == (
        "event_id_cnty: UKR1\nevent_date: 2022-09-10\nevent_type: Battles\nlocation: Izium\n"
        "source: ISW\nnotes: Fighting, they say."
    )
    assert (found.document.source, found.document.id) == ("ISW", "UKR1")
    assert found.document.published == date(2022, 9, 10)
    assert (found.part, found.key, found.evidence.raw) == ("row 2", "UKR1", raw)


def test_lines_may_end_in_a_carriage_return(tmp_path: Path) -> None:
    raw = _csv(HEAD, ROW).replace(b"\r\n", b"\r")
    (found,), named = _load(tmp_path, raw)
    assert (found.part, named) == ("row 2", [])


def test_excel(tmp_path: Path) -> None:
    day = date(2022, 9, 10)
    raw = workbook([HEAD, ("UKR1", day, "Battles", "Ізюм & Co", 7, 49.5), ()], [["x"]])
    (found,), named = _load(tmp_path, raw, "t.xlsx")
    assert found.document.text == (
        "event_id_cnty: UKR1\nevent_date: 2022-09-10\nevent_type: Battles\nlocation: Ізюм & Co\n"
        "source: 7\nnotes: 49.5"
    )
    assert named == [
        ": sheet 'S2' left out, as only the first, 'S1', is read: "
        "--sheet NAME reads another, one a run"
    ]


SHEETS = ([], [["About"], ["this table"]], [[], HEAD, ROW], [HEAD, ("UKR2", *ROW[1:])])


def test_a_sheet_of_excel_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(workbook(*SHEETS))
    loading = load([str(tmp_path / "t.xlsx")], SourceDefaults(), form="table", sheet="S3")
    (found,) = loading
    assert isinstance(found, Received)
    assert (found.key, found.part) == ("UKR1", "row 3 of sheet S3")
    assert loading.left_out == [f"{tmp_path / 't.xlsx'}: left out, as asked, sheet 'S2', 'S4'"]
    for sheet in ("S1", "s3", "Rows"):
        (refused,) = load([str(tmp_path / "t.xlsx")], SourceDefaults(), form="table", sheet=sheet)
        assert isinstance(refused, Unreadable)
        assert refused.why == f"no sheet {sheet!r} with rows: give one of 'S2', 'S3', 'S4'"
    (tmp_path / "t.csv").write_bytes(_csv(HEAD, ROW))
    (refused,) = load([str(tmp_path / "t.csv")], SourceDefaults(), form="table", sheet="S1")
    assert isinstance(refused, Unreadable)
    assert refused.why == "sheet 'S1': only Excel files have sheets"


def test_sheets_that_are_left_out_are_named_where_the_first_is_no_table(tmp_path: Path) -> None:
    found, named = _load(tmp_path, workbook([["About"]], [HEAD, ROW]), "t.xlsx")
    assert found == []
    assert [line.partition(",")[0] for line in named] == [
        ": sheet 'S2' left out",
        ": no column event_date: name it in a file for --columns",
    ]


def test_rows_of_two_sheets_are_told_apart(tmp_path: Path) -> None:
    head, row = HEAD[1:], ROW[1:]
    (tmp_path / "t.xlsx").write_bytes(workbook([head, row], [head, row]))
    names = set()
    for sheet in ("S1", "S2"):
        given = [str(tmp_path / "t.xlsx")]
        (found,) = load(given, SourceDefaults(), form="table", sheet=sheet)
        assert isinstance(found, Received)
        names.add(found.document.id)
    assert names == {"t:2 of sheet S1", "t:2 of sheet S2"}


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        ("a", "10/09/2022", *ROW[2:]),
        ("b", "", *ROW[2:]),
        ("c", "31 June 2022", *ROW[2:]),
        ("d", "2022-09-10", *ROW[2:], "one", "more"),
        ("e", "1 1 1", *ROW[2:]),
        ("f", "2022-09-10"),
        ROW,
    ]
    found, named = _load(tmp_path, _csv(HEAD, *rows))
    assert [f.key for f in found] == ["f", "UKR1"]
    assert [line.partition(": ")[2][:36] for line in named] == [
        "row 2: event_date '10/09/2022': whic",
        "row 3: event_date '': a row without ",
        "row 4: event_date '31 June 2022': da",
        "row 5: 8 cells for 6 columns: is a q",
        "row 6: event_date '1 1 1': no day: w",
    ]


def test_who_published_it_and_when(tmp_path: Path) -> None:
    raw = _csv((*HEAD, "timestamp"), (*ROW, "1662900000"), (*ROW, "soon"))
    (found,), named = _load(tmp_path, raw, source="ACLED")
    assert found.document.source == "ACLED"
    assert found.document.published_at == datetime.fromtimestamp(1_662_900_000, UTC)
    assert "published 'soon'" in named[0]
    found_all, named = _load(tmp_path, raw, published=date(2022, 10, 1))
    assert [f.document.published for f in found_all] == [date(2022, 10, 1)] * 2
    assert named == []


@pytest.mark.parametrize(
    ("raw", "name", "why"),
    [
        (b"", "t.csv", "no row in this table"),
        (b"\x00\x01", "t.csv", "a binary file"),
        (_csv(("a", "b")), "t.csv", "no column event_date"),
        (_csv(("event_date", "location")), "t.csv", "no column event_type or sub_event_type"),
        (_csv((*HEAD, "event_type")), "t.csv", "two columns 'event_type'"),
        (b"no book", "t.xlsx", "not a readable Excel file"),
        (workbook([]), "t.xlsx", "no rows in this Excel file"),
        (workbook([HEAD])[:-40], "t.xlsx", "not a readable zip file"),
        (
            workbook([HEAD], more={"xl/media/x.bin": bytes(90_000_000)}),
            "t.xlsx",
            "unpacks to more than 200 times its size",
        ),
    ],
)
def test_tables_that_are_refused(tmp_path: Path, raw: bytes, name: str, why: str) -> None:
    found, named = _load(tmp_path, raw, name)
    assert found == []
    assert why in named[0]


def test_a_quote_without_its_end(tmp_path: Path) -> None:
    rows = _csv(HEAD, ROW) + b'x,2022-09-11,Battles,Lyman,ISW,"' + b"y\n" * 70_000
    found, named = _load(tmp_path, rows)
    assert [f.key for f in found] == ["UKR1"]
    assert "row 3: field larger than field limit" in named[0]


def test_a_quote_without_its_end_swallows_no_rows(tmp_path: Path) -> None:
    rows = _csv(HEAD, ROW) + b'x,2022-09-11,Battles,Lyman,ISW,"he said so\n' + _csv(ROW)
    found, named = _load(tmp_path, rows)
    assert [f.key for f in found] == ["UKR1"]
    assert "row 3: " in named[0]
    assert "is a quote without its end?" in named[0]


def test_entities_of_a_book_are_no_bomb(tmp_path: Path) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    raw = workbook([HEAD, ROW], head=entity)
    found, named = _load(tmp_path, raw, "t.xlsx")
    assert len(found) + len(named) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (found,) = load([str(tmp_path / "none.csv")], SourceDefaults(), form="table")
    assert isinstance(found, Unreadable)
    assert found.why == "No such file or directory"


@pytest.mark.parametrize(
    "words",
    [
        "2022-09-10", "2022-09-10 00:00:00", "2022-09-10T18:00:00Z", "2022/9/10", "2022.09.10",
        "10 September 2022", "10 Sep 2022", "10-Sep-2022", "September 10, 2022", "Sept. 10 2022",
        "10 вересня 2022", "10 вересня 2022 р.", "10 сентября 2022 г.", "10 SEPTEMBER 2022",
    ],
)  # fmt: skip
def test_days_without_doubt(words: str) -> None:
    assert Columns().day(words) == date(2022, 9, 10)


@pytest.mark.parametrize(
    "words", ["10.09.2022", "9/10/22", "44814", "Saturday", "2022-13-01", "8 Foo 2022"]
)
def test_days_in_doubt(words: str) -> None:
    with pytest.raises(DocumentError, match="event_date"):
        Columns().day(words)


def test_a_file_names_columns_and_the_order_of_days(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(
        'dates = "day first"\n[columns]\nevent_date = "Дата"\nevent_type = "What: kind"\n'
        'location = "Where"\n',
        encoding="utf-8",
    )
    raw = _csv(("Дата", "What: kind", "Where", "mood"), ("10.09.2022", "raid", "Izium", "calm"))
    (found,), named = _load(tmp_path, raw, columns=str(file))
    assert named == []
    assert found.document.text == (
        "event_date: 2022-09-10\nevent_type: raid\nlocation: Izium\nmood: calm"
    )
    assert "no column 'Дата'" in _load(tmp_path, _csv(HEAD), columns=str(file))[1][0]
    for text, why in (
        ("[columns]\nday = 'x'", "column 'day': known are"),
        ("dates = 'mixed'", "give 'day first' or 'month first'"),
        ("[", "columns"),
    ):
        file.write_text(text)
        with pytest.raises(DocumentError, match=why):
            load_columns(str(file))
    assert Columns(order="month first").day("09/10/2022") == date(2022, 9, 10)


CELLS = st.text(max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_every_row_is_kept_or_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("t")
    raw = _csv(
        ("event_date", "event_type", "location", "notes"),
        *(("2022-09-10", a, b, c) for a, b, c in rows),
    ).replace(b"\x00", b"")
    try:
        raw.decode()
    except UnicodeDecodeError:
        return
    found, named = _load(folder, raw)
    assert len(found) + len(named) == len(rows)
    for one in found:
        for line in one.document.text.split("\n"):
            assert ": " in line

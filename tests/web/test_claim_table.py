"""The table of claims: its order, facets, columns, search and files, each state an address."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from lxml import html
from web_help import HOST, ledger_of

from fogline.ledger import open_ledger
from fogline.web import Settings, create_app
from fogline.web.sentence_search import matches

_TD = "//td[@class='c-{}']"


def _page(client: TestClient, query: str = "") -> Any:
    response = client.get(f"/claims{query}")
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def _cells(page: Any, column: str) -> list[str]:
    """A column's values: of located places their names, of days the first."""
    cells = page.xpath(_TD.format(column) + ("/a" if column == "place" else ""))
    return [cell.text_content().strip().split(" to ")[0] for cell in cells]


def _count(page: Any) -> int:
    return int(page.xpath("string(//p[@role='status'])").split()[0].replace(",", ""))


@pytest.mark.parametrize("column", ["score", "place", "day"])
def test_a_head_sorts_one_way_then_the_other_then_not(client: TestClient, column: str) -> None:
    first = _page(client)
    ids = [b.get("id") for b in first.iter("tbody")]
    seen, link = [], f"//th[@class='c-{column}']/a/@href"
    page = first
    for _ in range(2):
        page = html.fromstring(client.get(page.xpath(f"string({link})")).text)
        cells = [c for c in _cells(page, column) if c not in {"-", "date unknown"}]
        seen.append((page.xpath(f"string(//th[@class='c-{column}']/@aria-sort)"), cells))
    assert sorted(way for way, _ in seen) == ["ascending", "descending"]
    for way, cells in seen:
        folded = [c.casefold() for c in cells]
        assert folded == sorted(folded, reverse=way == "descending")
    last = html.fromstring(client.get(page.xpath(f"string({link})")).text)
    assert [b.get("id") for b in last.iter("tbody")] == ids


def test_each_facet_leads_to_as_many_claims_as_it_says(client: TestClient) -> None:
    for start in ("", "?text=forces&actor=RU", "?event=capture&standing=happened"):
        page = _page(client, start)
        sections = page.xpath("//section[@class='facet']")
        names = {section.xpath("string(h2)") for section in sections}
        assert {"event", "acting side", "tone", "publisher", "read rightly", "review"} <= names
        for section in sections:
            # Another value of a facet adds its claims to those that are there.
            before = _count(page) if section.xpath(".//a[@aria-current]") else 0
            for item in section.xpath(".//li[not(a/@aria-current)]"):
                href = item.xpath("string(a/@href)")
                count = before + int(item.xpath("string(span)").replace(",", ""))
                assert _count(_page(client, href.removeprefix("/claims"))) == count, href


def test_a_chosen_value_is_taken_away_by_its_link(client: TestClient) -> None:
    page = _page(client, "?event=capture&event=withdraw")
    assert _count(page) == sum(
        _count(_page(client, f"?event={event}")) for event in ("capture", "withdraw")
    )
    chosen = page.xpath("//section[@class='facet']//a[@aria-current]/@href")
    assert sorted(chosen) == ["/claims?event=capture", "/claims?event=withdraw"]


def test_columns_are_chosen_in_the_address(client: TestClient) -> None:
    page = _page(client, "?column=place&column=publisher")
    heads = [th.text_content().strip() for th in page.xpath("//thead//th")]
    assert heads == ["place", "publisher"]
    assert not page.xpath("//tr[@class='words']")
    assert all("column=place" in a for a in page.xpath("//nav[@class='pages']//a/@href"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?sort=colour", "give one of day"),
        ("?sort=sentence", "give one of day"),
        ("?column=colour", "give some of day"),
        ("?band=0.95", "give one of 0.9"),
        ("?voice=XX", "give one of"),
        ("?review=maybe", "open"),
    ],
)
def test_what_a_table_can_not_have_is_named(client: TestClient, query: str, words: str) -> None:
    response = client.get(f"/claims{query}")
    assert response.status_code == 422
    assert words in html.fromstring(response.text).text_content().lower()


def test_the_files_have_the_selection_with_the_columns_of_an_export(
    client: TestClient, war: Path
) -> None:
    query = "?event=capture&sort=-score&page=1"
    found = client.get("/api/v1/claims?event=capture&limit=200").json()
    with open_ledger(war) as book:
        names = book.view(events=("capture",)).column_names
    response = client.get(f"/claims.csv{query}")
    assert 'filename="claims.csv"' in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert list(rows[0]) == names
    scores = [float(r["score"]) for r in rows]
    assert scores == sorted(scores, reverse=True)
    ids = {c["id"] for c in found["claims"]}
    assert {r["id"] for r in rows} == ids
    table = pq.read_table(io.BytesIO(client.get(f"/claims.parquet{query}").content))
    assert (table.column_names, table["start"].type) == (names, "date32")
    assert {r["id"] for r in json.loads(client.get(f"/claims.json{query}").text)} == ids
    assert json.loads(client.get("/claims.json?text=zzzz").text) == []
    assert client.get("/claims.xlsx").status_code in {404, 422}


@pytest.fixture
def small(tmp_path: Path) -> TestClient:
    lines = [
        {
            "text": "=HYPERLINK: Ukrainian forces captured Izium.",
            "published": "2022-09-10",
            "source": "=cmd|' /C calc'!A0",
            "url": "https://x.example/1",
        }
    ]
    return TestClient(create_app(Settings(ledger_of(tmp_path, lines), patience=20)), base_url=HOST)


def test_no_cell_of_a_csv_is_a_formula(small: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(small.get("/claims.csv").text)))
    assert rows
    for row in rows:
        assert not [v for v in row.values() if v.startswith(("=", "+", "-", "@"))]
        assert date.fromisoformat(row["start"])


def test_words_and_phrases_in_any_script() -> None:
    import pyarrow as pa

    sentences = pa.chunked_array(
        [["Війська звільнили Ізюм.", "Forces took\nIzium (east).", "Forces left Izium.", None]]
    )

    def found(words: str) -> list[int]:
        return [int(k) for k in matches(sentences, words).nonzero()[0]]

    assert found("ІЗЮМ звільнили") == [0]
    assert found('"forces took izium"') == [1]
    assert found("«forces left»") == [2]
    assert found("forces -left") == [1]
    assert found("(east).") == [1]
    assert found('"izium (east)"') == [1]
    assert found('forces -"took izium"') == [2]

"""A published site: whole, without texts and secrets, the same each time, all its links lead on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from site_help import contents, joined, links, shelved, table

from fogline.cli.main import commands
from fogline.errors import FoglineError, UsageError
from fogline.ledger import open_ledger
from fogline.web import Settings, publish
from fogline.web.masking import without_texts
from fogline.web.site.addresses import ROWS, SERVED_ONLY, Addresses, bucket
from fogline.web.site.folder import MARK, check_folder, new_site
from fogline.web.site.shelves import Shelves

PAGES = {"index", "claims", "changes", "pockets", "sources", "speakers", "about", "view"}
START, END = date(2022, 9, 9), date(2022, 9, 11)
Files = dict[str, bytes]


def _published(war: Path, out: Path, **more: Any) -> Files:
    publish(Settings(str(war), **more), out, say=lambda _: None)
    return contents(out)


@pytest.fixture(scope="module")
def folder(war: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hosted") / "site"
    publish(Settings(str(war), texts=False), out, title="A demo", say=lambda _: None)
    return out


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    return contents(folder)


@pytest.fixture(scope="module")
def three_days(war: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Three days of the war, with texts."""
    return _published(war, tmp_path_factory.mktemp("few") / "site", start=START, end=END)


def test_it_has_its_pages_and_its_data(files: Files) -> None:
    assert {f"{name}.html" for name in (*PAGES, "changes-2022-09")} <= set(files)
    assert b"<title>Who held what - A demo</title>" in files["index.html"]
    assert b">A demo</a>" in files["claims.html"]
    assert b"python3 -m http.server" in files[MARK]
    days = json.loads(files["data/front/2022-09.json.gz"])["answers"]
    assert "/api/v1/front?day=2022-09-11" in days
    assert len(json.loads(files["data/claims.json.gz"])["id"]) > 200


def test_the_front_is_that_of_the_server(files: Files, get: Callable[..., Any]) -> None:
    shelf = json.loads(files["data/front/2022-09.json.gz"])
    served = get("/front", day="2022-09-11")
    found = joined(shelf, "/api/v1/front?day=2022-09-11")
    assert found == [f["geometry"]["coordinates"] for f in served["features"]]


def test_chances_are_those_of_the_server(files: Files, get: Callable[..., Any]) -> None:
    places, war = json.loads(files["data/places.json.gz"]), json.loads(files["data/war.json"])
    place = get("/search", q="Kherson")["places"][0]["id"]
    told = get(f"/places/{place}", day="2022-09-11")["chances"]
    group, row = divmod(places["id"].index(place), 128)
    days, states = len(next(iter(told.values()))), war["states"]
    steps = files[f"data/chances/{group}.bin.gz"]
    for s, state in enumerate(states):
        value = 0
        for day in range(days):
            value = (value + steps[(row * len(states) + s) * days + day]) % 256
            assert abs(value / 200 - told[state][day]) < 0.004


def test_every_link_leads_to_a_file_or_a_text(files: Files) -> None:
    known, addresses = shelved(files), table(files["index.html"])
    seen = 0
    for name in (n for n in files if n.endswith(".html")):
        for attribute, address in links(files[name]):
            if address.startswith(("https://", "#")):
                assert attribute == "href"
                continue
            _resolved(address, files, known)
            seen += 1
    for text in known.values():
        for _, address in links(f"<div>{text}</div>"):
            if not address.startswith("/"):
                assert address.startswith(("https://", "http://", "#"))
                continue
            if (link := addresses.link(address)) is not None:
                _resolved(link, files, known)
                seen += 1
    assert seen > 1_000


def _resolved(link: str, files: Files, known: dict[str, str]) -> None:
    parts = urlsplit(link)
    assert not parts.path.startswith("/"), link
    assert parts.path in files, link
    if parts.path == "view.html":
        assert parse_qs(parts.query)["at"][0] in known, link


def test_each_address_that_a_script_asks_has_a_row_or_needs_a_server() -> None:
    folder = resources.files("fogline.web") / "static"
    asked = set()
    for file in folder.iterdir():
        if file.name.endswith(".js") and not file.name.startswith("site"):
            asked |= set(re.findall(r'["`](/[a-z]{3,}[\w./-]*)', file.read_text(encoding="utf-8")))
    paths = {re.split(r"[?{]", row.pattern)[0] for row in ROWS}
    folders = tuple(path for path in paths if path.endswith("/") and path != "/")
    assert "/api/v1/front" in asked
    unknown = {a for a in asked if a not in paths and not a.startswith(SERVED_ONLY)}
    assert {a for a in unknown if not a.startswith(folders)} == set()


def test_it_says_nothing_of_this_machine(files: Files, war: Path) -> None:
    for name, written in files.items():
        for word in (str(war.parent), str(Path.home()) + "/", "localhost:", "127.0.0.1"):
            assert word.encode() not in written.replace(b"http://localhost:8080/", b""), name
    assert not any("/panel/watch" in page.decode() for n, page in files.items() if ".html" in n)


def test_pages_ask_nobody_else(files: Files) -> None:
    for name in (n for n in files if n.endswith(".html")):
        policy = re.search(rb'Content-Security-Policy" content="([^"]+)"', files[name])
        assert policy is not None
        assert b"connect-src 'self'" in policy[1]
        assert b"default-src 'none'" in policy[1]
        assert b"unsafe" not in policy[1]
        assert b"frame-ancestors" not in policy[1]


def test_texts_are_there_only_if_they_are_asked_for(
    files: Files, three_days: Files, war: Path
) -> None:
    with open_ledger(war) as ledger:
        view = ledger.view()
    rows = view.select(["sentence", "trigger"]).to_pylist()
    sentences = {r["sentence"] for r in rows if len(r["sentence"]) > len(r["trigger"]) + 20}
    assert len(sentences) > 100
    all_of_it = b"\n".join(files.values()).decode(errors="replace")
    assert [s for s in sentences if s in all_of_it] == []
    told = "".join(shelved(three_days).values())
    plain = re.sub(r"<[^>]+>| \[neutral term: [^\]]*\]", "", told).replace("&#39;", "'")
    assert len([s for s in sentences if s in plain]) > 100


def test_marks_still_fit_a_sentence_without_its_words(war: Path) -> None:
    with open_ledger(war) as ledger:
        view = ledger.view()
    for before, row in zip(view.to_pylist(), without_texts(view).to_pylist(), strict=True):
        at = row["trigger_start"] - row["sentence_start"]
        assert row["sentence"][at : at + len(row["trigger"])] == row["trigger"]
        assert len(row["sentence"]) == len(before["sentence"])


def test_the_same_ledger_gives_the_same_bytes(war: Path, tmp_path: Path) -> None:
    first = _published(war, tmp_path / "site", start=START, end=END, texts=False)
    raw = {p: p.read_bytes() for p in (tmp_path / "site").rglob("*.gz")}
    assert _published(war, tmp_path / "site", start=START, end=END, texts=False) == first
    assert {p: p.read_bytes() for p in (tmp_path / "site").rglob("*.gz")} == raw
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_something_else_is_left_alone(war: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it", encoding="utf-8")
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    asked = ["publish", "--ledger", str(war), "--out"]
    for out in ("mine", "file", "missing/site"):
        result = CliRunner().invoke(commands, [*asked, str(tmp_path / out)])
        assert result.exit_code == 2
        assert out.split("/")[0] in result.output
    result = CliRunner().invoke(commands, ["publish", "--ledger", "no.db", "--out", "site"])
    assert result.exit_code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "mine"]
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def _fail(out: Path) -> None:
    with new_site(out) as site:
        site.write(MARK, b"A site published with fogline: two")
        raise FoglineError("power", "it failed")


def test_a_site_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with new_site(out) as site:
        site.write(MARK, b"A site published with fogline: one")
    with pytest.raises(FoglineError, match="power"):
        _fail(out)
    assert (out / MARK).read_bytes().endswith(b"one")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
    with new_site(out) as site:
        site.write("data/a.txt", b"three")
    assert [p.name for p in out.iterdir()] == ["data"]
    with pytest.raises(UsageError, match="not of a site"):
        check_folder(out)


def test_an_address_has_one_spelling_and_one_file() -> None:
    table = Addresses()
    assert table.link("/?day=2022-09-10&place=gn%3A1") == "index.html?day=2022-09-10&place=gn%3A1"
    assert table.link("/documents/ab#t-1") == "view.html?at=%2Fdocuments%2Fab#t-1"
    assert table.link("/claims?place=gn:1") == "claims.html?place=gn:1"
    assert table.link("/changes?since=2022-01-01&day=2022-01-09") is None
    assert table.file("/api/v1/front?day=2022-09-10") == "data/front/2022-09.json.gz"
    assert table.file("/api/v1/front?day=2022-09-10&source=A") is None
    assert table.key("/sources/A%20(b)?by=speaker") == "/sources/A%20%28b%29?by=speaker"
    assert bucket("gn:703448") == bucket("gn:703448")
    assert len({bucket(str(n)) for n in range(5_000)}) == 256


def test_lines_that_texts_share_stand_there_once() -> None:
    shelves = Shelves()
    for n in range(50):
        shelves.put("a.gz", str(n), f"the same\nday {n}\nand the same")
    ((name, packed),) = shelves.files()
    assert name == "a.gz"
    assert len(packed) < 600


def test_a_later_first_day_gives_a_site_of_these_days(three_days: Files) -> None:
    told = json.loads(three_days["data/war.json"])
    assert (told["first"], told["last"]) == (str(START), str(END))
    timeline = json.loads(three_days["data/timeline.json"])
    assert timeline["first"] == str(START)
    assert {len(n) for n in (timeline["claims"] | timeline["changes"]).values()} == {3}
    ids = json.loads(three_days["data/places.json.gz"])["id"]
    chances = [len(w) for name, w in three_days.items() if name.startswith("data/chances/")]
    assert sum(chances) == 3 * len(told["states"]) * len(ids)
    fronts = json.loads(three_days["data/front/2022-09.json.gz"])["answers"]
    assert f"/api/v1/front?day={START}" in fronts
    assert "/api/v1/front?day=2022-09-08" not in fronts
    days = json.loads(three_days["data/panels.json.gz"])["days"].values()
    assert all(str(START) <= day <= str(END) for some in days for day in some)

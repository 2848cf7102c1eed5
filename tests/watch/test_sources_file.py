"""A sources file: what it says, and every mistake by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from fogline.errors import FoglineError
from fogline.theatre import load
from fogline.watch import read_sources

FILE = """
[watch]
every = "20 min"
folders_every = "10 s"
settle = "5 s"

[[publisher]]
name = "The Paper"
domains = ["paper.example"]
zone = "Europe/Paris"
feeds = ["https://paper.example/feed.xml"]
sitemaps = ["https://paper.example/sitemap.xml"]
every = "2 h"
pages = 20

[[publisher]]
name = "Channel"
exports = ["exports"]

[[collection]]
name = "Press cuttings"
folders = ["cuttings"]
"""


def _write(folder: Path, words: str) -> Path:
    for name in ("exports", "cuttings"):
        (folder / name).mkdir(exist_ok=True)
    path = folder / "sources.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_publishers_and_collections_with_their_intervals(tmp_path: Path) -> None:
    path = _write(tmp_path, FILE)
    found = read_sources(path)
    assert found.settle == 5
    assert [(s.name, s.publisher, s.kind, s.every, s.pages, s.zone) for s in found.sources] == [
        ("The Paper", "The Paper", "feed", 7200, 20, "Europe/Paris"),
        ("The Paper", "The Paper", "sitemap", 7200, 20, "Europe/Paris"),
        ("Channel", "Channel", "export", 10, 500, ""),
        ("Press cuttings", "", "folder", 10, 500, ""),
    ]
    assert found.sources[2].address == str((tmp_path / "exports").resolve())
    # The same file tells `fogline add --publishers` who they are.
    assert load("ukraine", str(path)).publishers[0].domains == ("paper.example",)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("every = 5", "unknown key 'every': there are watch, publisher, collection"),
        ('[watch]\nevery = "1 s"', "every = '1 s': give 1 min at least and 7 days at most"),
        ('[watch]\nevery = "soon"', "every = 'soon': give a number and a unit"),
        ("[watch]\nsettle = 5", "settle = 5: give a number and a unit in quotes"),
        ('[watch]\nfloor = "1 s"', "unknown key 'floor': there are every, folders_every, settle"),
        ("[[watch]]", "give one [watch], not [[watch]]"),
        ("[publisher]", "give tables that begin with [[publisher]]"),
        ('[[publisher]]\nfeeds = ["http://a.example/"]', "the key 'name' is missing"),
        ('[[publisher]]\nname = "A"\nfeed = []', "[[publisher]] 1 (A): unknown key 'feed'"),
        ('[[collection]]\nname = "A"\ndomains = []', "unknown key 'domains'"),
        ('[[publisher]]\nname = "A"\nfeeds = ["a.example"]', "feeds: 'a.example' is no address"),
        ('[[publisher]]\nname = "A"\nfeeds = ["ftp://a.example"]', "is no address"),
        ('[[publisher]]\nname = "A"\nfeeds = "x"', "feeds = 'x': give a list of texts"),
        ('[[publisher]]\nname = "A"\nfolders = ["none"]', "folders: 'none': no such folder"),
        ('[[publisher]]\nname = "A"\nfolders = ["sources.toml"]', "it is a file: give its folder"),
        ('[[publisher]]\nname = "A"\nzone = "Kyiv"', "zone = 'Kyiv': give an IANA name"),
        ('[[publisher]]\nname = "A"\npages = 0', "pages = 0: give a whole number from 1 on"),
        ('[[publisher]]\nname = "A"\npages = true', "pages = True: give a whole number"),
        ('[[publisher]]\nname = 7\nfolders = ["exports"]', "name = 7: give a text in quotes"),
        ('[[publisher]]\nname = "A"', "nothing is watched: give a publisher or collection one of"),
        ("", "nothing is watched"),
        (
            '[[publisher]]\nname = "A"\nfolders = ["exports", "./exports"]',
            "exports is given 2 times: give it once",
        ),
        ("[watch", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(tmp_path: Path, words: str, named: str) -> None:
    with pytest.raises(FoglineError) as raised:
        read_sources(_write(tmp_path, words))
    assert named in str(raised.value)
    assert "sources.toml" in str(raised.value)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    words = '[watch]\nevery = 1\n[[publisher]]\nname = "A"\nfeeds = ["x"]\nzone = "y"\nodd = 1\n'
    with pytest.raises(FoglineError) as raised:
        read_sources(_write(tmp_path, words))
    lines = str(raised.value).splitlines()
    assert lines[0].endswith("4 mistakes")
    assert [word in "\n".join(lines[1:]) for word in ("every", "feeds", "zone", "odd")] == [
        True
    ] * 4


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FoglineError, match="No such file"):
        read_sources(tmp_path / "none.toml")

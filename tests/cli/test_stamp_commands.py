"""Stamps and cases, as a user makes and checks them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest
from authorities import Authorities, authorities
from click.testing import CliRunner

from fogline.cli.main import commands

REPORT = "Russian forces shelled Izium on September 10. Ukrainian forces entered Kupiansk.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stamped")
    (made / "report.txt").write_text(REPORT, encoding="utf-8")
    given = ["--source", "ISW", "--published", "2022-09-11", "--reader", "linear"]
    words = ["add", str(made / "report.txt"), "--ledger", str(made / "war.db"), *given]
    assert CliRunner().invoke(commands, words).exit_code == 0
    return made


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with authorities(tmp_path_factory.mktemp("authority")) as made:
        yield made


def test_stamps_by_their_addresses(run: Any, folder: Path, own: Authorities) -> None:
    url = own.url.replace("http://", "http://me:secret@") + "/tsr?key=hush"
    said = run("ledger", "stamp", "--tsa", url, "--calendar", own.url)
    assert f"{own.url}/tsr stamped row" in said.stdout
    assert "before, and nothing came since" in run("ledger", "stamp", "--tsa", url).stdout
    assert "waits for a block" in run("verify").stdout
    assert "give --roots" in run("verify").stdout
    own.block = True
    run("ledger", "stamp", "--upgrade", "--calendar", own.url)
    Path("headers").write_text(own.header.hex(), encoding="utf-8")
    seen = run("verify", "--roots", str(own.root), "--block-headers", "headers").stdout
    assert "says Own (rfc3161)\n" in seen
    assert "says block 871,234 of Bitcoin (opentimestamps)\n" in seen
    kept = b"".join(p.read_bytes() for p in folder.glob("war.db*") if p.is_file())
    assert b"hush" not in kept
    assert b"me:secret" not in kept


def test_stamps_that_travel_by_file(run: Any, folder: Path, own: Authorities) -> None:
    run("ledger", "stamp", "--request", "head.tsq")
    Path("head.tsr").write_bytes(own.stamp(Path("head.tsq").read_bytes()))
    assert "is stamped" in run("ledger", "stamp", "--receipt", "head.tsr").stdout
    assert "was stamped before" in run("ledger", "stamp", "--receipt", "head.tsr").stdout
    run("ledger", "stamp", "--request", "head.txt")
    assert len(Path("head.txt").read_text(encoding="utf-8")) == 65


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nobody is named"),
        (["--tsa", "http://127.0.0.1:9/?key=hush"], "no answer"),
        (["--tsa", "nowhere"], "give https://"),
        (["--receipt", "report.txt"], "give .tsr or .ots"),
        (["--receipt", "none.tsr"], "No such file"),
        (["--request", "head.pdf"], ".tsq or .txt"),
    ],
)
def test_what_cannot_be_stamped_says_why(run: Any, words: list[str], said: str) -> None:
    result = run("ledger", "stamp", *words, code=2)
    assert said in result.stderr
    assert "hush" not in result.output


def test_a_case_is_a_bag_that_others_validate(run: Any, folder: Path, own: Authorities) -> None:
    run("ledger", "stamp", "--tsa", own.url)
    said = run("ledger", "export", "report", "--out", "case", "--format", "bag")
    assert "1 documents, 1 files as received, " in said.stdout
    assert not said.stderr
    bag = bagit.Bag(str(folder / "case"))
    bag.validate()
    (text,) = (folder / "case").glob("data/documents/*/text.txt")
    text.write_text("else", encoding="utf-8")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()
    refused = run("ledger", "export", "report", "report", "--out", "two", code=2)
    assert "give --format bag" in refused.stderr
    assert not list(folder.glob(".fogline-*"))

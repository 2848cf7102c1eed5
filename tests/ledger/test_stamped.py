"""Seals, stamps and cases of a ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from authorities import Authorities, authorities
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, Open, report
from sqlalchemy import update

from fogline.ledger import Ledger, LedgerError, open_ledger
from fogline.ledger.chain import Head, link
from fogline.ledger.schema import ACTS, HEAD
from fogline.ledger.write import writing
from fogline.stamps import StampError, Trusted, stamp_kinds

RFC3161 = stamp_kinds()["rfc3161"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with authorities(tmp_path_factory.mktemp("authority")) as made:
        yield made


def _stamp(book: Ledger, own: Authorities, kind: str = "rfc3161") -> Head:
    head = book.stamps.seal()
    receipt = stamp_kinds()[kind].ask(own.url, book.stamps.message(head))
    assert book.stamps.keep(head, kind, receipt, own.url)
    return head


def test_a_stamp_is_a_row_that_verify_checks(opened: Open, own: Authorities) -> None:
    book = opened()
    book.add([report(KUPIANSK)], UKRAINE, reader="linear")
    before = book.head()
    head = _stamp(book, own)
    assert head.seq == before.seq + 1
    assert book.stamps.seal() == head  # nothing but a stamp came since
    _stamp(book, own, "opentimestamps")
    book.add([report(IZIUM)], UKRAINE, reader="linear")
    assert book.stamps.seal().seq > head.seq
    proof = book.verify(trusted=Trusted(own.root.read_bytes()))
    assert not proof.flaws
    states = [(c.row.rows, c.attested.state) for c in proof.stamps if c.attested]
    assert states == [(head.seq, "proven"), (head.seq, "pending")]
    copy = opened("copy", empty=True)
    book.copy_to(copy)
    assert copy.verify().stamps == book.verify().stamps


def test_a_stamp_of_another_chain_is_refused(
    tmp_path: Path, own: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        open_ledger(tmp_path / "a.db", create=True) as one,
        open_ledger(tmp_path / "b.db", create=True) as two,
    ):
        head = one.stamps.seal()
        receipt = RFC3161.ask(own.url, one.stamps.message(head))
        assert one.stamps.head_of(RFC3161.digest(receipt)) == head
        with pytest.raises(LedgerError, match="no head of this ledger"):
            two.stamps.head_of(RFC3161.digest(receipt))
        with pytest.raises(StampError, match="other bytes"):
            two.stamps.keep(two.stamps.seal(), "rfc3161", receipt, "")
        two.stamps.keep(head, "rfc3161", receipt, "")
        (flaw,) = two.verify().flaws
        assert "is not row 2 of this chain" in flaw
        assert one.stamps.keep(head, "rfc3161", receipt, "")
        assert not one.stamps.keep(head, "rfc3161", receipt, "")
        merged = two.merge(one) if not two.verify().flaws else {}
        assert "stamps" not in merged
        monkeypatch.setitem(sys.modules, "asn1crypto.tsp", None)
        proof = one.verify()
        assert not proof.flaws
        assert "fogline[stamp]" in proof.stamps[0].why


def test_merging_takes_no_stamp_of_another_chain(tmp_path: Path, own: Authorities) -> None:
    with (
        open_ledger(tmp_path / "a.db", create=True) as one,
        open_ledger(tmp_path / "b.db", create=True) as two,
    ):
        two.add([report(KUPIANSK)], UKRAINE, reader="linear")
        _stamp(two, own)
        assert "stamps" not in one.merge(two)
        assert not one.verify().flaws
        assert one.verify().stamps == ()


def test_a_forged_seal_is_named(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db", create=True) as book:
        head = book.stamps.seal()
        with writing(book._engine) as connection:
            act = dict(
                connection.execute(ACTS.select().where(ACTS.c.seq == head.seq)).mappings().one()
            )
            act["detail"] = act["detail"][:-4] + "0000"
            (before,) = connection.execute(ACTS.select().where(ACTS.c.seq == 1)).mappings()
            hash = link(before["hash"], "acts", act)
            connection.execute(
                update(ACTS).where(ACTS.c.seq == head.seq).values(hash=hash, detail=act["detail"])
            )
            connection.execute(update(HEAD).values(hash=hash))
        (flaw,) = book.verify().flaws
        assert "the seal does not fit the rows before it" in flaw


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, own: Authorities) -> Path:
    folder = tmp_path_factory.mktemp("case")
    with open_ledger(folder / "war.db", create=True) as book:
        reports = [report(KUPIANSK), report(IZIUM), report(AGENCY, "A"), report(AGENCY, "B")]
        book.add(reports, UKRAINE, reader="linear")
        _stamp(book, own)
        ids = [row["document"] for row in book.view().to_pylist()]
        made = book.write_case({ids[0], ids[-1]}, folder / "case")
        assert (made.documents, made.files, made.stamps, made.unproven) == (2, 2, 1, 0)
    return folder / "case"


def _check(case: Path) -> tuple[int, str]:
    """What the case's own script says, far from fogline."""
    command = [sys.executable, "-I", "-S", str(case / "check.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_case_proves_itself_without_fogline(case: Path, own: Authorities) -> None:
    assert _check(case) == (0, "all rows lead to the head in stamps/head.txt\n")
    given = ["-data", "head.txt", "-in", "1-rfc3161.tsr", "-CAfile", str(own.root)]
    done = subprocess.run(
        ["openssl", "ts", "-verify", *given], cwd=case / "stamps", capture_output=True, check=False
    )
    assert b"Verification: OK" in done.stdout + done.stderr


@pytest.mark.parametrize("what", ["text", "claim", "evidence", "head", "root", "late"])
def test_what_was_altered_in_a_case_is_named(case: Path, what: str) -> None:
    if what in {"text", "claim", "late"}:
        (file, *_) = sorted(case.glob("documents/*/custody.json"))
    elif what == "evidence":
        (file, *_) = sorted(case.glob("evidence/*"))
    else:
        file = case / ("stamps/head.txt" if what == "head" else "proof.json")
    raw = file.read_bytes()
    altered = json.loads(raw) if file.suffix == ".json" else {}
    if what == "text":
        altered["document"]["text"] += "!"
    elif what == "claim":
        altered["claims"][0]["certainty"] = "possible"
    elif what == "late":
        altered["claims"][0]["seq"] = 10_000
    elif what == "root":
        altered["root"] = "0" * 64
    file.write_bytes(json.dumps(altered).encode() if altered else raw + b"x")
    try:
        code, said = _check(case)
    finally:
        file.write_bytes(raw)
    assert code == 1, said
    assert {"text": "text.txt", "late": "came after"}.get(what, file.parent.name[:5]) in said or (
        what == "root" and "another root" in said
    )


def test_a_case_without_a_stamp_says_so(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "war.db", create=True) as book:
        book.add([report(KUPIANSK)], UKRAINE, reader="linear")
        (id, *_) = (row["document"] for row in book.view().to_pylist())
        assert book.write_case([id], tmp_path / "case").unproven == 1
    code, said = _check(tmp_path / "case")
    assert code == 1
    assert "no stamp covered these rows" in said

"""Whatever byte is changed, of a kept file or of a row, verifying names it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from authorities import pending
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, report

from fogline.ledger import Judgement, open_ledger
from fogline.ledger.schema import CHAINED, GRAMS, HEAD
from fogline.model import Answer, Visit


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every table has rows."""
    path = tmp_path_factory.mktemp("kept") / "war.db"
    with open_ledger(path, create=True) as book:
        near = AGENCY.replace("heavy", "bitter")
        longer = (
            f"The weather was bad all week. {AGENCY} Nothing else is known, and the map of the"
            " district was drawn again by hand."
        )
        book.add(
            [
                report(KUPIANSK),
                report(IZIUM),
                report(AGENCY, "A"),
                report(near, "B"),
                report(longer, "C"),
            ],
            UKRAINE,
        )
        book.judge(
            [
                Judgement(
                    book.view().to_pylist()[0]["id"], "ann", "correct", "event", "hold", "why not"
                )
            ]
        )
        book.answers.keep(Answer("a" * 64, "1", "model", "{}", "stop", 10, 3, "served"))
        book.remember({"http://example.org/": Visit("etag", "modified", "stamp")})
        head = book.stamps.seal()
        book.stamps.keep(head, "opentimestamps", pending(book.stamps.message(head)), "a calendar")
        assert not book.verify().flaws
    return path


def flaws(path: Path) -> tuple[str, ...]:
    with open_ledger(path) as book:
        return book.verify().flaws


def test_every_table_has_rows(kept: Path) -> None:
    base = sqlite3.connect(kept)
    for table in (*CHAINED, GRAMS, HEAD):
        assert base.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0], table.name
    base.close()


def _other(value: object, where: int) -> object:
    """A value that differs in one byte."""
    if isinstance(value, bytes | str) and len(value) > 0:
        raw = bytearray(value.encode() if isinstance(value, str) else value)
        raw[where % len(raw)] = (raw[where % len(raw)] ^ 1) or 2
        return raw.decode("utf-8", "replace") if isinstance(value, str) else bytes(raw)
    if isinstance(value, float):
        return value + 0.25
    return value + 1 if isinstance(value, int) else "x"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_any_altered_value_is_named(kept: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    table = chance.choice([*CHAINED, GRAMS])
    path = tmp_path / "war.db"
    shutil.copytree(
        kept.with_name("war.db.evidence"), path.with_name("war.db.evidence"), dirs_exist_ok=True
    )
    shutil.copy(kept, path)
    base = sqlite3.connect(path)
    row = chance.choice(base.execute(f"SELECT rowid FROM {table.name}").fetchall())[0]
    column = chance.choice([c.name for c in table.columns])
    (before,) = base.execute(
        f'SELECT "{column}" FROM {table.name} WHERE rowid = ?', (row,)
    ).fetchone()
    after = _other(before, chance.randrange(1_000))
    try:
        base.execute(f'UPDATE {table.name} SET "{column}" = ? WHERE rowid = ?', (after, row))
        base.commit()
    except sqlite3.IntegrityError:
        return  # the number of another row: SQLite itself refuses
    finally:
        base.close()
    found = flaws(path)
    assert found, (table.name, column, before, after)
    assert table.name in found[0] or column == "seq", (found, table.name, column)
    path.unlink()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_any_altered_file_is_named(kept: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = chance.choice(
        sorted(f for f in kept.with_name("war.db.evidence").rglob("*") if f.is_file())
    )
    raw = bytearray(file.read_bytes())
    altered = bytearray(raw)
    altered[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    file.chmod(0o644)
    try:
        file.write_bytes(altered)
        (flaw,) = flaws(kept)
        assert file.name in flaw
        file.unlink()
        (flaw,) = flaws(kept)
        assert file.name in flaw
    finally:
        file.write_bytes(raw)
    assert not flaws(kept)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims SET event = CAST(event AS BLOB)",
        "INSERT INTO head VALUES (2, 5, 'x')",
        "DELETE FROM head",
    ],
)
def test_what_no_program_writes_is_named(kept: Path, tmp_path: Path, change: str) -> None:
    path = tmp_path / "war.db"
    shutil.copytree(kept.with_name("war.db.evidence"), path.with_name("war.db.evidence"))
    shutil.copy(kept, path)
    base = sqlite3.connect(path)
    base.execute(change)
    base.commit()
    base.close()
    assert flaws(path)


@pytest.mark.parametrize("table", [t.name for t in (*CHAINED, GRAMS)])
def test_a_removed_row_is_named(kept: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "war.db"
    shutil.copytree(kept.with_name("war.db.evidence"), path.with_name("war.db.evidence"))
    shutil.copy(kept, path)
    base = sqlite3.connect(path)
    base.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    base.commit()
    base.close()
    assert flaws(path)


def test_a_chain_cut_at_its_end_is_found_by_a_published_head(kept: Path, tmp_path: Path) -> None:
    """One who may write everything can forge head and all; not the head that was published."""
    path = tmp_path / "war.db"
    shutil.copytree(kept.with_name("war.db.evidence"), path.with_name("war.db.evidence"))
    shutil.copy(kept, path)
    with open_ledger(kept) as book:
        published = book.head()
    base = sqlite3.connect(path)
    base.execute("DELETE FROM stamps WHERE seq = ?", (published.seq,))
    rows = [
        base.execute(f"SELECT seq, hash FROM {t.name} ORDER BY seq DESC LIMIT 1").fetchone()
        for t in CHAINED
    ]
    base.execute("UPDATE head SET seq = ?, hash = ?", max(r for r in rows if r))
    base.commit()
    base.close()
    assert not flaws(path)
    with open_ledger(path) as book:
        assert published.hash in book.verify(published.hash).flaws[0]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_of_the_database_never_passes_as_whole_and_wrong(
    kept: Path, tmp_path: Path, seed: int
) -> None:
    """A byte of the file itself: verify names a flaw, or the byte lay where nothing is kept and all
    rows are as they were.
    """
    chance = random.Random(seed)
    path = tmp_path / "war.db"
    shutil.copytree(
        kept.with_name("war.db.evidence"), path.with_name("war.db.evidence"), dirs_exist_ok=True
    )
    raw = bytearray(kept.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)
    try:
        found = flaws(path)
    except ValueError:
        return  # no ledger any more: refused with an error of its own
    if not found:
        with open_ledger(path) as one, open_ledger(kept) as two:
            assert one.view(copies=True).equals(two.view(copies=True))
            assert one.head() == two.head()

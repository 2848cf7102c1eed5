from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import AGENCY, IZIUM, KUPIANSK, UKRAINE, report

from fogline.ledger import open_ledger
from fogline.ledger.copy_index import COMMON, CopyIndex, Text
from fogline.ledger.walk import walk
from fogline.ledger.write import writing
from fogline.model import Received
from fogline.reading import open_reader

READER = open_reader("linear", UKRAINE)
REPORTS = st.builds(
    report,
    st.sampled_from([AGENCY, f"{IZIUM} {AGENCY}", f"{AGENCY} {KUPIANSK}", KUPIANSK, "No news."]),
    st.sampled_from(["ISW", "Agency", "Paper", ""]),
    st.sampled_from(["2022-09-10", "2022-09-11T08:00", "2022-09-24", "2022-12-01", ""]),
)


def rows(file: Path, batches: Sequence[Sequence[Received]]) -> list[tuple[str, str]]:
    """Tables and ids in the order of the chain, which is that of the documents."""
    with open_ledger(file, create=True) as ledger:
        for batch in batches:
            ledger.add(batch, UKRAINE, reader=READER)
        assert ledger.verify().flaws == ()
        with ledger._engine.connect() as connection:
            chain = list(walk(connection))
    return [(t, row["id"]) for t, row in chain if t not in {"acts", "receipts"}]


@settings(max_examples=12, deadline=None)
@given(found=st.lists(REPORTS, max_size=6), cut=st.integers(0, 6))
def test_batches_make_no_difference(
    found: list[Received], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("batches")
    together = rows(folder / "together.db", [found])
    assert together == rows(folder / "cut.db", [found[:cut], found[cut:]])
    assert together == rows(folder / "alone.db", [[r] for r in found])


def test_what_everybody_prints_is_indexed_for_so_many_only(tmp_path: Path) -> None:
    one = Text(1, "1", "Paper 1", "2022-09-10T08:00:00Z", AGENCY)
    with (
        open_ledger(tmp_path / "war.db", create=True) as ledger,
        writing(ledger._engine) as connection,
    ):
        index = CopyIndex(connection)
        prints = [
            index.add(replace(one, seq=n, id=str(n), source=f"Paper {n}"))
            for n in range(1, COMMON + 3)
        ]
    linked = [sum(table == "links" for table, _ in found) for found in prints]
    assert linked[:3] == [0, 1, 2]
    empty = prints[-1][0][1]["digest"]
    assert empty == prints[-2][0][1]["digest"] != prints[0][0][1]["digest"]

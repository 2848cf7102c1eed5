"""The tree of row hashes, against RFC 9162's own words."""

from __future__ import annotations

import hashlib
import runpy
from importlib.resources import as_file, files

from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.ledger.merkle import Tree, paths

# The script that goes with a case, for whoever has no fogline.
with as_file(files("fogline.ledger") / "data" / "case_check.txt") as script:
    climb = runpy.run_path(str(script))["climb"]
ROWS = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(70)]


def _root(rows: list[str]) -> bytes:
    """RFC 9162, 2.1.1."""
    if len(rows) == 1:
        return hashlib.sha256(b"\0" + bytes.fromhex(rows[0])).digest()
    half = 1 << (len(rows) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + _root(rows[:half]) + _root(rows[half:])).digest()


@settings(max_examples=60)
@given(size=st.integers(1, 70), wanted=st.integers(0, 69), other=st.integers(0, 69))
def test_each_row_has_a_path_to_the_root(size: int, wanted: int, other: int) -> None:
    wanted, other, rows = wanted % size, other % size, ROWS[:size]
    tree = Tree()
    for row in rows:
        tree.add(row)
    assert (tree.size, tree.root()) == (size, _root(rows).hex())
    path = paths(rows, [wanted, other])[wanted]
    assert len(path) <= size.bit_length()
    assert climb(rows[wanted], wanted, size, path) == tree.root()
    if other != wanted:
        assert climb(rows[other], wanted, size, path) != tree.root()
        assert climb(rows[wanted], other, size, path) != tree.root()


def test_an_empty_tree_has_no_rows() -> None:
    assert Tree().root() == "0" * 64

"""A Merkle tree over the hashes of rows, as in RFC 9162: with one root, and a short path for each
row, anyone can check that the row is among them without having the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fogline.ledger.chain import START


def _leaf(row: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(row)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root of a tree whose leaves come one after the other."""

    def __init__(self) -> None:
        # The whole subtrees so far, the largest first.
        self._whole: list[bytes] = []
        self.size = 0

    def add(self, row: str) -> None:
        """Add a row's hash."""
        node, size = _leaf(row), self.size
        while size & 1:
            node, size = _node(self._whole.pop(), node), size >> 1
        self._whole.append(node)
        self.size += 1

    def root(self) -> str:
        """The root over all rows so far; of none, zeros."""
        if not self._whole:
            return START
        node = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            node = _node(left, node)
        return node.hex()


def paths(rows: Iterable[str], wanted: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The path to the root of each wanted row (counted from 0): what stands beside it, from the
    leaf up.
    """
    level, at = [_leaf(row) for row in rows], {n: n for n in wanted}
    found: dict[int, list[str]] = {n: [] for n in at}
    while len(level) > 1:
        for n, i in at.items():
            beside = i ^ 1
            if beside < len(level):
                found[n].append(level[beside].hex())
            at[n] = i // 2
        pairs = range(0, len(level), 2)
        level = [_node(level[i], level[i + 1]) if i + 1 < len(level) else level[i] for i in pairs]
    return {n: tuple(path) for n, path in found.items()}

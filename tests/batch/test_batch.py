"""A batch with Daft's own runner: a worker that dies, a bad line, and a batch that goes on."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fogline.batch import Batch, PieceReader, record_files, records
from fogline.batch.errors import BatchError
from fogline.batch.pieces import Piece
from fogline.ledger import ReadRecord, open_ledger

pytestmark = pytest.mark.filterwarnings("default")  # the engine's own warnings


@pytest.mark.slow
def test_a_worker_that_dies_is_done_again_and_a_bad_line_is_a_row(tmp_path: Path) -> None:
    once = tmp_path / "once"

    @dataclass(frozen=True)
    class Dying(PieceReader):
        """Dies the first time that it reads."""

        def read(self, piece: Piece, content: bytes | None = None) -> Iterator[ReadRecord]:
            if not once.exists():
                once.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield from super().read(piece, content)

    lines = [
        json.dumps({"id": f"a{n}", "text": f"Ukrainian forces captured Kupiansk. {n}.",
                    "source": "A", "published": f"2022-09-1{n % 3}"})
        for n in range(6)
    ]  # fmt: skip
    (tmp_path / "news.jsonl").write_text("\n".join([*lines, "not JSON"]), encoding="utf-8")
    inputs, out = [str(tmp_path / "news.jsonl")], tmp_path / "out"
    made = Batch(Dying("linear", "ukraine"), out, 1)
    made.run(inputs)
    s = made.summary
    assert (s.documents, s.claims, s.unread, s.again, s.before) == (7, 6, 1, 1, 0)
    days = {folder.name for folder in out.glob("day=*")}
    assert days == {"day=2022-09-10", "day=2022-09-11", "day=2022-09-12", "day=undated"}
    again = Batch(Dying("linear", "ukraine"), out, 1)
    again.run(inputs)
    assert (again.summary.before, again.summary.documents) == (1, 7)
    with pytest.raises(BatchError, match="another batch"):
        Batch(PieceReader("linear", "ukraine"), out, 2).run(inputs)
    with open_ledger(tmp_path / "war.db", create=True) as book:
        bulk = book.bulk(made.reader.opened)
        for file in record_files([str(out / "*" / "*.parquet")]):
            for some in records(file):
                bulk.add(some)
        assert (bulk.summary.new, len(bulk.summary.unreadable)) == (6, 1)
        assert not book.verify().flaws

"""Trains an encoder on annotated reports and writes it: ``fogline train FILES... --reader encoder
--out FILE``.

Needs the extra ``train``. Two cores take under two hours, of which cross-validation takes two
thirds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from fogline.reading import train as linear
from fogline.reading.annotated import read_examples
from fogline.reading.encoder import answers, base, crossvalidate, export, fine_tune
from fogline.reading.encoder.calibration import Calibration
from fogline.reading.encoder.ensemble import Mix, settings
from fogline.reading.encoder.fine_tune import STAGES, Plan
from fogline.reading.triggers import Triggers

READER = "fogline-encoder 1"
FOLDS = 3


def train_encoder(
    files: Sequence[Path], out: Path, *, stages: Sequence[Plan] = STAGES, folds: int = FOLDS,
    threads: int = 1, say: Callable[[str], None] = print,
) -> dict[str, Any]:  # fmt: skip
    """Train on annotated files and lessons, calibrate by cross-validation (none with ``folds=0``),
    write the model file.

    Returns its record. The same files, stages, threads and processor give the same bytes.

    Raises:
        ModelError: a file can't be used, or the base weights are missing.
        MissingError: a library is missing.
    """
    torch.set_num_threads(threads)
    start = base.load()
    texts = read_examples([f for f in files if f.suffix != ".txt"])
    lessons = read_examples([f for f in files if f.suffix == ".txt"])
    curve: Calibration | None = None
    judged: dict[str, Any] = {}
    if folds > 1:
        rows = crossvalidate.judged(texts, lessons, start, stages, folds, say)
        curve, judged = crossvalidate.fitted(rows)
        say(f"expected error of scores {judged['expected_error']:.3f}")
    found = [*texts, *lessons]
    items = list(answers.of_examples(found, Triggers(linear.learn_words(found))))
    say(f"all: {len(found)} documents, {len(items)} sentences")
    made = fine_tune.fit(items, start, stages, say)
    record = {
        "reader": READER,
        "trained_on": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files},
        "documents": len(found),
        "claims": sum(len(e.row["claims"]) for e in found),
        "sentences": len(items),
        "base": start.record,
        "stages": [asdict(p) for p in stages],
        "folds": folds,
        "threads": threads,
        "torch": torch.__version__,
        "calibration": judged,
    }
    export.write(made, out, settings(Mix(), curve), record)
    return record

"""Trains an encoder on annotated reports and writes it: ``fogline train FILES... --reader encoder
--out FILE``.

Needs the extra ``train-encoder``. Most of its time goes to cross-validation.
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
from fogline.reading.encoder import base, crossvalidate, export, multilingual
from fogline.reading.encoder.calibration import Calibration
from fogline.reading.encoder.ensemble import Mix, settings
from fogline.reading.encoder.fine_tune import STAGES, Plan
from fogline.reading.encoder.schema import ANY, LATIN
from fogline.reading.triggers import Triggers

READER = "fogline-encoder 2"
FOLDS = 3


def train_encoder(
    files: Sequence[Path], out: Path, *, letters: Sequence[str] = (LATIN,),
    stages: Sequence[Plan] = STAGES, folds: int = FOLDS, threads: int = 1,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:  # fmt: skip
    """Train on annotated files and lessons, calibrate by cross-validation (none with ``folds=0``),
    write the model file: a network for each of ``letters``, and the linear models beside them. The
    second network, for any letters, doubles the time of reading for .01 of core
    (docs/evaluation.md): it is made when asked for.

    Returns its record. The same files, stages, threads and processor give the same bytes.

    Raises:
        ModelError: a file can't be used, or the base weights are missing.
        MissingError: a library is missing.
    """
    torch.set_num_threads(threads)
    known = {LATIN: base.load, ANY: multilingual.load}
    bases = {name: known[name]() for name in letters}
    texts = {f.name: read_examples([f]) for f in files if f.suffix != ".txt"}
    lessons = read_examples([f for f in files if f.suffix == ".txt"])
    curve: Calibration | None = None
    judged: dict[str, Any] = {}
    if folds > 1:
        rows = crossvalidate.judged(texts, lessons, bases, stages, folds, say)
        curve, judged = crossvalidate.fitted(rows, texts)
        say(f"expected error of scores {judged['expected_error']:.3f}")
    found = [*(e for s in texts.values() for e in s), *lessons]
    bundle = linear.train(found, files)
    made = crossvalidate.fit_all(found, Triggers(bundle.learned), bases, stages, say)
    record = {
        "reader": READER,
        "trained_on": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files},
        "documents": len(found),
        "claims": sum(len(e.row["claims"]) for e in found),
        "bases": {letters: b.record for letters, b in bases.items()},
        "stages": [asdict(p) for p in stages],
        "folds": folds,
        "threads": threads,
        "torch": torch.__version__,
        "calibration": judged,
    }
    export.write(made, bundle, out, settings(Mix(), curve), record)
    return record

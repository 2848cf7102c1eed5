"""Makes a model file from annotated files: what ``fogline train`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fogline.reading import model
from fogline.reading.errors import ModelError
from fogline.require import require


def train_model(files: Sequence[Path], out: Path, *, reader: str = "linear") -> dict[str, Any]:
    """Train a reader on annotated reports (JSONL) and lessons (.txt), write it to ``out``, return
    its record.

    Raises: ModelError: a file that can't be read or that contradicts its text, or scikit-learn is
    missing.
    """
    if reader == "encoder":
        require("torch", "train-encoder")
        from fogline.reading.encoder.train import train_encoder

        return train_encoder(files, out)
    if reader == "of-the-day":
        require("sklearn", "train")
        from fogline.reading import train_of_the_day

        made = train_of_the_day.train(files)
        made.save(out)
        return dict(made.record)
    from fogline.reading import annotated, train

    found = annotated.read_examples(files)
    if not found:
        raise ModelError(
            "no annotated document in these files: give JSONL as GUIDELINES describe, or lessons"
        )
    bundle = train.train(found, files)
    model.save(bundle, out)
    return bundle.record

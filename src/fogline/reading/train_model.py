"""Makes a model file from annotated files: what ``fogline train`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fogline.reading import model
from fogline.reading.errors import LessonError, ModelError


def train_model(files: Sequence[Path], out: Path) -> dict[str, Any]:
    """Train all models on annotated reports (JSONL) and lessons (.txt), write them to ``out``,
    return their record.

    Raises: ModelError: a file that can't be read or that contradicts its text, or scikit-learn is
    missing.
    """
    from fogline.reading import annotated, train

    try:
        found = list(annotated.examples(files))
    except OSError as error:
        raise ModelError(f"{error.filename}: {error.strerror}") from error
    except (LessonError, KeyError) as error:
        raise ModelError(str(error)) from error
    if not found:
        raise ModelError(
            "no annotated document in these files: give JSONL as GUIDELINES describe, or lessons"
        )
    bundle = train.train(found, files)
    model.save(bundle, out)
    return bundle.record

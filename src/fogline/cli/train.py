"""``fogline train``: annotated files in, a model out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fogline.cli.ask import fail
from fogline.reading import ModelError, teach


def run(files: tuple[Path, ...], out: Path) -> int:
    """Train and print the record of the training."""
    try:
        record = teach(files, out)
    except ModelError as error:
        return fail(str(error))
    sys.stdout.write(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return 0

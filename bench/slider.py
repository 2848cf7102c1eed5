"""The map in a browser, with software rendering.

It measures the first paint, and how long a step of the slider takes until it is drawn.

usage: python bench/slider.py [--ledger FILE] [--steps 40] [--rest 1000] [--wait 5]
                              [--width 1280] [--height 800]

Without --ledger the demo is served. Each step's time runs from the slider's event to the first
picture with the day's front.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from web import served

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from chromium import CHROMIUM, FLAGS

STEP = """() => new Promise(done => {
  const slider = document.getElementById('day'), begun = performance.now();
  document.addEventListener('drawn', () => done(performance.now() - begun), {once: true});
  slider.stepDown();
  slider.dispatchEvent(new Event('input', {bubbles: true}));
})"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "html[data-ready=yes]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", default="")
    parser.add_argument("--wait", type=int, default=5, help="seconds before the first step")
    parser.add_argument("--rest", type=int, default=1_000, help="milliseconds between steps")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    given = parser.parse_args()
    with served(given.ledger) as site, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for run in ("first visit", "second visit"):
            page = browser.new_page(viewport={"width": given.width, "height": given.height})
            page.goto(site)
            page.wait_for_selector(READY, timeout=120_000)
            print(
                f"{run}: first contentful paint {page.evaluate(PAINT):.0f} ms, map ready"
                f" {page.evaluate('performance.now()'):.0f} ms"
            )
        page.wait_for_timeout(1_000 * given.wait)
        told(page, given.steps, given.rest)
        browser.close()


def told(page: Any, steps: int, rest: int) -> None:
    """Median and tail of the steps."""
    took = []
    for _ in range(steps):
        took.append(page.evaluate(STEP))
        page.wait_for_timeout(rest)
    took.sort()
    p50, p90 = took[len(took) // 2], took[int(0.9 * len(took))]
    print(
        f"{steps} steps of the slider: median {p50:.0f} ms, 90 % within {p90:.0f} ms, most"
        f" {took[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()

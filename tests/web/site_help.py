"""Reading a published site as its scripts do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from fogline.web.site.addresses import Addresses

Link = tuple[str, str]


def contents(site: Path) -> dict[str, bytes]:
    """The files of a site by name, unpacked."""
    out = {}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        written = path.read_bytes()
        name = str(path.relative_to(site))
        out[name] = gzip.decompress(written) if path.suffix == ".gz" else written
    return out


def texts(shelf: dict[str, Any]) -> dict[str, str]:
    """The texts of a file by address."""
    out = {}
    for address, steps in shelf["texts"].items():
        lines, after = [], 0
        for step in steps:
            after += step + 1
            lines.append(shelf["lines"][after - 1])
        out[address] = "\n".join(lines)
    return out


def joined(shelf: dict[str, Any], address: str) -> list[Any]:
    """The coordinates of the features of a day's front."""

    def line(numbers: list[int]) -> list[list[float]]:
        points = []
        for number in numbers:
            piece, x, y = shelf["pieces"][number], 0, 0
            for dx, dy in zip(piece[::2], piece[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append([x / shelf["units"], y / shelf["units"]])
        return points

    def whole(cut: list[Any]) -> list[Any]:
        return line(cut) if isinstance(cut[0], int) else [whole(part) for part in cut]

    return [whole(f["geometry"]["cut"]) for f in shelf["answers"][address]["features"]]


def links(page: bytes | str) -> Iterator[Link]:
    """What a page leads to or loads: attribute and address."""
    root = html.document_fromstring(page)
    for element in root.iter("*"):
        for name in ("href", "src", "action", "data-panel"):
            if element.get(name):
                yield name, element.get(name)


def shelved(files: dict[str, bytes]) -> dict[str, str]:
    """All texts of a site by address."""
    out: dict[str, str] = {}
    for name, written in files.items():
        if name.endswith(".json.gz"):
            found = json.loads(written)
            if isinstance(found, dict) and "texts" in found:
                out |= texts(found)
    return out


def table(page: bytes) -> Addresses:
    """The table of addresses that stands in a page."""
    from fogline.web.site.addresses import Row

    (told,) = html.document_fromstring(page).xpath("//script[@id='site']")
    more = []
    for row in json.loads(told.text)["rows"]:
        query = "&".join(f"{n}={v}" for n, v in row["asked"])
        pattern = row["path"] + (f"?{query}" if query else "")
        more.append(Row(pattern, row["file"], row["kind"], row["page"], row["query"]))
    return Addresses(more)

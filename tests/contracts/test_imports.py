"""Data flows one way through the rooms, no room reaches past another's door, and none has a circle.

The order of the rooms is ``rooms.txt``, the one that CONTRIBUTING cites.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from imports import circle, exported, imports, module_name

SRC = Path(__file__).parents[2] / "src" / "fogline"
ORDER = (Path(__file__).parent / "rooms.txt").read_text(encoding="utf-8").split()
FILES = sorted(SRC.rglob("*.py"))
MODULES = {module_name(path, SRC) for path in FILES}
EXPORTED = {room: exported(SRC / room / "__init__.py") for room in ORDER if (SRC / room).is_dir()}
# model's door is the record types themselves, control's its result and what is asked of it.
# reading's has what asks a large model and reads in processes besides, and measures readers.
DOORS = {"model": 24, "documents": 8, "reading": 10, "control": 21}
DOORS |= {"exports": 6, "ledger": 10, "front": 8, "stamps": 6}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def faults(source: str, module: str, is_package: bool = False) -> list[str]:
    """What a module imports against the order or past a door."""
    room, found = _room(module), []
    for each in imports(source, module, is_package):
        if each.module.split(".")[0] != "fogline":
            continue
        other = _room(each.module)
        names = EXPORTED.get(other, ()) if each.module == f"fogline.{other}" else ()
        target = each.target(MODULES, names)
        other = _room(target)
        if other == room:
            continue
        if ORDER.index(other) > ORDER.index(room):
            found.append(f"{room} comes before {other}: {target}")
        if target.count(".") > 1:
            found.append(f"past the door of {other}: {target}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_up(path: Path) -> None:
    module = module_name(path, SRC)
    found = faults(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
    assert found == [], module


@pytest.mark.parametrize(
    "source",
    [
        "import fogline",
        "import fogline.cli",
        "import fogline.cli as c",
        "from fogline import cli",
        "from fogline.cli import main",
        "from .. import cli",
        "from ..cli import main",
        "from ..model import span",
        "import fogline.model.span",
        "from fogline.model.span import Span",
        "def late():\n    from fogline import cli",
        "async def late():\n    import fogline.cli",
        "if TYPE_CHECKING:\n    from fogline.cli import main",
    ],
)
def test_each_way_to_import_is_seen(source: str) -> None:
    assert faults(source, "fogline.ledger.view") != []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from fogline.model import Span",
        "from fogline import model",
        "from . import query",
        "from .query import Query",
        "from ..model import Span",
    ],
)
def test_what_is_allowed_passes(source: str) -> None:
    assert faults(source, "fogline.ledger.view") == []


def test_the_order_has_every_room_once() -> None:
    rooms = {_room(module) for module in MODULES}
    assert sorted(ORDER) == sorted(rooms)


def _graph(room: str) -> dict[str, set[str]]:
    """Which modules of a room each of its modules imports when it runs."""
    graph: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        module = module_name(path, SRC)
        if _room(module) != room:
            continue
        source = path.read_text(encoding="utf-8")
        for each in imports(source, module, path.name == "__init__.py"):
            target = each.target(MODULES)
            if not each.typing_only and target in MODULES and _room(target) == room:
                graph[module].add(target)
    return graph


@pytest.mark.parametrize("room", [r for r in ORDER if (SRC / r).is_dir()])
def test_no_room_has_a_circle(room: str) -> None:
    assert circle(_graph(room)) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c", "b"]
    assert circle({"a": {"a"}}) == ["a", "a"]
    assert circle({"a": {"b", "c"}, "b": {"c"}}) == []


@pytest.mark.parametrize("room", [r for r in ORDER if (SRC / r).is_dir()])
def test_a_door_is_small(room: str) -> None:
    assert 0 < len(EXPORTED[room]) <= DOORS.get(room, 5)

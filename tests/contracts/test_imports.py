"""Data flows one way through the rooms, and no room reaches past another's door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "fogline"
ORDER = [
    "errors",
    "require",
    "notebook",
    "model",
    "theatre",
    "claim_text",
    "gazetteer",
    "documents",
    "reading",
    "ledger",
    "control",
    "front",
    "sources",
    "exports",
    "brief",
    "demo",
    "web",
    "api",
    "cli",
    "__main__",
]
FILES = sorted(SRC.rglob("*.py"))


def _room(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[0].removesuffix(".py")


def _imports(path: Path) -> list[tuple[str, list[str]]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("fogline."):
            found.append((node.module, [a.name for a in node.names]))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_up(path: Path) -> None:
    room = _room(path)
    for module, _ in _imports(path):
        other = module.split(".")[1]
        if other == room or room == "__init__":
            continue
        assert ORDER.index(other) < ORDER.index(room), f"{path.name}: {room} imports {module}"
        assert module.count(".") == 1, f"{path.name} reaches past the door of {other}: {module}"


@pytest.mark.parametrize("room", [r for r in ORDER if (SRC / r).is_dir()])
def test_a_door_is_small(room: str) -> None:
    tree = ast.parse((SRC / room / "__init__.py").read_text(encoding="utf-8"))
    names = next(
        ast.literal_eval(n.value)
        for n in tree.body
        if isinstance(n, ast.Assign) and n.targets[0].id == "__all__"
    )  # type: ignore[attr-defined]
    # model's door is the record types themselves (DESIGN).
    assert len(names) <= (22 if room == "model" else 5)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, f"{path.name}: {node.name}"


def test_nothing_knows_ukraine_in_code() -> None:
    for path in FILES:
        if (
            path.name in {"sources.py"}
            or "cli" in path.parts
            or path.name in {"api.py", "train.py"}
        ):
            continue  # names of countries, defaults of options
        code = path.read_text(encoding="utf-8")
        for word in ('"UA"', '"RU"', "'UA'", "'RU'"):
            assert word not in code, f"{path.name} names {word}"

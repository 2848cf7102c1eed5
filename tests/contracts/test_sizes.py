"""Files and functions are short, and so are lines."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "fogline"
FILES = sorted(SRC.rglob("*.py"))
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, LINE = 300, 45, 100
# Where lines may be long: data.
DATA = ("data/", "languages/", "evaluation/")
CODE = (".py", ".toml", ".js", ".css", ".html", ".xml")


def _long_functions(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LINES_OF_A_FUNCTION
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LINES_OF_A_FILE
    assert _long_functions(text) == []


@pytest.mark.parametrize("lead", ["def", "async def"])
def test_a_long_function_is_seen(lead: str) -> None:
    body = "    pass\n" * LINES_OF_A_FUNCTION
    assert _long_functions(f"{lead} f():\n{body}") == ["f"]


def test_lines_are_short() -> None:
    """Of all files of code that the repository has, but data."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    long = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix not in CODE or any(part in name for part in DATA) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > LINE:
                long.append(f"{name}:{number}: {len(line)} characters")
    assert long == []


def test_nothing_knows_ukraine_in_code() -> None:
    """No side of a war stands in code: theatres say who the belligerents are."""
    for path in FILES:
        if path == SRC / "gazetteer" / "sources.py":
            continue  # codes of countries
        code = path.read_text(encoding="utf-8")
        for word in ('"UA"', '"RU"', "'UA'", "'RU'"):
            assert word not in code, f"{path.name} names {word}"

"""The imports of a package as its source says them, for the tests of its order and its circles."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One imported module or name, as written: ``fogline.x`` or, of ``from``, with its name.

    ``typing_only`` is for those under ``if TYPE_CHECKING``.
    """

    module: str
    name: str = ""
    typing_only: bool = False

    def target(self, modules: set[str], exported: Collection[str] = ()) -> str:
        """The module that is imported: of ``from package import name``, the name if it is one.

        What a door exports comes from the door, even where a module has the same name.
        """
        whole = f"{self.module}.{self.name}"
        return whole if whole in modules and self.name not in exported else self.module


def module_name(path: Path, root: Path) -> str:
    """The module that a file is; a package's door is the package."""
    parts = (root.name, *path.relative_to(root).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, is_package: bool) -> Iterator[Import]:
    """All imports of a module: at its top, in functions, and those for types."""
    yield from _walk(ast.parse(source), module.split("."), is_package, False)


def _walk(node: ast.AST, parts: list[str], is_package: bool, typing: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, typing_only=typing)
    elif isinstance(node, ast.ImportFrom):
        base = _base(node, parts, is_package)
        for alias in node.names:
            yield Import(base, alias.name, typing)
    elif isinstance(node, ast.If) and _for_types(node.test):
        for child in node.body:
            yield from _walk(child, parts, is_package, True)
        for child in node.orelse:
            yield from _walk(child, parts, is_package, typing)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _walk(child, parts, is_package, typing)


def _base(node: ast.ImportFrom, parts: list[str], is_package: bool) -> str:
    """The module after ``from``; dots count from the module's package."""
    if not node.level:
        return node.module or ""
    up = node.level - (1 if is_package else 0)
    start = parts[: len(parts) - up] if up else parts
    return ".".join([*start, *([node.module] if node.module else [])])


def _for_types(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def exported(door: Path) -> list[str]:
    """The names in the ``__all__`` of a package."""
    for node in ast.parse(door.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle, the first one again at the end; empty if none."""
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module in done:
            return []
        for other in sorted(graph.get(module, ())):
            if found := visit(other, [*path, module]):
                return found
        done.add(module)
        return []

    for module in sorted(graph):
        if found := visit(module, []):
            return found
    return []

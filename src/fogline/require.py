"""Libraries that come with extras of the package, asked for where they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from fogline.errors import FoglineError


class MissingError(FoglineError):
    """A library that is not installed; the message says how to get it."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(
            f"this needs {module}, which is not installed: pip install 'fogline[{extra}]'"
        )


def require(module: str, extra: str) -> Any:
    """A library of one of the package's extras.

    Raises:
        MissingError: it is not installed; the message says how to get it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingError(module, extra) from error

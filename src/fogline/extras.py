"""Libraries that come with extras of the package, asked for where they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from fogline.errors import InputError


def needed(module: str, extra: str) -> Any:
    """A library of one of the package's extras.

    Raises:
        InputError: it is not installed; the message says how to get it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise InputError(f"this needs {module}, which is not installed: pip install 'fogline[{extra}]'") from error

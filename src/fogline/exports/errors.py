"""The error of this room."""

from __future__ import annotations

from fogline.errors import FoglineError


class ExportError(FoglineError):
    """What can't be exported; the message says why and what to do."""

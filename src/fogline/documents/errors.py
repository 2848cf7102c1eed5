"""Why a document can't be read: the error inside this room, and the record that callers get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fogline.errors import FoglineError


class DocumentError(FoglineError):
    """A document that can't be read: why, what to do about it, and its address where one is known.

    >>> str(DocumentError("no text found in this page", "save its text as .txt"))
    'no text found in this page: save its text as .txt'
    """

    def __init__(self, why: str, advice: str = "", *, where: str = "") -> None:
        super().__init__("", why, advice, where=where)
        self.args = (_joined(where, why, advice),)

    def beside(self, where: str) -> str:
        """The message without its address, if that is ``where``: for lists that name it anyway."""
        return _joined("" if self.where == where else self.where, self.why, self.advice)


class TemporaryError(DocumentError):
    """A page that can't be had now, and perhaps can the next time."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that can't be read: where it stands and why.

    ``seen`` is true where nothing is wrong: the document has not changed since it was last read.
    ``kind`` says what it is about: one document, the whole of the address that was asked for, the
    broken XML of a list, part of a document whose rest is kept, so that trying again would change
    nothing, or what is left for later, where nothing is wrong either.
    """

    where: str
    why: str
    seen: bool = False
    kind: Literal["document", "whole", "broken", "part", "later"] = "document"


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)

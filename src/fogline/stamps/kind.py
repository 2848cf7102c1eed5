"""What a kind of stamp can do, and what a receipt of it attests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from fogline.errors import FoglineError, UsageError
from fogline.require import require

# How the libraries fail on damaged bytes, beside their own errors.
_FAILURES = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, OSError,
             EOFError, RecursionError)  # fmt: skip
# proven: by someone who is trusted; unvouched: nobody trusted stands behind the signature; block:
# the proof leads to a block of Bitcoin that was not given; pending: it waits for its block.
State = Literal["proven", "unvouched", "block", "pending"]
# A Bitcoin block's header: its length, and where its Merkle root and its time stand.
HEADER, ROOT, TIME = 80, slice(36, 68), slice(68, 72)


class StampError(FoglineError):
    """A receipt that proves nothing of what it is for, or an authority that gives none."""


class NotYetError(StampError):
    """What a calendar has not put into a block yet."""


@dataclass(frozen=True, slots=True)
class Attested:
    """What a receipt says: ``by`` whom, of which moment, and how far that can be trusted."""

    state: State
    by: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the checker trusts: root certificates (PEM) and headers of Bitcoin's blocks."""

    certificates: bytes = b""
    headers: tuple[bytes, ...] = ()

    @classmethod
    def of_files(cls, roots: Path | None, headers: Path | None) -> Trusted:
        """What two files hold.

        Raises:
            UsageError: no certificate in the one, or a line that is no header in the other.
        """
        certificates = roots.read_bytes() if roots else b""
        if roots and b"-----BEGIN CERTIFICATE-----" not in certificates:
            raise UsageError(str(roots), "no certificate in it", "give certificates as PEM")
        lines = headers.read_text(encoding="utf-8", errors="replace").split() if headers else []
        return cls(certificates, tuple(_header(line) for line in lines))


def _header(line: str) -> bytes:
    try:
        found = bytes.fromhex(line)
    except ValueError:
        found = b""
    if len(found) != HEADER:
        why, advice = "no block header", f"give {HEADER} bytes in hex, one header a line"
        raise UsageError(f"{line[:40]!r}", why, advice)
    return found


@dataclass(frozen=True, slots=True)
class StampKind:
    """A kind of stamp: ``ask`` gets a receipt for bytes from an address, ``check`` says what a
    receipt attests of bytes, ``digest`` which SHA-256 it is for, and ``complete`` asks, among
    ``allowed`` addresses, for what a receipt still lacks; it gives the receipt as it is if nobody
    has more.
    """

    name: str
    ending: str
    ask: Callable[[str, bytes], bytes]
    check: Callable[[bytes, bytes, Trusted], Attested]
    digest: Callable[[bytes], bytes]
    complete: Callable[[bytes, Collection[str]], bytes] = lambda receipt, allowed: receipt
    request: Callable[[bytes], bytes] = lambda message: message


def library(name: str) -> Any:
    """A library of the extra ``stamp``."""
    return require(name, "stamp")


@contextmanager
def damage_named(standard: str, *failures: type[Exception]) -> Iterator[None]:
    """Say what is wrong with a receipt where its library fails on it.

    Raises:
        StampError: it is damaged, or none.
    """
    kinds: tuple[type[Exception], ...] = (*_FAILURES, *failures)
    try:
        yield
    except FoglineError:
        raise
    except kinds as error:
        why = f"no receipt of {standard}, or a damaged one ({type(error).__name__})"
        raise StampError("the receipt", why, "ask for it again") from error

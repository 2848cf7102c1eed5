"""The worker's side of :mod:`fogline.documents.guard`: bytes on standard input, rows of text on standard output."""

from __future__ import annotations

import json
import signal
import sys
import warnings

from fogline.documents.extract import FORMATS
from fogline.documents.formats import DocumentError
from fogline.documents.guard import _HEAD, _KINDS, MEMORY, SECONDS


def main() -> None:
    """Answer until standard input ends."""
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5_000)
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(_HEAD.size):
        kind, size = _HEAD.unpack(head)
        raw = source.read(size)
        answer = _answer(_KINDS[kind], raw)
        target.write(len(answer).to_bytes(4, "big") + answer)
        target.flush()


def _answer(kind: str, raw: bytes) -> bytes:
    # The processor's time, so that a busy machine refuses nothing; the default action ends the process even inside C code.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        answer: dict[str, object] = {"rows": FORMATS[kind](raw)}
    except DocumentError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError) as error:
        answer = {
            "error": f"its {kind} is nested too deeply or too large ({type(error).__name__}): save its text as .txt"
        }
    except Exception as error:  # noqa: BLE001 - a parser may fail in any way on a foreign file; the reason is passed on
        answer = {
            "error": f"its {kind} can't be parsed ({type(error).__name__}: {str(error)[:100]}): save its text as .txt"
        }
    signal.setitimer(signal.ITIMER_PROF, 0)
    return json.dumps(answer).encode("ascii")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

"""The worker of :mod:`fogline.documents.sandbox`: bytes on standard input, texts on its output."""

from __future__ import annotations

import json
import signal
import sys
import warnings
from dataclasses import asdict

from fogline.documents.errors import DocumentError
from fogline.documents.format import Parsed
from fogline.documents.registry import format_named
from fogline.documents.sandbox import ANSWER_HEAD_BYTES, HEAD, MEMORY, SECONDS

# Parsers of deeply nested pages need more than Python's thousand; the C stack bears this many.
RECURSION = 5_000


def main() -> None:
    """Answer until standard input ends."""
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(RECURSION)
    _limit_memory()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(HEAD.size):
        letters, size = HEAD.unpack(head)
        name = source.read(letters).decode()
        answer = _answer(name, source.read(size))
        target.write(len(answer).to_bytes(ANSWER_HEAD_BYTES, "big") + answer)
        target.flush()


def _answer(name: str, raw: bytes) -> bytes:
    # The processor's time, so that a busy machine refuses nothing; the default action of the
    # signal ends the process even inside C code.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    advice = "save its text as .txt"
    answer: dict[str, object]
    try:
        answer = {"found": [asdict(found) for found in _parse(name, raw)]}
    except DocumentError as error:
        answer = {"error": [error.why, error.advice]}
    except (MemoryError, RecursionError) as error:
        why = f"its {name} is nested too deeply or too large ({type(error).__name__})"
        answer = {"error": [why, advice]}
    except Exception as error:  # noqa: BLE001 - a parser may fail in any way; it is said why
        why = f"its {name} can't be parsed ({type(error).__name__}: {str(error)[:100]})"
        answer = {"error": [why, advice]}
    signal.setitimer(signal.ITIMER_PROF, 0)
    return json.dumps(answer).encode("ascii")


def _parse(name: str, raw: bytes) -> list[Parsed]:
    parse = format_named(name).parse
    return parse(raw) if parse else []


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

"""Parses foreign files in a process of its own, so that a crash, a hang or a bomb does no harm."""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from typing import IO, Any, Self

from fogline.documents.errors import DocumentError
from fogline.documents.format import Format, Parsed

# Processor time (seconds) and memory (bytes) that one document may cost; the slowest page of
# 11,000 real ones took under one second.
SECONDS, MEMORY = 6, 1_000_000_000
# Seconds by the clock after which the worker is stopped, should its own limit fail.
WAIT_SECONDS = 8.0
# A request is the length of the format's name and of the bytes, then both; an answer is its
# length and JSON.
HEAD = struct.Struct("!BI")
ANSWER_HEAD_BYTES = 4
_WORKER = "from fogline.documents.sandbox_worker import main; main()"


class ParserSandbox:
    """One worker process, started when first needed and again after it had to be stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, form: Format, raw: bytes) -> list[Parsed]:
        """What the format's parser makes of the bytes.

        Raises:
            DocumentError: the parser refused them, took too long or too much memory, or crashed.
        """
        if form.inline and form.parse is not None:
            return form.parse(raw)
        pieces = form.cut(raw) if form.cut is not None else [raw]
        return [one for piece in pieces for one in self._parsed(form, piece)]

    def _parsed(self, form: Format, raw: bytes) -> list[Parsed]:
        worker = self._start()
        assert worker.stdin is not None
        assert worker.stdout is not None
        timer = threading.Timer(WAIT_SECONDS, worker.kill)
        timer.start()
        try:
            name = form.name.encode()
            worker.stdin.write(HEAD.pack(len(name), len(raw)) + name + raw)
            worker.stdin.flush()
            answer = _receive(worker.stdout)
        except (BrokenPipeError, EOFError) as error:
            self.close()
            why = (
                f"its {form.name} could not be parsed within {SECONDS} s "
                f"and {MEMORY:,} bytes of memory"
            )
            raise DocumentError(why, "save its text as .txt") from error
        finally:
            timer.cancel()
        if "error" in answer:
            raise DocumentError(*answer["error"])
        return [Parsed(**row) for row in answer["found"]]

    def close(self) -> None:
        """Stop the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                _close(pipe)
            self._process = None
            atexit.unregister(self.close)

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            # The worker finds the same modules and plug-ins, and none in the current folder (-P).
            path = os.pathsep.join(p for p in sys.path if p)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
            atexit.register(self.close)
        return self._process


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        return


def _receive(pipe: IO[bytes]) -> dict[str, Any]:
    head = pipe.read(ANSWER_HEAD_BYTES)
    if len(head) < ANSWER_HEAD_BYTES:
        raise EOFError
    size = int.from_bytes(head, "big")
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError
    answer: dict[str, Any] = json.loads(body)
    return answer

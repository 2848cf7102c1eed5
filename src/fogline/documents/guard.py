"""Parses foreign files in a process of its own, which may crash, hang or swell without harm to the caller."""

from __future__ import annotations

import atexit
import json
import struct
import subprocess
import sys
import threading
from typing import IO, Any

from fogline.documents.formats import DocumentError, decode

# Seconds and bytes that one document may cost; the slowest page of 11,000 real ones took under one second.
SECONDS, MEMORY = 6, 1_000_000_000
_WAIT = 8.0
_HEAD = struct.Struct("!BI")
_KINDS = ("html", "pdf", "docx", "feed", "sitemap", "telegram")


class Guard:
    """One worker process, started when first needed and again after it had to be stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def extract(self, kind: str, raw: bytes) -> list[dict[str, str]]:
        """What :data:`fogline.documents.extract.FORMATS` makes of the bytes.

        Raises:
            DocumentError: the parser refused them, took too long, took too much memory, or crashed.
        """
        worker = self._start()
        assert worker.stdin is not None
        assert worker.stdout is not None
        timer = threading.Timer(_WAIT, worker.kill)
        timer.start()
        try:
            worker.stdin.write(_HEAD.pack(_KINDS.index(kind), len(raw)) + raw)
            worker.stdin.flush()
            answer = _receive(worker.stdout)
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise DocumentError(
                f"its {kind} could not be parsed within {SECONDS} s and {MEMORY:,} bytes of memory: save its text as .txt"
            ) from error
        finally:
            timer.cancel()
        if "error" in answer:
            raise DocumentError(answer["error"])
        rows: list[dict[str, str]] = answer["rows"]
        return rows

    def only(self, kind: str, raw: bytes) -> dict[str, str]:
        """What a page, PDF, Word file or plain text gives: one document.

        Raises:
            DocumentError: as for :meth:`extract`.
        """
        return {"text": decode(raw)} if kind == "text" else self.extract(kind, raw)[0]

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            command = [sys.executable, "-c", "from fogline.documents.worker import main; main()"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            atexit.register(self.close)
        return self._process

    def close(self) -> None:
        """Stop the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                _close(pipe)
            self._process = None
            atexit.unregister(self.close)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        return


def _receive(pipe: IO[bytes]) -> dict[str, Any]:
    head = pipe.read(4)
    if len(head) < 4:
        raise EOFError
    body = pipe.read(int.from_bytes(head, "big"))
    answer: dict[str, Any] = json.loads(body)
    return answer

"""The process of a :class:`fogline.reading.ReaderPool`: documents on standard input, what was made
of them on standard output.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from fogline.errors import FoglineError
from fogline.model import Document
from fogline.reading.errors import ReadingError
from fogline.reading.reader import Reader, open_reader
from fogline.theatre import Theatre

# Seconds without a question after which the process ends, and its memory is free: the next one
# that is needed starts in about as many as a long report takes to read.
IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Opening:
    """How a reader is opened, for a process that opens its own."""

    spec: str
    theatre: Theatre
    undated: bool = False

    def open(self) -> Reader:
        """A reader of one's own.

        Raises:
            ReadingError: no such reader, or a model file that can't be used.
        """
        return open_reader(self.spec, self.theatre, undated=self.undated)


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has opened its reader."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An error that ends the whole work, and no single document's."""

    error: Exception


def main() -> None:
    """Open a reader and answer until standard input ends, or until nobody has asked for a while."""
    # Whoever started this process decides what a signal means, and ends it by closing its input.
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, signal.SIG_IGN)
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    asked: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    try:
        reader = asked.get().open()
    except Exception as error:  # noqa: BLE001 - it is raised where the pool is
        _answer(target, Failed(_portable(error)))
        return
    _answer(target, Ready())
    work = None
    while True:
        try:
            question = asked.get(timeout=IDLE_SECONDS)
        except Empty:
            return
        if isinstance(question, Failed):
            _answer(target, question)
            continue
        other, document = question
        work = other or work  # the same as before is not sent again
        _answer(target, _made(reader, work, document))


def _listen(source: IO[bytes], asked: SimpleQueue[Any]) -> None:
    """Take questions off the pipe, which so is never full; its end is the end of this process, in
    the middle of a document too.
    """
    while True:
        try:
            asked.put(pickle.load(source))
        except (ImportError, AttributeError) as error:  # work of a module that is not here
            asked.put(Failed(_portable(error)))
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)


def _answer(target: IO[bytes], answer: object) -> None:
    try:
        pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
        target.flush()
    except OSError:  # nobody is there any more
        os._exit(0)


def _made(reader: Reader, work: Any, document: Document) -> Any:
    try:
        return work(reader, document)
    except ReadingError as error:
        return _portable(error)
    except Exception as error:  # noqa: BLE001 - it is raised where the pool is
        return Failed(_portable(error))


def _portable(error: Exception) -> Exception:
    """An error that another process can load, with the lines that led to it."""
    if not isinstance(error, FoglineError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - classes of plug-ins fail in any way
        kinds = (ReadingError, FoglineError)
        kind = next((k for k in kinds if isinstance(error, k)), RuntimeError)
        return kind("\n".join([str(error), *getattr(error, "__notes__", ())]))
    return error

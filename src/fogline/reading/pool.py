"""Readers in processes of their own: documents go out, and what is made of them comes back in the
order of the documents.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import Any, Self

from fogline.limits import cores
from fogline.model import Document, Reading
from fogline.reading.errors import ReadingError
from fogline.reading.limits import Limits
from fogline.reading.pool_process import Context, ReaderProcess, Task
from fogline.reading.pool_worker import Failed, Opening, Ready
from fogline.reading.reader import Reader, read_ahead
from fogline.theatre import Theatre

# Seconds of reading after which other processes help: one takes about as long to start.
ALONE_SECONDS = 1.0
# Results that wait for an earlier document, for each process.
UNSORTED = 512
# A document that ends its process so often is refused, and so is the work if processes end while
# they start: once may be chance, or a lack of memory.
ATTEMPTS = 2

Items = Iterable[tuple[Context, Document | None]]


class ReaderPool:
    """A reader that has help: what it is asked to :meth:`map` is read in ``workers`` processes.

    It is a reader itself, and a context that ends its processes. Without ``opening`` it reads
    alone, and has a reader that asks a large model begin with documents before their turn.
    Processes start when there is much to read, and end when nobody needs them.
    """

    def __init__(self, reader: Reader, workers: int = 1, opening: Opening | None = None) -> None:
        self._reader, self._opening = reader, opening
        self.workers = workers if opening else 1
        self._said: SimpleQueue[Any] = SimpleQueue()
        self._processes: list[ReaderProcess] = []
        self._unstarted = 0

    @classmethod
    def open(
        cls, spec: str, theatre: Theatre, *, undated: bool = False, workers: int | None = None
    ) -> ReaderPool:
        """A pool of readers, each opened as :func:`fogline.reading.open_reader` does; with as many
        ``workers`` as there are cores for this process, where no number is given.

        Raises:
            ReadingError: no such reader, or a model file that can't be used.
        """
        opening = Opening(spec, theatre, undated)
        return cls(opening.open(), workers or cores(), opening)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The name that its readers are opened by."""
        return self._reader.name

    @property
    def version(self) -> str:
        """Name and version, as claims carry them."""
        return self._reader.version

    @property
    def fingerprint(self) -> str:
        """Hash of all that a reading depends on but the document."""
        return self._reader.fingerprint

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its readers read."""
        return self._reader.languages

    @property
    def limits(self) -> Limits:
        """What its readers take."""
        return self._reader.limits

    def read(self, document: Document) -> Reading:
        """Read one document, here.

        Raises:
            ReadingError: the document can't be read.
        """
        return self._reader.read(document)

    def map(
        self, work: Callable[[Reader, Document], object], items: Items[Context]
    ) -> Iterator[tuple[Context, Any]]:
        """What ``work`` makes of documents, in their order, each with what came with it.

        An item without a document keeps its turn, and gives none. A document that can't be read
        gives its error, and so does one whose reading ends its process again and again. ``work``
        and what it makes travel between processes: it is a function of a module, with plain values.

        Raises:
            ReadingError: a process could not start.
        """
        waiting, spent = iter(read_ahead(self._reader, items, _document)), 0.0
        while self.workers < 2 or spent < ALONE_SECONDS:
            item = next(waiting, None)
            if item is None:
                return
            context, document = item
            start = time.perf_counter()
            made = _made_here(work, self._reader, document)
            spent += time.perf_counter() - start
            yield context, made
        try:
            yield from self._map(work, waiting)
        finally:
            if any(p.holds for p in self._processes):  # nobody waits for these any more
                self.close()

    def _map(self, work: Any, items: Items[Any]) -> Iterator[tuple[Any, Any]]:
        tasks: deque[Task[Any]] = deque()
        for context, document in items:
            task = Task(context, document, done=document is None)
            tasks.append(task)
            if document is not None:
                self._free(work).give(work, task)
            while not self._said.empty():
                self._hear(work)
            while len(tasks) >= UNSORTED * self.workers and not tasks[0].done:
                self._hear(work)
            while tasks and tasks[0].done:
                yield tasks[0].context, _result(tasks.popleft())
        while tasks:
            while not tasks[0].done:
                self._hear(work)
            yield tasks[0].context, _result(tasks.popleft())

    def _free(self, work: Any) -> ReaderProcess:
        """A process that can take a document; a new one where all have something to do."""
        while True:
            least = min(self._processes, key=lambda p: len(p.holds), default=None)
            if (least is None or least.holds) and len(self._processes) < self.workers:
                return self._start()
            if least is not None and not least.is_full:
                return least
            self._hear(work)

    def _start(self) -> ReaderProcess:
        assert self._opening is not None
        self._processes.append(ReaderProcess(self._opening, self._said))
        return self._processes[-1]

    def _hear(self, work: Any) -> None:
        """Wait for a process to say something, and act on it."""
        process, said = self._said.get()
        if process not in self._processes:
            return  # closed meanwhile
        if said is None:
            self._replace(process, work)
        elif isinstance(said, Failed) and not process.holds:
            raise said.error
        elif isinstance(said, Ready):
            process.ready, self._unstarted = True, 0
        else:
            process.holds.popleft().finish(said)

    def _replace(self, process: ReaderProcess, work: Any) -> None:
        """Give what a process held when it ended to another one."""
        self._processes.remove(process)
        code, held = process.ended(), process.holds
        self._unstarted += not process.ready
        if self._unstarted >= ATTEMPTS:
            raise ReadingError(
                f"processes that read end while they start ({_ending(code)})",
                advice="give fewer --workers: each has a reader of its own in memory",
            )
        if process.ready and code and held:  # it was reading the first; by itself it ends with 0
            held[0].attempts += 1
            if held[0].attempts >= ATTEMPTS:
                lost = held.popleft()
                lost.finish(
                    ReadingError(
                        f"the process that read it ended {ATTEMPTS} times ({_ending(code)})",
                        where=lost.document.id if lost.document else "",
                        advice="split the document, or give fewer --workers: memory may be short",
                    )
                )
        while held:
            self._free(work).give(work, held.popleft())

    def close(self) -> None:
        """End the processes; they start again when they are needed."""
        ended, self._processes = self._processes, []
        for process in ended:
            process.close()


def _document(item: tuple[Any, Document | None]) -> Document | None:
    return item[1]


def _result(task: Task[Any]) -> Any:
    """What was made of a document; a fault is raised when its turn has come."""
    if isinstance(task.result, Failed):
        raise task.result.error
    return task.result


def _made_here(work: Any, reader: Reader, document: Document | None) -> Any:
    if document is None:
        return None
    try:
        return work(reader, document)
    except ReadingError as error:
        return error


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"

"""Reading ahead: the model is asked about the next documents while the first of them is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from fogline.model import Document
from fogline.reading.llm.reader import LlmReader

Item = TypeVar("Item")


def ahead(
    reader: LlmReader, items: Iterable[Item], document_of: Callable[[Item], Document | None]
) -> Iterator[Item]:
    """The items in their order, those behind them begun.

    Once the model is stopped no more are taken: what was taken already is handed on, so that it
    is told of each that it was not read.
    """
    waiting: deque[Item] = deque()
    source, wanted = iter(items), 2 * reader.large.at_once
    while True:
        while len(waiting) < wanted and reader.large.stopped is None:
            item = next(source, None)
            if item is None:
                break
            document = document_of(item)
            if document is not None:
                reader.begin(document)
            waiting.append(item)
        if not waiting:
            return
        yield waiting.popleft()

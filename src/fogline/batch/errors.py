"""What goes wrong in a batch."""

from fogline.errors import FoglineError


class BatchError(FoglineError):
    """Inputs that can't be read, or an engine that can't go on."""


class EngineError(BatchError):
    """The engine could not do its own part of a step: fetch, start, write."""


class WorkerLostError(BatchError):
    """A worker ended before it gave an answer: killed, or out of memory."""

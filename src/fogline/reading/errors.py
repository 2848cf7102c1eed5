"""What can go wrong when documents are read."""

from __future__ import annotations

from fogline.errors import FoglineError


class ReadingError(FoglineError):
    """The root of all errors of reading; the message says what is wrong and what to do."""


class UndatedError(ReadingError):
    """A text with days that only its day of publication can place, and no such day."""


class DenseError(ReadingError):
    """A text so long or so full of events and places that it is no prose."""


class ModelError(ReadingError):
    """A model file that can't be used."""


class LessonError(ReadingError):
    """A lesson that can't be read."""


class UnknownReaderError(ReadingError):
    """No reader of that name, and no model file of that path."""


class EndpointError(ReadingError):
    """A large model that can't be asked: no answer, none that can be used, or a budget spent."""


class BudgetSpentError(EndpointError):
    """A limit of what asking a large model may cost that the next request would pass."""


class RequestRefusedError(EndpointError):
    """A request that an endpoint does not take, though it may take others."""


class UnansweredError(ReadingError):
    """A passage to which no answer is kept, and no endpoint to ask."""

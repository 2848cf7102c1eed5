"""The Python API: one call from a text to its claims, and one from a ledger to who held what."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fogline.errors import UsageError
from fogline.model import Document, Reading
from fogline.reading import Reader, open_reader
from fogline.theatre import Theatre, load

if TYPE_CHECKING:
    import pyarrow as pa

    from fogline.control import Control, Options
    from fogline.ledger import Ledger, Query


def read(
    text: str | Document,
    theatre: str = "ukraine",
    *,
    source: str = "",
    published: date | None = None,
    undated: bool = False,
    model: str = "",
    reader: Reader | str = "encoder",
) -> Reading:
    """Read a text or a document; offsets of the result are characters of the text as given.

    ``reader`` is a reader, or the name or model file of one; ``model`` is an older word for a
    model file. A text in a language that the reader does not know gives no claims: ``refused``
    of the result says so.

    Raises:
        TheatreError: no such theatre.
        ReadingError: no such reader; or the text has relative days, ``published`` is missing,
            and not ``undated``; or it is no prose.
        ValueError: the text is empty.
    """
    document = (
        text if isinstance(text, Document) else Document(text, source=source, published=published)
    )
    if not document.text.strip():
        raise ValueError("no text to read")
    if isinstance(reader, str):
        reader = _reader(model or reader, load(theatre), undated)
    return reader.read(document)


# The last two readers stay open, so that calls in a row do not load a model each.
@lru_cache(maxsize=2)
def _reader(spec: str, theatre: Theatre, undated: bool) -> Reader:
    return open_reader(spec, theatre, undated=undated)


def estimate(
    ledger: str | Path | Ledger | pa.Table, options: Options | None = None, **conditions: Any
) -> Control:
    """Who held each settlement on each day, from a ledger or from a view of one.

    ``ledger`` is a ledger's path or URL, an open ledger, or a view (an Arrow table, or what gives
    one). Of a ledger, ``conditions`` choose the claims (the fields of :class:`Query`), and without
    ``options`` it is estimated in its own theatre.

    Raises:
        LedgerError: there is no such ledger, or a condition that can't be met.
        ControlError: the claims give no days.
        UsageError: the ledger was read in several theatres, or conditions on a view, which has its
            claims already.
    """
    # Control and the ledger take a second to load, which reading a text does without.
    from fogline import control
    from fogline.ledger import Ledger, Query, open_ledger

    if isinstance(ledger, str | Path):
        with open_ledger(ledger) as book:
            return estimate(book, options, **conditions)
    if isinstance(ledger, Ledger):
        view, own = ledger_view(ledger, Query(**conditions), options.theatre if options else "")
        return control.estimate(view, options or own)
    if conditions:
        raise UsageError(
            f"conditions {', '.join(conditions)}",
            "a view has its claims already",
            "give them to Ledger.view, or give the ledger instead of a view",
        )
    return control.estimate(ledger, options)


def ledger_view(
    ledger: Ledger,
    query: Query,
    theatre: str = "",
    start: date | None = None,
    end: date | None = None,
) -> tuple[pa.Table, Options]:
    """The view of a ledger that a query asks for, and the options of its estimate.

    The theatre is the ledger's own if none is named. Without ``end``, an estimate by what was
    known on a day ends on that day.

    Raises:
        UsageError: the ledger was read in several theatres, or in none, and no theatre is named.
    """
    from fogline.control import Options

    known_on = query.as_of if not isinstance(query.as_of, datetime) else None
    options = Options(theatre=ledger.theatre(theatre), start=start, end=end or known_on)
    return ledger.view(query), options

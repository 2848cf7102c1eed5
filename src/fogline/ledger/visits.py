"""What servers said of addresses, for asking politely the next time."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, select

from fogline.ledger import timestamps
from fogline.ledger.chain import identify
from fogline.ledger.records import Rows
from fogline.ledger.schema import VISITS
from fogline.ledger.write import Appender, writing
from fogline.model import Visit


def last(connection: Connection, url: str, setting: str) -> Visit:
    """The last visit of an address by a reader of this setting; another reader must see the page
    again.
    """
    columns = (VISITS.c.etag, VISITS.c.modified, VISITS.c.stamp)
    query = (
        select(*columns)
        .where(VISITS.c.url == url, VISITS.c.setting == setting)
        .order_by(VISITS.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return Visit(*(v or "" for v in row)) if row else Visit()


def rows(connection: Connection, made: Mapping[str, Visit], setting: str) -> Rows:
    """Rows for the visits that say something new."""
    at = timestamps.now()
    found: Rows = []
    for url, v in made.items():
        if last(connection, url, setting) != v:
            row = {
                "url": url,
                "at": at,
                "setting": setting,
                "etag": v.etag or None,
                "modified": v.modified or None,
                "stamp": v.stamp or None,
            }
            found.append(("visits", {"id": identify(*row.values()), **row}))
    return found


def keep(engine: Engine, made: Mapping[str, Visit], setting: str) -> None:
    """Keep the visits that say something new."""
    with writing(engine) as connection:
        appender = Appender(connection)
        appender.append(rows(connection, made, setting))
        appender.close()

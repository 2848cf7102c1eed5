"""The ledger: what was published, as received and as read, appended and never changed."""

from fogline.ledger.bulk import ReadRecord, read_record
from fogline.ledger.dialect import LedgerError
from fogline.ledger.intake import Summary
from fogline.ledger.judgements import Judgement
from fogline.ledger.ledger import Ledger, open_ledger
from fogline.ledger.query import Query
from fogline.ledger.stamped import StampCheck
from fogline.ledger.stored import DocumentRow

__all__ = [
    "DocumentRow",
    "Judgement",
    "Ledger",
    "LedgerError",
    "Query",
    "ReadRecord",
    "StampCheck",
    "Summary",
    "open_ledger",
    "read_record",
]

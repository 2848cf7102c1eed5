"""When: days that a text names, against the day of publication."""

from fogline.reading.dates.clauses import Clauses
from fogline.reading.dates.finding import relative
from fogline.reading.dates.found import Found
from fogline.reading.dates.narrative import Narrative
from fogline.reading.dates.stated import is_month

__all__ = ["Clauses", "Found", "Narrative", "is_month", "relative"]

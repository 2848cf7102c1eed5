"""The old name of :mod:`fogline.ledger.timestamps`."""  # alias until merged

from fogline.ledger.timestamps import days_after, end_of, now, spell

__all__ = ["days_after", "end_of", "now", "spell"]

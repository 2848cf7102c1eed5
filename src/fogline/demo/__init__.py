"""The demo: a fortnight of dispatches written for it, through the whole chain."""

from fogline.demo.demo import ledger, run

__all__ = ["ledger", "run"]

"""The demo: a fortnight of dispatches written for it, through the whole chain."""

from fogline.demo.demo import run

__all__ = ["run"]

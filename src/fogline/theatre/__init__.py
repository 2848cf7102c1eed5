"""The theatre: who fights, under which names, who speaks for whom, and where."""

from fogline.theatre.load import TheatreError, known, load
from fogline.theatre.theatre import River, Theatre

__all__ = ["River", "Theatre", "TheatreError", "known", "load"]

"""The theatre: who fights, under which names, who speaks for whom, and where."""

from fogline.theatre.load import known, load
from fogline.theatre.tables import TheatreError
from fogline.theatre.theatre import River, Theatre

__all__ = ["River", "Theatre", "TheatreError", "known", "load"]

"""The theatre: who fights, under which names, who speaks for whom, and where."""

from fogline.theatre.load import TheatreError, known, load
from fogline.theatre.theatre import Belligerent, River, Theatre

__all__ = ["Belligerent", "River", "Theatre", "TheatreError", "known", "load"]

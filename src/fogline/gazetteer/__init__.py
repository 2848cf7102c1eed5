"""The gazetteer: every spelling, in every script, of the places of a theatre."""

from fogline.gazetteer.gazetteer import Gazetteer, Match, open_gazetteer
from fogline.gazetteer.imports import GazetteerError, import_file

__all__ = ["Gazetteer", "GazetteerError", "Match", "import_file", "open_gazetteer"]

"""Watching: feeds, sitemaps and folders are visited when they are due, for ever."""

from fogline.watch.clock import Clock
from fogline.watch.sources_file import read_sources
from fogline.watch.states import SourceState, source_states
from fogline.watch.watcher import Watcher

__all__ = ["Clock", "SourceState", "Watcher", "read_sources", "source_states"]

"""Documents: texts from files, folders, exports, archives and addresses, and who published them."""

from fogline.documents.errors import Unreadable
from fogline.documents.fetcher import Fetcher
from fogline.documents.load import count as count  # alias until merged
from fogline.documents.load import load
from fogline.documents.registry import input_formats
from fogline.documents.source_defaults import SourceDefaults

Given = SourceDefaults  # alias until merged
Problem = Unreadable  # alias until merged
Web = Fetcher  # alias until merged

__all__ = ["Fetcher", "SourceDefaults", "Unreadable", "input_formats", "load"]

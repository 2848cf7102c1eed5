"""Documents: texts from files, folders, exports, archives and addresses, and who published them."""

from fogline.documents.errors import Unreadable
from fogline.documents.fetcher import Fetcher
from fogline.documents.input_files import input_files, leads_out
from fogline.documents.load import load
from fogline.documents.registry import input_formats
from fogline.documents.sandbox import ParserSandbox
from fogline.documents.source_defaults import SourceDefaults

__all__ = [
    "Fetcher",
    "ParserSandbox",
    "SourceDefaults",
    "Unreadable",
    "input_files",
    "input_formats",
    "leads_out",
    "load",
]

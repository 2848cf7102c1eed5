"""Documents: files, folders, exports, archives, addresses and streams become texts with what is known of their publication."""

from fogline.documents.given import Given, Problem
from fogline.documents.load import count, load
from fogline.documents.web import Web

__all__ = ["Given", "Problem", "Web", "count", "load"]

"""Documents: files, folders, exports, archives and streams become texts with what is known of their publication."""

from fogline.documents.formats import DocumentError
from fogline.documents.given import Given, Problem
from fogline.documents.load import load

__all__ = ["DocumentError", "Given", "Problem", "load"]

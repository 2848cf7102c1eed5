"""Documents: files, folders and streams become texts with what is known of their publication."""

from fogline.documents.formats import DocumentError
from fogline.documents.load import Given, Problem, load

__all__ = ["DocumentError", "Given", "Problem", "load"]

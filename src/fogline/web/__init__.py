"""The web: a map through time with the evidence behind every shade, pages for claims, documents and sources, and their API."""

from fogline.web.app import create_app
from fogline.web.serve import serve
from fogline.web.settings import Settings

__all__ = ["Settings", "create_app", "serve"]

"""The web page and its API: a map through time, and the evidence behind every shade of it."""

from fogline.web.app import create_app
from fogline.web.serve import serve
from fogline.web.settings import Settings
from fogline.web.site import publish

__all__ = ["Settings", "create_app", "publish", "serve"]

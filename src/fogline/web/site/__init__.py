"""A ledger as a folder of plain files, which any web host serves: the page without a server."""

from fogline.web.site.publication import publish

__all__ = ["publish"]

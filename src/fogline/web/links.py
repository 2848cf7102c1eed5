"""Which addresses of documents a page may link to."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(url: str | None) -> str:
    """An http or https address that a page may link to; empty for any other."""
    if not url or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""

"""Headers that tell browsers what they may do with a response: nothing but what the page needs."""

from __future__ import annotations

from urllib.parse import urlsplit

from fogline.web.settings import Settings


def content_security_policy(style: str) -> str:
    """The Content-Security-Policy: only this server, and the host of a map style that is given.

    MapLibre makes its worker of a blob.
    """
    other = ""
    if style:
        parts = urlsplit(style)
        other = f" {parts.scheme}://{parts.netloc}"
    directives = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "worker-src blob:",
        "child-src blob:",
        f"img-src 'self' data: blob:{other}",
        f"connect-src 'self'{other}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(directives)


def security_headers(settings: Settings) -> dict[str, str]:
    """The headers that every response has."""
    return {
        "Content-Security-Policy": content_security_policy(settings.style),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-cache",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }

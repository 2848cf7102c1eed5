"""Headers that tell browsers what they may do with a response: nothing but what the page needs."""

from __future__ import annotations

from urllib.parse import urlsplit

from fogline.web.settings import Settings

_NOBODY = "'none'"
# The one page that pages of other sites may frame.
EMBED = "/embed"


def content_security_policy(style: str, framed_by: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy: only this server, and the host of a map style that is given.

    MapLibre makes its worker of a blob. ``framed_by`` are the sites that may frame the page.
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
        f"frame-ancestors {' '.join(framed_by) or _NOBODY}",
    )
    return "; ".join(directives)


def headers_of(path: str, settings: Settings) -> dict[str, str]:
    """The headers of a path's response: those of all, but for the page that others may frame."""
    headers = security_headers(settings)
    if path == EMBED and settings.embed_on:
        # Browsers that know frame-ancestors don't need the older header, which can name no site.
        del headers["X-Frame-Options"]
        policy = content_security_policy(settings.style, settings.embed_on)
        headers["Content-Security-Policy"] = policy
    return headers


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

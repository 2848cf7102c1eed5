"""Asks an authority over HTTP; what an address holds of keys is sent, and told to nobody."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from fogline.errors import UsageError
from fogline.stamps.kind import NotYetError, StampError
from fogline.version import VERSION

# Seconds for an answer, and bytes of a receipt; real ones have some thousand.
_SECONDS, MAX_RECEIPT = 30.0, 100_000
_NOT_FOUND = 404


def authority_name(url: str) -> str:
    """An address as it may be shown and kept: without user, password, query and fragment.

    Raises:
        UsageError: no address.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        fit = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fit = False
    if not fit:
        # The address itself may hold a key.
        raise UsageError("an authority's address", "no address", "give https://HOST/PATH")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}"


def send(url: str, body: bytes | None, media: str = "") -> bytes:
    """The answer to a request: POST with a body, GET without.

    Raises:
        NotYetError: the authority has nothing there.
        StampError: no answer, or another status than 200.
    """
    name, parts = authority_name(url), urlsplit(url)
    headers = {"User-Agent": f"fogline/{VERSION}", **({"Content-Type": media} if media else {})}
    if parts.username:
        key = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers |= urllib3.make_headers(basic_auth=key)
    target = name + (f"?{parts.query}" if parts.query else "")
    try:
        with urllib3.PoolManager(timeout=_SECONDS, retries=False) as pool:
            answer = pool.request(
                "GET" if body is None else "POST", target, body=body, headers=headers,
                redirect=False, preload_content=False,
            )  # fmt: skip
            try:
                status, found = answer.status, answer.read(MAX_RECEIPT + 1)
            finally:
                answer.close()
    except (HTTPError, OSError) as error:
        # Not the library's words, which hold the address with its query.
        raise StampError(f"no answer ({type(error).__name__})", advice="try again later") from None
    if status == _NOT_FOUND and body is None:
        raise NotYetError("it has no more yet", advice="ask again in some hours")
    if status != 200:
        raise StampError(f"it answers {status}", advice="check its address and its key")
    if len(found) > MAX_RECEIPT:
        raise StampError(f"a receipt of more than {MAX_RECEIPT:,} bytes")
    return bytes(found)

"""Serving an application on a socket until somebody stops it."""

from __future__ import annotations

import socket
from collections.abc import Callable

from fogline.errors import UsageError
from fogline.require import require
from fogline.web.app import create_app
from fogline.web.settings import Settings

# Connections that wait to be accepted, and seconds that one is kept silent after an answer.
_BACKLOG, _KEEP_ALIVE = 128, 20


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until interrupted; ``say`` gets the address once it is bound.

    Raises:
        UsageError: the address can't be had; the message says which.
        FoglineError: an extra is not installed, or the ledger can't be served.
    """
    uvicorn = require("uvicorn", "web")
    from fogline.web.connections import MOST_CONNECTIONS, ImpatientProtocol

    app = create_app(settings)
    with _bound(settings) as listening:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(f"http://{host}:{listening.getsockname()[1]}/")
        config = uvicorn.Config(
            app,
            log_level="warning",
            use_colors=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE,
            limit_concurrency=MOST_CONNECTIONS,
            http=ImpatientProtocol,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _bound(settings: Settings) -> socket.socket:
    """A listening socket; an address that is taken ends the command before anything is served."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Without the protocol's number asyncio leaves Nagle's algorithm on, and small answers wait
    # 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        what, why = f"host {settings.host}, port {settings.port}", str(error.strerror)
        raise UsageError(what, why, "give others with --host and --port") from error
    return listening

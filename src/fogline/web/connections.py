"""Connections that end when nothing comes of them, and of which nobody can hold all."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from fogline.web.clients import client_of

# Connections in all, and those that one client can hold: others always find some.
MOST_CONNECTIONS, MOST_OF_ONE = 512, 256
# Seconds for a request to come whole, and for a client to take the next part of its answer: many
# times what a slow telephone line needs for 64 kB.
_REQUEST_SECONDS, _TAKE_SECONDS = 10.0, 30.0


class ImpatientProtocol(H11Protocol):
    """HTTP that closes a connection whose request, or whose reading of an answer, stands still.

    Uvicorn itself ends only connections that are silent after an answer.
    """

    _client = ""
    _ending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless its client has its share."""
        super().connection_made(transport)
        self._client = client_of(self.client)
        others = (one for one in self.connections if isinstance(one, ImpatientProtocol))
        if sum(one._client == self._client for one in others) > MOST_OF_ONE:
            transport.abort()
        else:
            self._end_after(_REQUEST_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the time runs until the request is whole, however it trickles in."""
        super().data_received(data)
        if not self._waits_for_request:
            if not self.flow.write_paused:
                self._stay()
        elif self._ending is None:
            self._end_after(_REQUEST_SECONDS)

    @property
    def _waits_for_request(self) -> bool:
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent."""
        super().pause_writing()
        self._end_after(_TAKE_SECONDS)

    def resume_writing(self) -> None:
        """Go on, as it has taken most."""
        super().resume_writing()
        self._stay()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._stay()
        super().connection_lost(exc)

    def _end_after(self, seconds: float) -> None:
        self._stay()
        self._ending = self.loop.call_later(seconds, self.transport.abort)

    def _stay(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

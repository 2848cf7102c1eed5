"""An endpoint that speaks as OpenAI's chat completions do: asked politely, and never trusted."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from fogline.errors import UsageError
from fogline.reading.errors import EndpointError, RequestRefusedError
from fogline.reading.llm.concessions import Concessions
from fogline.reading.llm.prompt import Request

# Seconds to reach it, for one answer, and the longest that it may ask to wait.
_REACH, ANSWER_SECONDS, MOST_WAIT = 10.0, 300.0, 300.0
# How often one request is sent, and the seconds after the first time; they double.
TRIES, FIRST_WAIT = 6, 1.0
# Bytes of an answer that are read, and characters of an error that are told.
_MOST, _TOLD = 1 << 20, 200
# Codes that may pass by themselves (RFC 9110; 529 is "overloaded" at some hosts).
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_DONE, _KEY_REFUSED, _NOT_THERE, _TAKES_NOT = 200, (401, 403), 404, (400, 422, 501)
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an endpoint answered."""

    text: str
    ended: str
    tokens_in: int
    tokens_out: int
    served: str


class Endpoint:
    """The address of a model, and the key to it, which nothing shows.

    Raises:
        UsageError: no such address, or one with a key in it.
    """

    def __init__(
        self, url: str, key: str = "", *, patience: float = ANSWER_SECONDS, wait: float = FIRST_WAIT
    ) -> None:
        self._address = _address(url)
        self._key, self._patience, self._wait = key, patience, wait
        self._concessions, self._lock, self._closed = Concessions(), Lock(), Event()
        timeout = urllib3.Timeout(connect=_REACH, read=patience)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, maxsize=64)

    def __repr__(self) -> str:
        return f"Endpoint({self.shown!r})"

    @property
    def shown(self) -> str:
        """Its address without what may be secret."""
        return self._address.split("?")[0]

    @property
    def is_local(self) -> bool:
        """Whether it is this machine."""
        return parse_url(self._address).host in {"localhost", "127.0.0.1", "[::1]"}

    @property
    def is_open(self) -> bool:
        """Whether others may listen on the way to it."""
        return self._address.startswith("http:") and not self.is_local

    def close(self) -> None:
        """Stop waiting and asking."""
        self._closed.set()
        self._pool.clear()

    def ask(self, request: Request, most_tokens: int) -> Reply:
        """Send a request until it is answered.

        Raises:
            EndpointError: it is not answered, or the answer is none of a chat.
        """
        wait, why = self._wait, ""
        for attempt in range(TRIES):
            if attempt and self._closed.wait(wait):
                break
            with self._lock:
                mode = self._concessions
            try:
                status, headers, raw = self._send(mode.body(request, most_tokens))
            except (HTTPError, TimeoutError, OSError) as error:
                why, wait = _failure(error), self._wait * 2**attempt
                continue
            reply = _reply(raw) if status == _DONE else None
            if reply is not None:
                return reply
            if status == _DONE:
                why, wait = (
                    "what it answers is no chat: look at --endpoint",
                    self._wait * 2**attempt,
                )
                continue
            why = self._said(raw)
            if status in _TAKES_NOT and self._concede(mode, why):
                wait = 0.0
                continue
            if status not in _PASSING:
                raise self._refused(status, why)
            why, wait = f"status {status}: {why}", _waiting(headers, self._wait * 2**attempt)
            if wait > MOST_WAIT:
                raise EndpointError(
                    self.shown,
                    f"it asks to wait {wait:,.0f} s",
                    "run again later: answers are kept",
                )
        raise EndpointError(
            self.shown, f"no answer in {TRIES} tries ({why})", "run again later: answers are kept"
        )

    def _send(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        raw = json.dumps(body, ensure_ascii=True).encode()
        latest = time.monotonic() + self._patience
        # A redirect would take the text to somebody else.
        response = self._pool.request(
            "POST", self._address, body=raw, headers=headers, redirect=False, preload_content=False
        )
        try:
            read = bytearray()
            for part in response.stream(1 << 14, decode_content=True):
                read += part
                if len(read) > _MOST:
                    raise EndpointError(self.shown, f"an answer of more than {_MOST:,} bytes")
                if time.monotonic() > latest:
                    raise TimeoutError(f"no whole answer in {self._patience:g} s")
        finally:
            response.close()
        return response.status, response.headers, bytes(read)

    def _concede(self, mode: Concessions, why: str) -> bool:
        """Leave out what the endpoint does not take; false if nothing is left to leave out."""
        with self._lock:
            if self._concessions == mode:
                self._concessions = mode.after(why)
            return self._concessions != mode

    def _said(self, raw: bytes) -> str:
        """The error in an answer, in short, without the key, should it repeat it."""
        text = raw.decode("utf-8", "replace")
        try:
            found = json.loads(text)
            error = found.get("error", found) if isinstance(found, dict) else found
            text = str(error.get("message", error) if isinstance(error, dict) else error)
        except ValueError:
            pass  # no JSON: the text itself is told
        shown = " ".join(text.split())
        if self._key:
            shown = shown.replace(self._key, "(key)")
        return "".join(c for c in shown if c.isprintable())[:_TOLD]

    def _refused(self, status: int, why: str) -> EndpointError:
        if status in _KEY_REFUSED:
            # Some hosts repeat a part of the key here.
            return EndpointError(
                self.shown,
                f"it refuses the key (status {status})" if self._key else "it wants a key",
                "name a file with --key-file, or set FOGLINE_LLM_KEY",
            )
        if status == _NOT_THERE:
            return EndpointError(
                self.shown, f"no such model or path ({why})", "look at --endpoint and --model"
            )
        if 300 <= status < 400:
            return EndpointError(self.shown, "it points elsewhere", "give that --endpoint")
        return RequestRefusedError(self.shown, f"it refuses the request (status {status}: {why})")


def _reply(raw: bytes) -> Reply | None:
    """What an answer says; none if it is no answer of a chat."""
    try:
        found = json.loads(raw)
        choice = found["choices"][0]
        message, usage = choice["message"], found.get("usage") or {}
        refusal = message.get("refusal")
        return Reply(
            _content(refusal or message.get("content")),
            "refusal" if refusal else str(choice.get("finish_reason") or "stop"),
            int(usage.get("prompt_tokens") or 0),
            int(usage.get("completion_tokens") or 0),
            str(found.get("model") or ""),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None


def _content(content: object) -> str:
    """The words of a message: a text, or a list of parts."""
    if isinstance(content, list):
        return "".join(str(p.get("text") or "") for p in content if isinstance(p, dict))
    return content if isinstance(content, str) else ""


def _address(url: str) -> str:
    try:
        parts = parse_url(url)
    except HTTPError as error:
        raise UsageError("endpoint", "it is no address", "give http(s)://HOST/v1") from error
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise UsageError(f"endpoint {url!r}", "it is no address", "give http(s)://HOST/v1")
    if parts.auth:
        raise UsageError(
            f"endpoint at {parts.host}",
            "its address has a name or key in it",
            "give the key with --key-file, or in FOGLINE_LLM_KEY",
        )
    path = (parts.path or "").rstrip("/")
    full = path if path.endswith(_PATH) else path + _PATH
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{full}{query}"


def _failure(error: Exception) -> str:
    """What went wrong on the way, in short."""
    told = {
        "NewConnectionError": "can't be reached",
        "ConnectTimeoutError": "can't be reached in time",
        "ReadTimeoutError": "it took too long",
        "NameResolutionError": "no such host",
        "SSLError": "its certificate can't be trusted",
    }
    return told.get(type(error).__name__, str(error)[:_TOLD] or type(error).__name__)


def _waiting(headers: Mapping[str, str], otherwise: float) -> float:
    """Seconds to wait before the next try, as the server asks, or else as given (RFC 9110)."""
    asked = headers.get("Retry-After", "")
    if asked.strip().isdecimal():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return otherwise

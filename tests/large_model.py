"""An endpoint of the tests' own: it speaks as a large model's does, and plays what it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fogline.reading.llm.prompt import FIELDS

_FILE = Path(__file__).parent / "reading" / "llm" / "recorded.json"
PLAIN = {"speaker": "publisher", "certainty": "certain", "status": "actual", "polarity": "positive"}


def claim(sentence: str, trigger: str, event: str, place: str | None = None, **more: Any) -> Any:
    """A claim as a model states it, with what is plain left out."""
    stated = {"sentence_words": sentence, "event_words": trigger, "event": event}
    relation = {"relation": "in"} if place else {}
    return {
        **dict.fromkeys(FIELDS), **PLAIN, **stated, "place_words": place, **relation, **more
    }  # fmt: skip


def answer(*claims: Any) -> str:
    """An answer with these claims."""
    return json.dumps({"claims": claims}, ensure_ascii=False)


def recorded() -> dict[str, str]:
    """The recorded answers by the text that was asked about."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return {row["text"]: answer(*(claim(**c) for c in row["claims"])) for row in rows}


@dataclass(frozen=True)
class Played:
    """An answer to one request: of the model, or, with ``raw``, of whoever stands before it."""

    content: str | None = ""
    status: int = 200
    finish: str = "stop"
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    message: Mapping[str, Any] = field(default_factory=dict)
    wait: float = 0.0
    usage: bool = True


class Endpoint:
    """What was asked, and how; ``play`` gives the answer to a request's body."""

    def __init__(self, play: Callable[[dict[str, Any]], Played]) -> None:
        self.play = play
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.busiest = self._busy = 0
        self._lock, self.ended = threading.Lock(), threading.Event()
        self.url = ""

    @property
    def asked(self) -> int:
        """How many requests have come."""
        return len(self.bodies)

    @property
    def texts(self) -> list[str]:
        """The passages that were asked about, in order."""
        return [text_of(body) for body in self.bodies]

    def take(self, path: str, headers: Mapping[str, str], raw: bytes) -> tuple[Played, bytes]:
        """Answer a request."""
        body = json.loads(raw)
        with self._lock:
            self.paths.append(path)
            self.headers.append(dict(headers))
            self.bodies.append(body)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            played = self.play(body)
            self.ended.wait(played.wait)
        finally:
            with self._lock:
                self._busy -= 1
        return played, played.raw if played.raw is not None else _chat(body, played)


def text_of(body: Mapping[str, Any]) -> str:
    """The passage that a request asks about."""
    asked = [m["content"] for m in body["messages"] if m["content"].startswith('{"before"')]
    return str(json.loads(asked[-1])["text"])


def _chat(body: Mapping[str, Any], played: Played) -> bytes:
    message = {"role": "assistant", "content": played.content, **played.message}
    answered = {
        "model": "served-name",
        "choices": [{"message": message, "finish_reason": played.finish}],
    }
    asked = sum(len(m["content"]) for m in body["messages"])
    usage = {"prompt_tokens": asked // 4, "completion_tokens": len(played.content or "") // 4}
    return json.dumps({**answered, **({"usage": usage} if played.usage else {})}).encode()


@contextmanager
def endpoint(
    play: Callable[[dict[str, Any]], Played] | Mapping[str, str] | str,
) -> Iterator[Endpoint]:
    """An endpoint at a port of this machine, as long as the block lasts.

    It plays answers by passage (one that is not among them has no claims), the same answer to all,
    or what a function makes of a request.
    """
    if isinstance(play, str):
        same = play
        found = Endpoint(lambda body: Played(same))
    elif isinstance(play, Mapping):
        by_text = play
        found = Endpoint(lambda body: Played(by_text.get(text_of(body), answer())))
    else:
        found = Endpoint(play)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            played, said = found.take(self.path, self.headers, raw)
            try:
                self.send_response(played.status)
                for name, value in {"Content-Length": str(len(said)), **played.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)
            except (BrokenPipeError, ConnectionResetError):
                pass  # who asked has gone

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield found
    finally:
        found.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()

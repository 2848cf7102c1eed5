from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from large_model import Endpoint as Playing
from large_model import Played, answer, endpoint

from fogline.errors import UsageError
from fogline.reading import open_model
from fogline.reading.errors import EndpointError
from fogline.reading.llm import endpoint as module
from fogline.reading.llm.endpoint import Endpoint
from fogline.reading.llm.prompt import request

ASKED = request("some-model", "Troops left Izium.")
KEY = "sk-very-secret-0123"


def _in_turn(*played: Played) -> Callable[[dict[str, Any]], Played]:
    left = list(played)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def _ask(playing: Playing, key: str = "", patience: float = 5.0) -> str:
    return Endpoint(playing.url, key, patience=patience, wait=0.0).ask(ASKED, 100).text


def test_a_request_goes_out_as_chat_completions_want_it() -> None:
    with endpoint("{}") as playing:
        assert _ask(playing, KEY) == "{}"
    (body,), (headers,) = playing.bodies, playing.headers
    assert playing.paths == ["/v1/chat/completions"]
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("some-model", 100, 0)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert [m["role"] for m in body["messages"]] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize(
    "failing",
    [
        Played(status=429, headers={"Retry-After": "0"}),
        Played(status=503, raw=b"<html>overloaded</html>"),
        Played(raw=b"<html>a page of a proxy</html>"),
        Played(raw=b'{"choices": []}'),
        Played(raw=b'{"choices": [{"mess', headers={"Content-Length": "500"}),
        Played(answer(), wait=3.0),
    ],
    ids=["busy", "overloaded", "page", "empty", "cut", "slow"],
)
def test_what_may_pass_is_asked_again(failing: Played) -> None:
    with endpoint(_in_turn(failing, failing, Played("later"))) as playing:
        patience = 0.2 if failing.wait else 1.0
        assert _ask(playing, patience=patience) == "later"
        assert playing.asked == 3


def test_it_gives_up_in_the_end_and_says_what_is_kept() -> None:
    with endpoint(lambda _: Played(status=500, raw=b"no")) as playing:
        with pytest.raises(EndpointError, match=r"no answer in 6 tries \(status 500: no\)"):
            _ask(playing)
        assert playing.asked == module.TRIES


def test_it_waits_as_long_as_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100))
    far = "Fri, 31 Dec 9999 23:59:59 +99999999999999"  # no clock counts so far
    busy = (Played(status=429, headers={"Retry-After": w}) for w in ("7", later, "soon", far))
    with endpoint(_in_turn(*busy, Played("later"))) as playing:
        asking, waited = Endpoint(playing.url, wait=2.0), []
        monkeypatch.setattr(asking._closed, "wait", waited.append)
        assert asking.ask(ASKED, 100).text == "later"
    assert waited[0] == 7
    assert 90 < waited[1] <= 100
    assert waited[3] == 16
    assert waited[2] == 8  # what it asks for can't be read: twice doubled


def test_one_that_asks_to_wait_too_long_is_left() -> None:
    with endpoint(lambda _: Played(status=429, headers={"Retry-After": "86400"})) as playing:
        with pytest.raises(EndpointError, match="asks to wait 86,400 s"):
            _ask(playing)
        assert playing.asked == 1


def test_what_an_endpoint_does_not_take_is_left_out() -> None:
    def picky(body: dict[str, Any]) -> Played:
        def no(words: str) -> Played:
            return Played(status=400, raw=json.dumps({"error": {"message": words}}).encode())

        if "max_tokens" in body:
            return no("Use max_completion_tokens instead.")
        if "temperature" in body:
            return no("temperature must be 1 with this model")
        if body.get("response_format", {}).get("type") == "json_schema":
            return no("response_format is not supported")
        return Played("taken")

    with endpoint(picky) as playing:
        asking = Endpoint(playing.url, wait=0.0)
        assert [asking.ask(ASKED, 9).text for _ in range(2)] == ["taken", "taken"]
        assert playing.asked == 5  # what was learned is kept
        assert playing.bodies[-1]["max_completion_tokens"] == 9
        assert playing.bodies[-1]["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize(
    ("status", "raw", "told"),
    [
        (401, f"Incorrect API key provided: {KEY}", "refuses the key"),
        (403, "no", "refuses the key"),
        (404, "no model some-model", "no such model or path"),
        (302, "", "points elsewhere"),
        (402, f"{KEY} has no credit", r"status 402: \(key\) has no credit"),
    ],
)
def test_what_will_not_pass_is_told_at_once(status: int, raw: str, told: str) -> None:
    moved = {"Location": "http://127.0.0.1:9/v1"}
    with endpoint(lambda _: Played(status=status, raw=raw.encode(), headers=moved)) as playing:
        with pytest.raises(EndpointError, match=told) as error:
            _ask(playing, KEY)
        assert playing.asked == 1
    assert KEY not in str(error.value)
    assert KEY not in repr(error.value)


def test_an_answer_without_end_is_not_read() -> None:
    with (
        endpoint(lambda _: Played("x" * (1 << 21))) as playing,
        pytest.raises(EndpointError, match="more than 1,048,576 bytes"),
    ):
        _ask(playing)


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host/v1", "http://", "https://me:secret@host/v1", "http://[::"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as error:
        Endpoint(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "shown", "is_local", "is_open"),
    [
        ("http://localhost:8000/v1/", "http://localhost:8000/v1/chat/completions", True, False),
        ("http://gpu.example/v1", "http://gpu.example/v1/chat/completions", False, True),
        ("https://x/v1/chat/completions?a=b", "https://x/v1/chat/completions", False, False),
    ],
)
def test_it_tells_where_it_is(url: str, shown: str, is_local: bool, is_open: bool) -> None:
    found = Endpoint(url, KEY)
    assert (found.shown, found.is_local, found.is_open) == (shown, is_local, is_open)
    assert KEY not in repr(found) + str(found)


def test_the_key_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint("{}") as playing:
        monkeypatch.setenv("FOGLINE_LLM_KEY", "from-environment")
        file = tmp_path / "key"
        file.write_text("from-file\n")
        for named in ("", str(file)):
            model = open_model("m", playing.url, named)
            assert model.endpoint is not None
            model.endpoint.ask(ASKED, 100)
            assert "from-" not in repr(model)
    assert [h["Authorization"] for h in playing.headers] == [
        "Bearer from-environment", "Bearer from-file",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"two words", b"\xff\xfe", b"a\nb", b"x" * 5_000])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="key file") as error:
        open_model("m", "http://localhost/v1", str(file))
    assert "words" not in str(error.value)
    with pytest.raises(UsageError, match="No such file"):
        open_model("m", "http://localhost/v1", str(tmp_path / "none"))

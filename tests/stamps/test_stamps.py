"""Stamps of an authority and of a calendar, both of the tests' own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from authorities import BLOCK_TIME, HEIGHT, Authorities, authorities

from fogline.errors import UsageError
from fogline.stamps import StampError, StampKind, Trusted, authority_name, stamp_kinds

RFC3161, CALENDAR = stamp_kinds()["rfc3161"], stamp_kinds()["opentimestamps"]
MESSAGE = b"a" * 64 + b"\n"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authorities]:
    with authorities(tmp_path_factory.mktemp("authority")) as made:
        yield made


@pytest.fixture(scope="module")
def receipt(own: Authorities) -> bytes:
    return RFC3161.ask(f"{own.url}/tsr", MESSAGE)


def _root(own: Authorities) -> Trusted:
    return Trusted(own.root.read_bytes())


def test_a_receipt_is_proven_by_its_root_alone(own: Authorities, receipt: bytes) -> None:
    bare = RFC3161.check(receipt, MESSAGE, Trusted())
    assert (bare.state, bare.by) == ("unvouched", "Own")
    proven = RFC3161.check(receipt, MESSAGE, _root(own))
    assert proven.state == "proven"
    assert proven.at is not None
    assert timedelta(0) <= datetime.now(UTC) - proven.at < timedelta(minutes=10)


def test_a_receipt_is_of_its_message_and_its_authority(
    own: Authorities, receipt: bytes, tmp_path: Path
) -> None:
    with pytest.raises(StampError, match="other bytes"):
        RFC3161.check(receipt, b"else", _root(own))
    other = Authorities(tmp_path)
    other.found()
    with pytest.raises(StampError, match="no certificate that was given"):
        RFC3161.check(receipt, MESSAGE, _root(other))


def test_no_altered_receipt_says_another_time(own: Authorities, receipt: bytes) -> None:
    right, chance = RFC3161.check(receipt, MESSAGE, _root(own)), random.Random(1)
    for _ in range(60):
        altered = bytearray(receipt)
        altered[chance.randrange(len(receipt))] ^= 1 << chance.randrange(8)
        try:
            assert RFC3161.check(bytes(altered), MESSAGE, _root(own)).at == right.at
        except StampError:
            continue


@pytest.mark.parametrize("junk", [b"", b"junk", b"\x30\x80", bytes(2_000)])
@pytest.mark.parametrize("kind", [RFC3161, CALENDAR], ids=lambda k: k.name)
def test_junk_is_no_receipt(kind: StampKind, junk: bytes) -> None:
    with pytest.raises(StampError, match="no receipt of"):
        kind.check(junk, MESSAGE, Trusted())
    with pytest.raises(StampError, match="no receipt of"):
        kind.digest(junk)


def test_an_answer_to_another_request_is_refused(own: Authorities) -> None:
    own.answer = own.stamp(RFC3161.request(MESSAGE))
    try:
        with pytest.raises(StampError, match="answers another request"):
            RFC3161.ask(own.url, MESSAGE)
    finally:
        own.answer = b""


def test_a_calendar_promises_then_proves(own: Authorities) -> None:
    promise = CALENDAR.ask(own.url, MESSAGE)
    assert CALENDAR.check(promise, MESSAGE, Trusted()).state == "pending"
    with pytest.raises(StampError, match="other bytes"):
        CALENDAR.check(promise, b"else", Trusted())
    assert CALENDAR.complete(promise, [own.url]) == promise  # not yet
    own.block = True
    asked = len(own.asked)
    assert CALENDAR.complete(promise, []) == promise  # an address that nobody named
    assert len(own.asked) == asked
    proof = CALENDAR.complete(promise, [own.url])
    open_ = CALENDAR.check(proof, MESSAGE, Trusted(headers=(bytes(80),)))
    assert (open_.state, open_.at) == ("block", None)
    assert own.header[36:68][::-1].hex() in open_.note
    found = CALENDAR.check(proof, MESSAGE, Trusted(headers=(bytes(80), own.header)))
    assert (found.state, found.by) == ("proven", f"block {HEIGHT:,} of Bitcoin")
    assert found.at == datetime.fromtimestamp(BLOCK_TIME, UTC)


def test_keys_go_to_the_authority_and_into_no_message(own: Authorities) -> None:
    host = own.url.removeprefix("http://")
    own.asked.clear()
    RFC3161.ask(f"http://me:secret@{host}/tsr?key=hush", MESSAGE)
    ((path, sent),) = own.asked
    assert (path, sent.startswith("Basic ")) == ("/tsr?key=hush", True)
    assert authority_name("https://me:secret@[::1]:99/a?key=hush#x") == "https://[::1]:99/a"
    with pytest.raises(StampError) as failed:
        RFC3161.ask("http://me:secret@127.0.0.1:9/?key=hush", MESSAGE)
    with pytest.raises(UsageError) as refused:
        RFC3161.ask("ftp://me:secret@127.0.0.1/?key=hush", MESSAGE)
    for error in (failed, refused):
        assert "hush" not in str(error.value)
        assert "secret" not in str(error.value)
        assert error.value.__cause__ is None


def test_what_is_trusted_comes_from_files(own: Authorities, tmp_path: Path) -> None:
    (tmp_path / "headers").write_text(f"{bytes(80).hex()}\n", encoding="utf-8")
    assert Trusted.of_files(own.root, tmp_path / "headers") == Trusted(
        own.root.read_bytes(), (bytes(80),)
    )
    for name, words in (("headers", "abc"), ("roots", "none")):
        (tmp_path / name).write_text(words, encoding="utf-8")
    with pytest.raises(UsageError, match="no certificate"):
        Trusted.of_files(tmp_path / "roots", None)
    with pytest.raises(UsageError, match="80 bytes in hex"):
        Trusted.of_files(None, tmp_path / "headers")

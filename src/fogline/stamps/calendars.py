"""Stamps of OpenTimestamps: a calendar gathers digests, and puts their root into Bitcoin."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from fogline.stamps.authority import send
from fogline.stamps.kind import (
    ROOT,
    TIME,
    Attested,
    NotYetError,
    StampError,
    StampKind,
    Trusted,
    damage_named,
    library,
)


def ask(url: str, message: bytes) -> bytes:
    """A calendar's promise for a message.

    Raises:
        StampError: it gives none.
    """
    core = library("opentimestamps.core.timestamp")
    found = hashlib.sha256(message).digest()
    answer = send(f"{url.rstrip('/')}/digest", found, "application/octet-stream")
    with _damage():
        stamp = core.Timestamp(found)
        stamp.merge(_timestamp(answer, found))
        return _bytes(
            core.DetachedTimestampFile(library("opentimestamps.core.op").OpSHA256(), stamp)
        )


def digest(receipt: bytes) -> bytes:
    """The SHA-256 that a receipt is for.

    Raises:
        StampError: no receipt, or one for another kind of hash.
    """
    with _damage():
        found = _detached(receipt)
        if found.file_hash_op.TAG_NAME != "sha256":
            kind = found.file_hash_op.TAG_NAME
            raise StampError("the receipt", f"it is for a hash of kind {kind}", "stamp a SHA-256")
        return bytes(found.file_digest)


def check(receipt: bytes, message: bytes, trusted: Trusted) -> Attested:
    """What a receipt attests of a message, the most that it does.

    Raises:
        StampError: it is for something else, or attests nothing.
    """
    notary = library("opentimestamps.core.notary")
    with _damage():
        found = _detached(receipt)
        if found.file_hash_op.hash_fd(io.BytesIO(message)) != found.file_digest:
            raise StampError("the receipt", "it is for other bytes")
        said = list(found.timestamp.all_attestations())
        blocks = [(m, a) for m, a in said if isinstance(a, notary.BitcoinBlockHeaderAttestation)]
        pending = [a.uri for _, a in said if isinstance(a, notary.PendingAttestation)]
    for root, block in blocks:
        for header in trusted.headers:
            if header[ROOT] == root:
                at = datetime.fromtimestamp(int.from_bytes(header[TIME], "little"), UTC)
                return Attested("proven", f"block {block.height:,} of Bitcoin", at)
    if blocks:
        root, block = blocks[0]
        note = f"that block has the Merkle root {root[::-1].hex()}"
        return Attested("block", f"block {block.height:,} of Bitcoin", note=note)
    if pending:
        return Attested("pending", " and ".join(sorted(pending)))
    raise StampError("the receipt", "it attests nothing that fogline knows")


def complete(receipt: bytes, allowed: Collection[str]) -> bytes:
    """The receipt with what its calendars have by now; ``allowed`` are calendars to be asked beside
    the well-known ones, for a receipt may name any address.

    Raises:
        StampError: a calendar that does not answer, or with something else.
    """
    with _damage():
        found = _detached(receipt)
        waiting = list(_pending(found.timestamp))
    hosts = {urlsplit(url).netloc.rpartition("@")[2]: url for url in allowed}
    known = library("opentimestamps.calendar").DEFAULT_CALENDAR_WHITELIST
    for stamp, uri in waiting:
        url = hosts.get(urlsplit(uri).netloc) or (uri if uri in known else "")
        if not url:
            continue
        try:
            more = send(f"{url.rstrip('/')}/timestamp/{stamp.msg.hex()}", None)
        except NotYetError:
            continue
        with _damage():
            stamp.merge(_timestamp(more, stamp.msg))
    with _damage():
        return _bytes(found)


def _pending(stamp: Any) -> Iterator[tuple[Any, str]]:
    """The parts of a proof that wait for a calendar, with its address."""
    kind = library("opentimestamps.core.notary").PendingAttestation
    for said in stamp.attestations:
        if isinstance(said, kind):
            yield stamp, said.uri
    for _, inner in sorted(stamp.ops.items()):
        yield from _pending(inner)


def _detached(receipt: bytes) -> Any:
    core = library("opentimestamps.core.timestamp")
    context = library("opentimestamps.core.serialize").BytesDeserializationContext(receipt)
    found = core.DetachedTimestampFile.deserialize(context)
    context.assert_eof()
    return found


def _timestamp(answer: bytes, found: bytes) -> Any:
    core = library("opentimestamps.core.timestamp")
    context = library("opentimestamps.core.serialize").BytesDeserializationContext(answer)
    stamp = core.Timestamp.deserialize(context, found)
    context.assert_eof()
    return stamp


def _bytes(detached: Any) -> bytes:
    context = library("opentimestamps.core.serialize").BytesSerializationContext()
    detached.serialize(context)
    return bytes(context.getbytes())


def _damage() -> AbstractContextManager[None]:
    error = library("opentimestamps.core.serialize").DeserializationError
    return damage_named("OpenTimestamps", error)


KIND = StampKind("opentimestamps", ".ots", ask, check, digest, complete)

"""Stamps of a time-stamping authority (RFC 3161), checked with its certificates."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from fogline.stamps.authority import send
from fogline.stamps.kind import (
    Attested,
    StampError,
    StampKind,
    Trusted,
    damage_named,
    library,
)

_GRANTED = frozenset({"granted", "granted_with_mods"})


def request(message: bytes) -> bytes:
    """The query for a stamp of a message."""
    tsp = library("asn1crypto.tsp")
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": hashlib.sha256(message).digest(),
    }
    query = {
        "version": "v1", "message_imprint": imprint, "nonce": secrets.randbits(63),
        "cert_req": True,
    }  # fmt: skip
    return bytes(tsp.TimeStampReq(query).dump())


def ask(url: str, message: bytes) -> bytes:
    """An authority's receipt for a message, once it fits.

    Raises:
        StampError: it gives none, or one for something else.
    """
    query = request(message)
    receipt = send(url, query, "application/timestamp-query")
    asked = library("asn1crypto.tsp").TimeStampReq.load(query)["nonce"].native
    with _damage():
        if _info(receipt)["nonce"].native != asked:
            raise StampError("the receipt", "it answers another request than this one")
    check(receipt, message, Trusted())
    return receipt


def digest(receipt: bytes) -> bytes:
    """The SHA-256 that a receipt is for.

    Raises:
        StampError: no receipt, or one for another kind of hash.
    """
    with _damage():
        imprint = _info(receipt)["message_imprint"]
        kind = imprint["hash_algorithm"]["algorithm"].native
        if kind != "sha256":
            raise StampError("the receipt", f"it is for a hash of kind {kind}", "ask for sha256")
        return bytes(imprint["hashed_message"].native)


def check(receipt: bytes, message: bytes, trusted: Trusted) -> Attested:
    """What a receipt attests of a message.

    Raises:
        StampError: it is for something else, its signature is wrong, or, where roots are given,
            none of them stands behind its certificate.
    """
    with _damage():
        info, roots = _info(receipt), _certificates(trusted.certificates)
        found = _validated(receipt, message, roots)
        signer = found["signing_cert"].subject.native
        by = _printable(signer.get("common_name") or signer.get("organization_name") or "unnamed")
        at = info["gen_time"].native
    if not found["intact"]:
        raise StampError("the receipt", "it is for other bytes, or it was altered")
    if not found["valid"]:
        raise StampError("the receipt", "its signature is wrong")
    # A path is told of where it failed, too.
    if found["validation_path"] is not None and found["trust_problem_indic"] is None:
        return Attested("proven", by, at)
    if roots:
        why = "no certificate that was given stands behind its signature"
        raise StampError("the receipt", f"{by} signed it; {why}", "give the authority's root")
    return Attested("unvouched", by, at)


def _validated(receipt: bytes, message: bytes, roots: list[Any]) -> dict[str, Any]:
    generic = library("pyhanko.sign.validation.generic_cms")
    context = library("pyhanko_certvalidator").ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=_info(receipt)["gen_time"].native,
        revocation_mode="soft-fail",
    )  # fmt: skip

    def run() -> dict[str, Any]:
        found = generic.validate_tst_signed_data(
            _token(receipt), context, lambda kind: hashlib.new(kind, message).digest()
        )
        return dict(asyncio.run(found))

    # In a thread, since the caller may be a notebook, which has a loop of its own.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def _token(receipt: bytes) -> Any:
    """The signed token: of a whole answer, or as it is."""
    cms, tsp = library("asn1crypto.cms"), library("asn1crypto.tsp")
    try:
        answer = tsp.TimeStampResp.load(receipt, strict=True)
        status = answer["status"]["status"].native
    except (ValueError, TypeError, LookupError):
        return cms.ContentInfo.load(receipt, strict=True)["content"]
    if status not in _GRANTED:
        words = _printable(" ".join(answer["status"]["status_string"].native or ()))
        raise StampError("the authority", f"its answer is {status} {words}".strip())
    return answer["time_stamp_token"]["content"]


def _info(receipt: bytes) -> Any:
    info = _token(receipt)["encap_content_info"]["content"].parsed
    return info if "gen_time" in info else {}  # fails where it is looked into


def _certificates(pem: bytes) -> list[Any]:
    if not pem:
        return []
    load = library("asn1crypto.x509").Certificate.load
    return [load(der) for _, _, der in library("asn1crypto.pem").unarmor(pem, multiple=True)]


def _printable(words: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(words))[:200]


@contextmanager
def _damage() -> Iterator[None]:
    """As ``damage_named``; the library logs its errors, which are told already."""
    logger = logging.getLogger("pyhanko")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with damage_named("RFC 3161"):
            yield
    finally:
        logger.setLevel(level)


KIND = StampKind("rfc3161", ".tsr", ask, check, digest, request=request)

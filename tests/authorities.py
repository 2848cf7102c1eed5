"""Authorities of the tests' own: one for RFC 3161, run by openssl, and a calendar."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

HEIGHT, BLOCK_TIME = 871_234, 1_790_000_000
_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


def _openssl(folder: Path, words: str) -> None:
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)


@dataclass
class Authorities:
    """Where they answer, what they were asked, and whether the calendar's block is there."""

    folder: Path
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    block: bool = False
    header: bytes = b""
    answer: bytes = b""

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def found(self) -> None:
        """Make the keys and certificates."""
        (self.folder / "own.cnf").write_text(_CONFIG, encoding="utf-8")
        (self.folder / "serial").write_text("01", encoding="utf-8")
        key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config own.cnf"
        make = partial(_openssl, self.folder)
        make(f"req -x509 {key} -keyout root.key -out root.pem -subj /CN=Root -extensions root")
        make(f"req {key} -keyout own.key -out own.csr -subj /CN=Own")
        made = "-CA root.pem -CAkey root.key -CAcreateserial -extfile own.cnf -extensions leaf"
        make(f"x509 -req -in own.csr {made} -out own.pem")

    def stamp(self, query: bytes) -> bytes:
        """The receipt of the authority for a query."""
        (self.folder / "query.tsq").write_bytes(query)
        reply = "-config own.cnf -queryfile query.tsq -signer own.pem -inkey own.key"
        _openssl(self.folder, f"ts -reply {reply} -chain root.pem -out receipt.tsr")
        return (self.folder / "receipt.tsr").read_bytes()

    def promise(self, digest: bytes) -> bytes:
        """The calendar's answer to a digest."""
        stamp = Timestamp(digest)
        inner = stamp.ops.add(OpAppend(b"nonce")).ops.add(OpSHA256())
        inner.attestations.add(PendingAttestation(self.url))
        return _bytes(stamp)

    def proof(self, commitment: bytes) -> bytes:
        """The calendar's proof that a commitment is in a block."""
        stamp = Timestamp(commitment)
        root = stamp.ops.add(OpPrepend(b"beside")).ops.add(OpSHA256())
        root.attestations.add(BitcoinBlockHeaderAttestation(HEIGHT))
        time = BLOCK_TIME.to_bytes(4, "little")
        self.header = b"\1\0\0\0" + bytes(32) + root.msg + time + bytes(8)
        return _bytes(stamp)


def _bytes(stamp: Timestamp | DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return bytes(context.getbytes())


def pending(message: bytes) -> bytes:
    """A receipt of a calendar that nobody asked."""
    stamp = Timestamp(hashlib.sha256(message).digest())
    stamp.attestations.add(PendingAttestation("https://calendar.example"))
    return _bytes(DetachedTimestampFile(OpSHA256(), stamp))


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, own: Authorities, *given: Any) -> None:
        self.own = own
        super().__init__(*given)

    def log_message(self, *_: Any) -> None:
        return

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.own.asked.append((self.path, self.headers.get("Authorization", "")))
        kind = self.own.promise if self.path.endswith("/digest") else self.own.stamp
        self._send(200, self.own.answer or kind(body))

    def do_GET(self) -> None:
        self.own.asked.append((self.path, ""))
        commitment = bytes.fromhex(self.path.rpartition("/")[2])
        self._send(200, self.own.proof(commitment)) if self.own.block else self._send(404, b"")

    def _send(self, status: int, answer: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@contextmanager
def authorities(folder: Path) -> Iterator[Authorities]:
    """Run both until the end of the block."""
    own = Authorities(folder)
    own.found()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, own))
    own.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Connections that check the address they reach: no page may send fogline into a private net."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import Any
from weakref import WeakSet

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

# NAT64 (RFC 6052): the last four bytes are an IPv4 address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that IANA has given out for the public internet; outside lie, among others, IPv4-compatible
# and IPv4-translated addresses, NAT64 of a local network and site-local addresses (RFC 8215, 3879).
_GLOBAL = ipaddress.ip_network("2000::/3")
# Documentation (RFC 9637): Python learns of it in later versions.
_NOBODYS = ipaddress.ip_network("3fff::/20")
Connections = WeakSet[HTTPConnection]


class PrivateAddressError(OSError):
    """A host whose address is not of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address, and one that it carries, belongs to the public internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_global(ip)
    if ip.ipv4_mapped is not None:
        return _is_global(ip.ipv4_mapped)
    if ip in _NAT64:
        return _is_global(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    carried = [one for one in (ip.sixtofour, *(ip.teredo or ())) if one is not None]
    public = ip in _GLOBAL and ip not in _NOBODYS
    return public and all(map(_is_global, [ip, *carried]))


def _is_global(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast


def _checked(sock: socket.socket) -> socket.socket:
    address = str(sock.getpeername()[0])
    if not is_public(address):
        sock.close()
        raise PrivateAddressError(address)
    return sock


def pool_manager(live: Connections, *, private: bool, **settings: Any) -> PoolManager:
    """A pool manager whose connections are listed in ``live``.

    Unless ``private``, it refuses addresses that are not public.
    """

    def _reach(connection: HTTPConnection, sock: socket.socket) -> socket.socket:
        live.add(connection)
        return sock if private else _checked(sock)

    class _Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _reach(self, super()._new_conn())

    class _Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _reach(self, super()._new_conn())

    plain = type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": _Plain})
    secure = type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": _Secure})
    manager = PoolManager(**settings)
    manager.pool_classes_by_scheme = {"http": plain, "https": secure}
    return manager


def shut_down(live: Connections, late: threading.Event) -> None:
    """Set ``late``, then shut all connections, so that whoever waits for an answer goes on."""
    late.set()
    for connection in list(live):
        sock = getattr(connection, "sock", None)
        if sock is None:
            continue
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue  # closed by the other side meanwhile


def private_address(error: BaseException | None) -> str:
    """The private address that an error, or one behind it, is about; empty if none is."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, PrivateAddressError):
            return str(one)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            waiting += [
                one.__cause__,
                one.__context__,
                *(a for a in one.args if isinstance(a, BaseException)),
            ]
    return ""

"""Connections that look at the address they reach before they speak: nobody's page may send fogline into a private network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class PrivateAddressError(OSError):
    """A host whose address is not of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    inner = getattr(ip, "ipv4_mapped", None)
    return bool((inner or ip).is_global) and not (inner or ip).is_multicast


def _checked(sock: socket.socket) -> socket.socket:
    address = str(sock.getpeername()[0])
    if not is_public(address):
        sock.close()
        raise PrivateAddressError(address)
    return sock


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def pools(*, private: bool, **settings: Any) -> PoolManager:
    """A pool manager; unless ``private``, it refuses addresses that are not public, whatever names lead to them."""
    manager = PoolManager(**settings)
    if not private:
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return manager

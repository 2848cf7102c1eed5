"""Who asks: what counts as one client."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network
from typing import Any

# A house, or a machine that is rented, has at least so many leading bits of IPv6 to itself.
_OWN_BITS = 64


def client_of(address: Any) -> str:
    """The client of a connection's address (host and port): its host, or its IPv6 network, of which
    one machine may use any address; empty where it is not known.
    """
    host = str(address[0]).split("%")[0] if address else ""
    if ":" not in host:
        return host
    mapped = IPv6Address(host).ipv4_mapped
    return str(mapped or ip_network((host, _OWN_BITS), strict=False))

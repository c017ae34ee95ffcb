"""Which network addresses a page may be fetched from: none of this machine or of the network that it stands in.

An address in an article list, or a redirect of somebody else's server, must not make this program read what only this
machine can reach. Names are therefore resolved here, once, and the connection goes to the very address that was looked
at: what the name resolves to a moment later no longer matters.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_IPV4_BITS = 0xFFFF_FFFF


class PrivateAddressError(Exception):
    """A name leads to this machine or to a network that is not public."""


async def resolve(host: str, port: int, *, private: bool) -> list[str]:
    """Find the addresses of a host.

    Args:
        host: Its name, or an address.
        port: Where to connect.
        private: Whether addresses that are not public are allowed.

    Returns:
        The addresses that are allowed, in the order of the system's preference; at least one.

    Raises:
        PrivateAddressError: All of its addresses are private, loopback, link-local or otherwise not public.
        OSError: The name can't be resolved.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if private or is_public(address)]
    if not allowed:
        raise PrivateAddressError(host)
    return allowed


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public Internet, by IANA's registries of special-purpose addresses.

    Args:
        address: IPv4 or IPv6, with or without a zone.

    Returns:
        False for private, loopback, link-local, multicast, documentation and reserved addresses, and for those of IPv6
        that stand for such an address of IPv4.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in _meant(parsed))


def _meant(address: Address) -> Iterator[Address]:
    """Yield the addresses that a packet to this one may reach."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & _IPV4_BITS)

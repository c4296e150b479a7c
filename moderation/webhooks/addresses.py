"""Where a webhook may lead: nowhere inside the network that this site stands in.

A name is looked up when something is sent, and the connection goes to the very address that was
looked at, so that a name that says one thing and then another leads nowhere either.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SCHEMES = {"http": 80, "https": 443}
ADDRESSES_MAX = 3  # of one name; the first that takes the connection is used
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\\]")
# IPv6 addresses that stand for an IPv4 address behind a translator
_TRANSLATED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)


class NotAnAddress(ValueError):
    """It is no http(s) address that something could be sent to."""


class NotOutside(Exception):
    """It leads into this machine or its network, or nowhere."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; ``host`` is ASCII, ``path`` includes the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What stands in the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Take an address apart.

    Raises:
        NotAnAddress: not http(s), without a host, with a user name in it, or malformed.
    """
    if _UNFIT.search(url):
        raise NotAnAddress(url)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts)
    except (ValueError, UnicodeError):
        raise NotAnAddress(url) from None
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc or port == 0:
        raise NotAnAddress(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise NotAnAddress(url)
    return Target(parts.scheme, host, port or SCHEMES[parts.scheme], path)


def _ascii_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host if ":" in host else host.encode("idna").decode()


def is_outside(address: Address) -> bool:
    """Whether an address is one of the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


def leads_inside(target: Target) -> bool:
    """Whether the host is written as an address that is not outside; names are looked up later."""
    try:
        return not is_outside(ipaddress.ip_address(target.host))
    except ValueError:
        return target.host == "localhost" or target.host.endswith(".localhost")


def resolve(target: Target, anywhere: bool = False) -> list[str]:
    """The addresses behind a host, to connect to.

    Args:
        anywhere: the operator allows addresses of this network.

    Raises:
        NotOutside: there is none, or one of them is not outside.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotOutside("the host has no address") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise NotOutside("the host has no address")
    if not anywhere and not all(_is_outside(address) for address in addresses):
        raise NotOutside("the host leads into this network")
    return addresses[:ADDRESSES_MAX]


def _is_outside(address: str) -> bool:
    try:
        return is_outside(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False

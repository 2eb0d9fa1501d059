"""Where visitors come from who come through a proxy: what a known one says is believed, no other.

Werkzeug's own middleware counts proxies and asks nobody who they are: whoever reaches the server
past them could name any address. Here the other side of the connection must be one that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class KnownProxies:
    """A WSGI application before another: says who it is that asks.

    Args:
        application: makes the answers.
        proxies: addresses and networks of proxies, such as "127.0.0.1" and "10.88.0.0/16".
    """

    def __init__(self, application: Application, proxies: Sequence[str]) -> None:
        self._application = application
        self._known = [parse_network(one) for one in proxies]

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        environ["REMOTE_ADDR"] = self._find_visitor(
            environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        )
        return self._application(environ, start_response)

    def _find_visitor(self, address: str, forwarded: str) -> str:
        """The last address that no known proxy vouches for: what stands before it is hearsay."""
        hops = [one.strip() for one in forwarded.split(",")]
        while hops and self._is_known(address):
            before = parse_address(hops.pop())
            if before is None:
                break
            address = str(before)
        return address

    def _is_known(self, text: str) -> bool:
        address = parse_address(text)
        return address is not None and any(address in one for one in self._known)


def parse_network(text: str) -> IPv4Network | IPv6Network:
    """One address, or a network of them.

    Raises:
        ValueError: it is neither.
    """
    return ip_network(text, strict=False)


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, one of the older kind as such however it is written; None for none."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address

"""The socket a server listens at. Light to import: a supervisor binds it and does nothing else."""

from __future__ import annotations

import os
import socket

from kb.web.server.settings import is_everywhere

BACKLOG = 1024
"""Connections that wait to be accepted, in the system's own queue."""


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to an address, ready to be shared by processes.

    Args:
        host: name or number.
        port: 0 for any that is free.

    Raises:
        OSError: it cannot be used.
    """
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if family == socket.AF_INET6:
            # All of this machine's addresses are the older ones, too.
            is_alone = int(not is_everywhere(host))
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, is_alone)
        if os.name == "posix":
            # Connections of a server that has just ended may linger for minutes. Elsewhere the
            # option would let two programs share a port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener

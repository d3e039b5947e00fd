"""The network guard: a test that reaches beyond this machine fails where it tries to."""

import ipaddress
import sys
from typing import Any

NAMES = {"", "localhost", b"localhost", None}


class NetworkForbidden(RuntimeError):
    """Something tried to reach another machine."""


def is_here(host: Any) -> bool:
    """Whether `host` is this machine: a loopback address or its name."""
    if host in NAMES:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if not isinstance(address, tuple):
            return  # a Unix socket, or a datagram to whom it is connected already
        host = address[0]
    else:
        return
    if not is_here(host):
        message = f"{event} to {host!r}: tests stay on this machine"
        raise NetworkForbidden(message)


def pytest_configure() -> None:
    """An audit hook sees every socket of the process, whatever library opens it."""
    sys.addaudithook(_watch)

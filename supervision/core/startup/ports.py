"""Why an address cannot be listened on, in Chinese: what the machine says is English."""

import errno
import socket
from collections.abc import Iterable
from contextlib import closing

_REASONS = {
    errno.EADDRINUSE: "端口已被别的程序占用（也可能系统已经在运行）",
    errno.EACCES: "没有权限使用这个端口",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def why(fault: OSError) -> str:
    """The reason of a fault in listening."""
    if isinstance(fault, socket.gaierror):
        return "没有这个主机名"
    return _REASONS.get(fault.errno or 0, "这台机器不允许")


def expect_free(addresses: Iterable[object]) -> None:
    """Try each (host, port) and let go of it; SystemExit with one sentence where a server could not listen.

    What is no such pair, a socket file or one handed over by systemd, is the server's own matter.
    """
    for address in addresses:
        if not isinstance(address, tuple):
            continue
        host, port = str(address[0]), int(address[1])
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with closing(socket.create_server((host, port), family=family)):
                pass
        except OSError as fault:
            message = (
                f"不能监听 {host}:{port}：{why(fault)}。可换一个端口，如 --bind {host}:{port + 1}"
            )
            raise SystemExit(message) from None

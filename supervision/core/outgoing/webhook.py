"""JSON to a robot's address, guarded: allowed hosts only, no private address, no redirect, a limit."""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from threading import Timer
from urllib.parse import SplitResult, quote, urlsplit

from flask import current_app

from supervision.core import clock
from supervision.core.outgoing.errors import Undelivered

LONGEST_ANSWER = 64 * 1024


def webhook_configured() -> bool:
    """Whether a robot's address is set."""
    return bool(current_app.config["WEBHOOK_URL"])


def post_webhook(text: str, *, mobile: str, message_id: str) -> None:
    """Say `text` to the robot, mentioning whoever has `mobile`. Raises Undelivered.

    `message_id` stays the same when it is said once more: in a header, and to robots of no make as a key.
    """
    config = current_app.config
    url = _checked(_signed(config["WEBHOOK_URL"], config["WEBHOOK_SECRET"]))
    address = _resolved(url)
    payload = _payload(config["WEBHOOK_KIND"], text, mobile, message_id)
    body = json.dumps(payload, ensure_ascii=False).encode()
    seconds = config["WEBHOOK_TIMEOUT"]
    answer = _exchange(url, address, body, message_id=message_id, seconds=seconds)
    _understand(*answer)


def _payload(kind: str, text: str, mobile: str, message_id: str) -> dict[str, object]:
    """政务微信 speaks the language of 企业微信 (`wecom`)."""
    match kind:
        case "wecom":
            said = {"content": text, "mentioned_mobile_list": [mobile]}
            return {"msgtype": "text", "text": said}
        case "dingtalk":
            at = {"atMobiles": [mobile], "isAtAll": False}
            return {"msgtype": "text", "text": {"content": f"{text} @{mobile}"}, "at": at}
        case _:
            return {"text": text, "mobile": mobile, "id": message_id}


def _signed(url: str, secret: str) -> str:
    """The address with 钉钉's signature where a secret is set."""
    if not secret:
        return url
    stamp = int(clock.now().timestamp() * 1000)
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}&timestamp={stamp}&sign={quote(base64.b64encode(mac), safe='')}"


def _checked(address: str) -> SplitResult:
    """The address, if it may be spoken to at all."""
    config = current_app.config
    url = urlsplit(address)
    private = config["WEBHOOK_PRIVATE"]
    if url.scheme != "https" and not (private and url.scheme == "http"):
        raise Undelivered("机器人地址须为https", permanent=True)
    if url.username or url.password or url.hostname not in config["WEBHOOK_HOSTS"]:
        raise Undelivered(f"机器人地址不在允许名单内：{url.hostname}", permanent=True)
    return url


def _resolved(url: SplitResult) -> str:
    """One address of the host, looked up once: what was checked is what is connected to."""
    try:
        found = socket.getaddrinfo(url.hostname, _port(url), type=socket.SOCK_STREAM)
    except OSError as error:
        raise Undelivered(f"机器人地址无法解析：{url.hostname}", unreachable=True) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not current_app.config["WEBHOOK_PRIVATE"]:
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise Undelivered("机器人地址指向内部网络，已拒绝", permanent=True)
    return addresses[0]


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address already looked up; TLS still checks the host's name."""

    def __init__(self, url: SplitResult, address: str, *, seconds: float) -> None:
        super().__init__(url.hostname or "", _port(url), timeout=seconds)
        self._address = address
        self._tls = ssl.create_default_context() if url.scheme == "https" else None

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain

    def cut(self) -> None:
        """Stop a server that drips its answer byte by byte."""
        if self.sock is not None:
            self.sock.close()


def _exchange(
    url: SplitResult, address: str, body: bytes, *, message_id: str, seconds: float
) -> tuple[int, bytes]:
    connection = _Pinned(url, address, seconds=seconds)
    limit = Timer(2 * seconds, connection.cut)
    limit.daemon = True
    limit.start()
    try:
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Connection": "close",
            "X-Message-ID": message_id,
        }
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        return response.status, response.read(LONGEST_ANSWER)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Undelivered(f"机器人没有应答：{error or '超时'}", unreachable=True) from error
    finally:
        limit.cancel()
        connection.close()


def _understand(status: int, answer: bytes) -> None:
    """Robots answer 200 even when they refuse; the reason is in errcode."""
    if not 200 <= status < 300:
        gone = status in (400, 401, 403, 404, 410)
        raise Undelivered(f"机器人答复：HTTP {status}", permanent=gone, unreachable=not gone)
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        return
    code = said.get("errcode", 0) if isinstance(said, dict) else 0
    if code:
        # Mostly the limit of messages a minute: the rest of the queue waits for the next run.
        reason = f"机器人答复：{code} {str(said.get('errmsg', ''))[:200]}"
        raise Undelivered(reason, unreachable=True)

"""A mail server of our own: keeps what it receives, answers what it is told to, speaks TLS if asked."""

import datetime as dt
import email
import email.policy
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"


class Post:
    """What the mail server received, and what it answers to each recipient."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.encrypted: list[bool] = []
        self.port = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope) -> str:  # noqa: N802
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


class _Server(Controller):
    """aiosmtpd tries its own server out with the server's context, which is none for a client."""

    def _trigger_server(self) -> None:
        with socket.create_connection((HOST, self.port), 5):
            pass


@contextmanager
def served(**options: Any) -> Iterator[Post]:
    """A running server; `options` are aiosmtpd's (ssl_context, tls_context, require_starttls)."""
    handler = Post()
    server = _Server(handler, hostname=HOST, port=free_port(), **options)
    server.start()
    handler.port = server.port
    try:
        yield handler
    finally:
        server.stop()


def free_port() -> int:
    """aiosmtpd asks for a port before it listens, so one is taken and given back."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def certificate(folder: Path) -> Path:
    """A certificate of this host, signed by itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    # OpenSSL knows no frozen clock: valid by the real one and by the tests' own.
    begins, ends = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins).not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
                       critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def tls(certified: Path) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified)
    return context

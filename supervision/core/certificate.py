"""数字签名: the organisation's certificate by setting, its signature on archives, and what a file bears."""

import logging
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from supervision.core import clock
from supervision.core.documents.errors import DocumentError

log = logging.getLogger(__name__)
SIGNED = "signed"  # in the place of a layout's version: no second rendition has the same bytes


@dataclass(frozen=True)
class Sealed:
    """An archive with what is said of its signature; `signed` where it bears one."""

    pdf: bytes
    said: str = ""
    signed: bool = False


def sealed(pdf: bytes, organisation: str) -> Sealed:
    """The archive under the organisation's signature, where a certificate is set that may sign for it.

    A paper is not held up by a certificate: without a usable one its archive is what it was before.
    """
    if not current_app.config["CERTIFICATE"]:
        return Sealed(pdf)
    from supervision.core.documents import digital

    try:
        held = digital.certificate_in(*_place())
        why = held.why_not(organisation, clock.now())
    except DocumentError as error:
        why = str(error)
    if why:
        log.warning("no digital signature: %s", why)
        return Sealed(pdf, f"；未加数字签名：{why}")
    service = current_app.config["TIMESTAMP_URL"]
    stamped = digital.stamped(pdf, held, service) if service else None
    if stamped is not None:
        return Sealed(stamped, "；已加数字签名和时间戳", signed=True)
    said = "；时间戳服务没有答复，已加不带时间戳的数字签名" if service else "；已加数字签名"
    return Sealed(digital.signed(pdf, held), said, signed=True)


def _place() -> tuple[Path, str]:
    return Path(current_app.config["CERTIFICATE"]), current_app.config["CERTIFICATE_PASSWORD"]


def signatures_of(pdf: bytes) -> list[str]:
    """What is said of each signature that a file bears; nothing is asked of any network."""
    from supervision.core.documents import digital

    roots, revoked = _kept("CERTIFICATE_ROOTS"), _kept("CERTIFICATE_REVOKED")
    trusted = [roots] if roots else []
    try:
        return [one.words for one in digital.signatures(pdf, trusted, revoked)]
    except DocumentError as error:
        found = digital.signatures(pdf, trusted)
        return [f"{one.words}；未查吊销：{error}" for one in found]


def _kept(setting: str) -> bytes:
    """The file that a setting names; nothing where there is none."""
    path = current_app.config[setting]
    return Path(path).read_bytes() if path and Path(path).is_file() else b""


def standing(organisations: list[str]) -> str | None:
    """What is wrong with the certificate that is set, for any of these; None where none is set."""
    if not current_app.config["CERTIFICATE"]:
        return None
    from supervision.core.documents import digital

    try:
        certificate = digital.certificate_in(*_place())
    except DocumentError as error:
        return str(error)
    now = clock.now()
    whys = [certificate.why_not(name, now) for name in organisations]
    if all(whys):
        return whys[0] if whys else ""
    left = (certificate.ends - now).days
    return f"证书还有{left}天到期（{certificate.ends:%Y-%m-%d}）" if left < 30 else ""

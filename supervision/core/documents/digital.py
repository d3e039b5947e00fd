"""Owns digital signatures of archives: PAdES B-B, B-T where a time-stamp service is set; read offline.

RSA and ECDSA by X.509 certificates. National seals (SM2, GB/T 38540) are another format, which this neither
writes nor reads.
"""

import datetime as dt
import io
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, tsp
from asn1crypto.x509 import Certificate as Certified
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from supervision.core.documents.errors import DocumentError

_FIELD = "Signature1"
_MOST_STAMP = 1_000_000  # bytes of an answer
_USAGES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True)
class Certificate:
    """An organisation's certificate with its key, as kept in a PKCS#12 file."""

    signer: SimpleSigner
    organisation: str
    begins: dt.datetime
    ends: dt.datetime

    def why_not(self, organisation: str, now: dt.datetime) -> str:
        """Why this certificate cannot sign for the organisation now; empty when it can."""
        if self.organisation != organisation:
            return f"证书属于“{self.organisation}”，不是“{organisation}”的"
        if now > self.ends:
            return f"证书已于{self.ends:%Y-%m-%d}过期"
        return f"证书自{self.begins:%Y-%m-%d}起才有效" if now < self.begins else ""


@dataclass(frozen=True)
class Signed:
    """What is found of one signature."""

    signer: str
    at: dt.datetime | None
    stamped: bool
    intact: bool  # neither the file nor what was signed was changed
    trusted: bool  # its chain ends at one of the roots that are set
    revoked: bool = False  # taken back before it signed, by a list that is set

    @property
    def words(self) -> str:
        """For people."""
        when = f"，{self.at:%Y-%m-%d %H:%M}" if self.at else ""
        by = "（时间戳）" if self.stamped else "（本机时间）" if self.at else ""
        if not self.intact:
            return f"{self.signer}{when}{by}：签名无效，签名后文件已改动"
        if self.revoked:
            return f"{self.signer}{when}{by}：文件未改动，但签名时证书已被吊销"
        chain = "签名有效" if self.trusted else "文件未改动，但证书不在受信任的范围内"
        return f"{self.signer}{when}{by}：{chain}"


class Service(TimeStamper):
    """A time-stamp service (RFC 3161) at an address that is set."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask once, for ten seconds at most."""
        asked = {"Content-Type": "application/timestamp-query"}
        if not self._address.startswith(("http://", "https://")):
            raise TimestampRequestError("时间戳服务的地址须以 http:// 或 https:// 开头")
        request = urllib.request.Request(self._address, data=req.dump(), headers=asked)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(_MOST_STAMP))
        except (OSError, ValueError) as error:
            raise TimestampRequestError("时间戳服务没有答复") from error


def certificate_in(path: Path, password: str) -> Certificate:
    """The certificate of a file; DocumentError where it cannot be used."""

    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"证书文件 {path.name} 读不出来") from error
    wrong = f"证书文件 {path.name} 打不开：口令不对，或者不是PKCS#12（.p12、.pfx）"
    try:
        signer = SimpleSigner.load_pkcs12_data(
            content, other_certs=[], passphrase=password.encode()
        )
    except ValueError as error:
        raise DocumentError(wrong) from error
    if signer.signing_cert is None:
        raise DocumentError(wrong)
    held = signer.signing_cert
    subject = held.subject.native
    name = str(subject.get("organization_name") or subject.get("common_name") or "")
    return Certificate(signer, name, held.not_valid_before, held.not_valid_after)


def signed(
    pdf: bytes, certificate: Certificate, *, timestamper: TimeStamper | None = None
) -> bytes:
    """The file with the organisation's signature behind it; what was there stays to the byte."""

    said = PdfSignatureMetadata(
        field_name=_FIELD,
        subfilter=SigSeedSubFilter.PADES,
        name=certificate.organisation,
        md_algorithm="sha256",
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    sign_pdf(writer, said, signer=certificate.signer, timestamper=timestamper, output=out)
    return out.getvalue()


def stamped(pdf: bytes, certificate: Certificate, service: str) -> bytes | None:
    """Signed, with the time of that service; None where it does not answer."""
    try:
        return signed(pdf, certificate, timestamper=Service(service))
    except TimestampRequestError:
        return None


def signatures(pdf: bytes, roots: Sequence[bytes], revoked: bytes = b"") -> list[Signed]:
    """The signatures of a file, read without any network; `roots` are trusted certificates (PEM or DER).

    `revoked`: lists of certificates that were taken back (CRL, DER or PEM), from the same authorities.
    """

    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        return []
    lists = lists_in(revoked)
    return [_read(one, roots, lists) for one in found]


def lists_in(content: bytes) -> list[crl.CertificateList]:
    """The revocation lists of a file; DocumentError where it is none."""
    if not content.strip():
        return []
    try:
        parts = (
            [der for _, _, der in pem.unarmor(content, multiple=True)]
            if pem.detect(content)
            else [content]
        )
        lists = [crl.CertificateList.load(part, strict=True) for part in parts]
        for one in lists:
            one.native  # noqa: B018  (parsed only when looked at)
    except (ValueError, TypeError) as error:
        raise DocumentError("吊销列表打不开，应为 CRL 文件（DER 或者 PEM）") from error
    return lists


def _read(
    one: EmbeddedPdfSignature, roots: Sequence[bytes], lists: Sequence[crl.CertificateList]
) -> Signed:

    trusted = [cert for root in roots for cert in load_certs_from_pemder_data(root)]
    claimed = one.self_reported_timestamp
    name = str(one.signer_cert.subject.native.get("organization_name") or "")
    try:
        status = _status(one, trusted, ())
        revoked = bool(lists) and bool(_status(one, trusted, lists).revoked)
    except ValueError:
        return Signed(name, claimed, stamped=False, intact=False, trusted=False)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact
    return Signed(
        name,
        stamp.timestamp if stamp is not None and stamped else claimed,
        stamped=stamped,
        intact=status.intact and status.valid and status.docmdp_ok is not False,
        trusted=status.trusted and not revoked,
        revoked=revoked,
    )


def _status(
    one: EmbeddedPdfSignature, trusted: Sequence[Certified], lists: Sequence[crl.CertificateList]
) -> PdfSignatureStatus:
    """As it stood when it was signed; with lists they are asked of every certificate, whether it names one or not."""
    claimed = one.self_reported_timestamp
    context = ValidationContext(
        trust_roots=trusted, allow_fetching=False, moment=claimed, best_signature_time=claimed,
        crls=lists, revocation_mode="require" if lists else "soft-fail",
    )  # fmt: skip
    stamps = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=claimed)
    usages = KeyUsageConstraints(key_usage=_USAGES)
    return validate_pdf_signature(
        one, context, ts_validation_context=stamps, key_usage_settings=usages
    )

"""Certificates for tests: a CA, an organisation's key in PKCS#12, a time-stamp service; made once a run."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSWORD = "示例口令"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.cert.public_bytes(serialization.Encoding.PEM)


@cache
def authority(name: str = "示例根证书") -> Issued:
    """A CA of its own."""
    return _issued(name, None, ca=True)


@cache
def timestamping() -> Issued:
    """A time-stamp service under the CA."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return _issued("示例时间戳服务", authority(), usage=usage)


def stamper() -> DummyTimeStamper:
    """What answers for the service."""
    held = timestamping()
    key = held.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    cert = asn1_x509.Certificate.load(held.cert.public_bytes(serialization.Encoding.DER))
    store = SimpleCertificateStore()
    store.register(cert)
    return DummyTimeStamper(cert, keys.PrivateKeyInfo.load(key), certs_to_embed=store)


def organisation(
    name: str = "示例市司法局", *, by: Issued | None = None, begins: int = -1, ends: int = 365
) -> bytes:
    """PKCS#12 of an organisation; days from today."""
    issuer = by or authority()
    held = _issued(name, issuer, begins=begins, ends=ends)
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(b"", held.key, held.cert, [issuer.cert], locked)


def _issued(
    name: str,
    by: Issued | None,
    *,
    ca: bool = False,
    usage: x509.ExtendedKeyUsage | None = None,
    begins: int = -1,
    ends: int = 365,
) -> Issued:
    rsa_key = usage is not None  # the service of tests signs with RSA alone
    key = (
        rsa.generate_private_key(65537, 2048)
        if rsa_key
        else ec.generate_private_key(ec.SECP256R1())
    )
    names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name), x509.NameAttribute(NameOID.COMMON_NAME, name)]  # fmt: skip
    subject, now = x509.Name(names), dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.cert.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins * DAY)
        .not_valid_after(now + ends * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca, content_commitment=not ca, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=ca, crl_sign=ca,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def revoked_list(*serials: int, at: dt.datetime, by: Issued | None = None) -> bytes:
    """The authority's list of certificates that it took back at that time (CRL, DER)."""
    issuer, now = by or authority(), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.cert.subject)
        .last_update(now - 30 * DAY)
        .next_update(now + 30 * DAY)
    )
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
        made = made.add_revoked_certificate(entry.build())
    return made.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

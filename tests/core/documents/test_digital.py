"""Archives signed by an organisation's certificate: read offline by us and by a second reader."""

import asyncio
import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import pem

from supervision.core.documents import digital
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.pdf import archive
from tests.core.documents import structure
from tests.core.documents.samples import official
from tests.make import certificates

NOW = dt.datetime.now(dt.UTC)
BUREAU = "示例市司法局"


@pytest.fixture(autouse=True)
def no_loop() -> Iterator[None]:
    """Playwright keeps its loop in the thread of whoever drove a browser before; who signs begins one."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def held(tmp_path: Path, **changes: object) -> digital.Certificate:
    path = tmp_path / "organisation.p12"
    path.write_bytes(certificates.organisation(**changes))  # type: ignore[arg-type]
    return digital.certificate_in(path, certificates.PASSWORD)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return archive(official(), {"number": 1})


ROOTS = [certificates.authority().pem]


def test_a_signature_is_valid_for_us_and_for_poppler_and_changes_nothing_before_it(
    plain: bytes, tmp_path: Path
) -> None:
    made = digital.signed(plain, held(tmp_path))
    assert made.startswith(plain)
    (found,) = digital.signatures(made, ROOTS)
    assert (found.signer, found.intact, found.trusted, found.stamped) == (BUREAU, True, True, False)
    assert "签名有效" in found.words
    assert "本机时间" in found.words
    path = tmp_path / "signed.pdf"
    path.write_bytes(made)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout
    assert "ETSI.CAdES.detached" in told
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert structure.faults(made) == []


def test_a_time_stamp_gives_the_time(plain: bytes, tmp_path: Path) -> None:
    (found,) = digital.signatures(
        digital.signed(plain, held(tmp_path), timestamper=certificates.stamper()), ROOTS
    )
    assert (found.intact, found.trusted, found.stamped) == (True, True, True)
    assert "时间戳" in found.words


def test_a_change_is_seen_and_a_stranger_is_not_trusted(plain: bytes, tmp_path: Path) -> None:
    made = digital.signed(plain, held(tmp_path))
    place = made.index(b"/Keywords") if b"/Keywords" in made else len(plain) // 2
    touched = made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :]
    found = digital.signatures(touched, ROOTS)
    assert not found or not found[0].intact
    stranger = certificates.authority("另一个根证书")
    (other,) = digital.signatures(digital.signed(plain, held(tmp_path, by=stranger)), ROOTS)
    assert (other.intact, other.trusted) == (True, False)
    assert "不在受信任的范围内" in other.words
    assert digital.signatures(plain, ROOTS) == []
    assert digital.signatures(b"%PDF-1.7 nothing", ROOTS) == []


@pytest.mark.parametrize(
    ("days", "named", "revoked"), [(-2, True, True), (2, True, False), (-2, False, False)],
    ids=["before it signed", "after it signed", "another one"],
)  # fmt: skip
def test_a_certificate_that_was_taken_back_before_it_signed_is_said_to_be(
    plain: bytes, tmp_path: Path, days: int, *, named: bool, revoked: bool
) -> None:
    """By a list that is set, without any network; DER and PEM alike."""
    by = held(tmp_path)
    made = digital.signed(plain, by)
    serial = by.signer.signing_cert.serial_number if named else 12345
    listed = certificates.revoked_list(serial, at=NOW + dt.timedelta(days=days))
    for content in (listed, pem.armor("X509 CRL", listed)):
        (found,) = digital.signatures(made, ROOTS, content)
        assert (found.intact, found.revoked, found.trusted) == (True, revoked, not revoked)
        assert ("签名时证书已被吊销" in found.words) is revoked
    with pytest.raises(DocumentError, match="吊销列表打不开"):
        digital.signatures(made, ROOTS, b"nothing of the kind")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"begins": -30, "ends": -1}, "过期"),
        ({"begins": 3, "ends": 30}, "起才有效"),
        ({"name": "另一市司法局"}, "证书属于“另一市司法局”"),
    ],
)
def test_why_a_certificate_cannot_sign(
    changes: dict[str, object], said: str, tmp_path: Path
) -> None:
    assert said in held(tmp_path, **changes).why_not(BUREAU, NOW)
    assert held(tmp_path).why_not(BUREAU, NOW) == ""


def test_a_file_that_is_no_certificate_or_locked_by_another_word(tmp_path: Path) -> None:
    path = tmp_path / "wrong.p12"
    with pytest.raises(DocumentError, match="读不出来"):
        digital.certificate_in(path, "x")
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(DocumentError, match="打不开"):
        digital.certificate_in(path, "x")
    path.write_bytes(certificates.organisation())
    with pytest.raises(DocumentError, match="口令不对"):
        digital.certificate_in(path, "x")

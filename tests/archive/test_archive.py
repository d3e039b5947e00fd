"""The slip proves a signed paper; verification says issued or not, never what it says."""

import io
import json
import subprocess

import pikepdf
import pytest
import sqlalchemy as sa

from supervision.archive.slip import slip
from supervision.archive.verifying import MOST_DATA, Finding, embedded, verify_file, verify_hash
from supervision.core.audit import AuditHead
from supervision.core.documents.checker import check
from supervision.core.documents.pdf import archive, render
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.instruments.models import Instrument
from supervision.instruments.revoking import service as voiding
from supervision.instruments.signing import service as signing
from tests.core.documents.samples import official
from tests.make import issued
from tests.make.offices import found_office, sign_in


@pytest.fixture
def original(inside):
    """(staff, id of a signed paper, its archived bytes)."""
    with inside():
        team = found_office()
        paper_id = issued.signed(team).id
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        pdf = path_of(session.get_one(StoredFile, paper.archive_id)).read_bytes()
    return team, paper_id, pdf


def resaved(pdf: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.docinfo["/Producer"] = "another program"
        opened.save(target)
    return target.getvalue()


def with_data(pdf: bytes, content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["data.json"] = pikepdf.AttachedFileSpec(
            opened, content, filename="data.json"
        )
        opened.save(target)
    return target.getvalue()


def test_the_archived_original_is_recognised_with_its_number(inside, original):
    _, paper_id, pdf = original
    with inside() as session:
        verdict = verify_file(pdf)
        paper = session.get_one(Instrument, paper_id)
        assert (verdict.finding, verdict.number) == (Finding.UNCHANGED, paper.number)
        assert verify_hash(paper.archive_sha256.upper()).finding is Finding.UNCHANGED


def test_a_resaved_copy_is_called_changed(inside, original):
    with inside():
        verdict = verify_file(resaved(original[2]))
        assert verdict.finding is Finding.RESAVED
        assert verdict.number


def test_a_forged_copy_under_a_real_number_confirms_nothing(inside, original):
    """Other content under a number that exists: not even that the number exists is said."""
    data = embedded(original[2])
    data["content"]["document"]["title"] = "另一个标题"
    forged = with_data(original[2], json.dumps(data).encode())
    with inside():
        verdict = verify_file(forged)
        assert (verdict.finding, verdict.number, verdict.issuer) == (Finding.UNKNOWN, "", "")


def test_an_archive_that_contradicts_the_signed_content_is_reported(inside, original):
    _, paper_id, pdf = original
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        paper.frozen = paper.frozen.replace("示例市甲局", "示例市乙局")
    with inside():
        assert verify_file(pdf).finding is Finding.CONTRADICTED


def test_a_voided_paper_is_called_void(inside, original):
    team, paper_id, pdf = original
    with inside() as session:
        voiding.void(session.get_one(Instrument, paper_id), reason="重复制发", actor=team.reviewer)
    with inside():
        assert verify_file(pdf).finding is Finding.VOID


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"\x00" * 100])
def test_rubbish_is_unknown_not_an_error(inside, content):
    with inside():
        assert verify_file(content).finding is Finding.UNKNOWN


def test_embedded_data_is_never_unpacked_beyond_its_limit():
    bomb = with_data(render(official()).pdf, b" " * (MOST_DATA + 10))
    assert len(bomb) < 200_000
    assert embedded(bomb) is None


def test_a_wrong_hash_is_refused(inside):
    with inside(), pytest.raises(DomainError, match="64位"):
        verify_hash("abc")


def test_the_slip_carries_number_hashes_and_the_chain(inside, original, tmp_path):
    _, paper_id, _ = original
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        head = session.scalars(sa.select(AuditHead)).one()
        pdf = render(slip(paper, address="https://shili.example/archive/verify?sha256=x")).pdf
        wanted = (paper.number, paper.archive_sha256, head.mac, f"{head.count}条")
    (tmp_path / "slip.pdf").write_bytes(pdf)
    text = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "slip.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for part in wanted:
        assert part in "".join(text.split())
    for code in wanted[1:3]:
        assert {code[:32], code[32:]} <= set(text.split("\n")), "broken after 60 characters"
    assert check(pdf).passed


def test_without_an_archive_there_is_no_slip(inside):
    with inside():
        paper = issued.awaiting(found_office())
        with pytest.raises(DomainError, match="尚未生成"):
            slip(paper, address="https://shili.example/")


def test_the_page_verifies_an_upload_and_keeps_nothing(client, inside, page, original):
    team, _, pdf = original
    sign_in(client, team.liaison)
    sent = client.submit(
        "/archive/verify", {"file": (io.BytesIO(pdf), "文书.pdf")}, form="//form[@enctype]"
    )
    assert "由本系统制发，未改动" in page(sent).text
    assert "补充公示" not in page(sent).text
    with inside() as session:
        kept = session.scalars(sa.select(StoredFile).where(StoredFile.attached.is_(False))).all()
        assert not kept


def test_the_qr_codes_address_answers(client, inside, page, original):
    team, paper_id, _ = original
    with inside() as session:
        digest = session.get_one(Instrument, paper_id).archive_sha256
    sign_in(client, team.liaison)
    assert "由本系统制发" in page(client.get(f"/archive/verify?sha256={digest}")).text
    assert "不是本系统归档的原件" in page(client.get(f"/archive/verify?sha256={'0' * 64}")).text


def test_the_slip_is_downloaded_by_the_bureau_alone(client, original):
    team, paper_id, _ = original
    sign_in(client, team.liaison)
    assert client.get(f"/archive/{paper_id}/slip.pdf").status_code in (403, 404)
    sign_in(client, team.handler)
    response = client.get(f"/archive/{paper_id}/slip.pdf")
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF-")


def test_strangers_are_asked_to_sign_in(client):
    assert "/sign-in" in client.get("/archive/verify").location


def test_the_archive_is_made_of_what_was_frozen(inside, original):
    _, paper_id, pdf = original
    with inside() as session:
        paper = session.get_one(Instrument, paper_id)
        facts = signing.archive_facts(paper)
        assert embedded(pdf) == facts
        assert pdf == archive(signing.Paper.from_json(paper.frozen), facts)

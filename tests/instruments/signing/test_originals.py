"""盖章扫描件: the original of a paper signed on paper, its hash on the chain; the rendition stays a copy."""

import hashlib
import io
from collections.abc import Callable
from datetime import date
from functools import cache

import pikepdf
import pytest
import sqlalchemy as sa

from supervision.archive.verifying import Finding, verify_file, verify_hash
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.core.files import StoredFile, save_bytes
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.revoking import service as voiding
from supervision.instruments.signing import originals
from supervision.instruments.states import DeliveryMethod
from tests.make import case_files as papers
from tests.make import on_paper
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)


@cache
def scan(pages: int = 1) -> bytes:
    """What a scanner makes: a PDF without anything of ours inside."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(target)
    return target.getvalue()


def _signed_on_paper(office: Office) -> Instrument:
    paper = papers.draft(office)
    with on(DAY, "handler") as handler:
        drafting.submit(paper, actor=handler)
    with on(DAY, "reviewer") as reviewer:
        drafting.pass_review(paper, actor=reviewer)
    with on(DAY, "handler") as handler:
        on_paper.sign(paper, by=handler, on=DAY)
    return paper


def _hand_in(paper: Instrument, content: bytes, *, reason: str = "", name: str = "x.pdf") -> None:
    with on(DAY, "handler") as handler:
        kind = "application/pdf" if name.endswith("pdf") else "image/png"
        stored = save_bytes(name, kind, content, actor=handler)
        originals.register(paper, stored, reason=reason, actor=handler)


@pytest.fixture
def paper_id(inside: Inside, office: Office) -> int:
    """A paper signed on paper, its rendition archived after the commit."""
    with inside():
        return _signed_on_paper(office).id


def test_the_scan_is_served_and_the_rendition_stays_beside_it(
    inside: Inside, paper_id: int, sign_in: SignIn, page: PageCheck
) -> None:
    with inside() as db:
        rendition = printing.archived(db.get_one(Instrument, paper_id))
    handler = sign_in("handler")
    assert "上传盖章扫描件" in page(handler.get(f"/instruments/{paper_id}")).text
    page(handler.get(f"/instruments/{paper_id}/sealed-scan"))
    assert handler.get(f"/instruments/{paper_id}/rendition.pdf").status_code == 404
    upload = (io.BytesIO(scan(2)), "盖章.pdf")
    answer = handler.submit(f"/instruments/{paper_id}/sealed-scan", {"scan": upload})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert handler.get(f"/instruments/{paper_id}/paper.pdf").data == scan(2)
    assert handler.get(f"/instruments/{paper_id}/rendition.pdf").data == rendition
    assert handler.get(f"/instruments/{paper_id}/pages/2.png").status_code == 200
    shown = page(handler.get(f"/instruments/{paper_id}")).text
    assert hashlib.sha256(scan(2)).hexdigest() in shown
    assert "原件（扫描）" in shown


def test_the_hash_is_on_the_chain_and_both_files_verify(inside: Inside, paper_id: int) -> None:
    content = scan()
    digest = hashlib.sha256(content).hexdigest()
    with inside() as db:
        rendition = printing.archived(db.get_one(Instrument, paper_id)) or b""
        _hand_in(db.get_one(Instrument, paper_id), content)
    with inside() as db:
        labels = db.scalars(sa.select(AuditEvent.label).where(AuditEvent.action == "sealed_scan"))
        assert list(labels) == [f"盖章扫描件归档为原件，SHA-256 {digest}"]
        number = db.get_one(Instrument, paper_id).number
        found = [verify_file(content), verify_hash(digest), verify_file(rendition)]
        assert [one.finding for one in found] == [Finding.SCANNED, Finding.SCANNED, Finding.COPY]
        assert {one.number for one in found} == {number}
        assert verify_file(scan(3)).finding is Finding.UNKNOWN


def test_the_unit_gets_the_scan_whether_it_came_before_or_after_delivery(
    inside: Inside, paper_id: int, sign_in: SignIn
) -> None:
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        _hand_in(paper, scan())
        with on(DAY, "handler") as handler:
            facts = DeliveryFacts(DeliveryMethod.DIRECT, DAY, recipient="示例收件人")
            delivery.register_delivery(paper, facts, actor=handler)
    liaison = sign_in("liaison")
    assert liaison.get(f"/instruments/{paper_id}/paper.pdf").data == scan()
    assert liaison.get(f"/instruments/{paper_id}/rendition.pdf").status_code == 200
    assert liaison.get(f"/instruments/{paper_id}/sealed-scan").status_code == 403
    with inside() as db:
        _hand_in(db.get_one(Instrument, paper_id), scan(4), reason="缺页")
    assert liaison.get(f"/instruments/{paper_id}/paper.pdf").data == scan(4)


def test_another_scan_in_its_place_needs_a_reason_and_the_first_is_kept(
    inside: Inside, paper_id: int
) -> None:
    with inside() as db:
        paper = db.get_one(Instrument, paper_id)
        _hand_in(paper, scan())
        first = paper.archive_sha256
        with pytest.raises(DomainError, match="替换须填写理由"):
            _hand_in(paper, scan(2))
        _hand_in(paper, scan(2), reason="缺页")
        assert paper.archive_sha256 == hashlib.sha256(scan(2)).hexdigest()
        assert session.scalar(sa.select(StoredFile.attached).where(StoredFile.sha256 == first))


@pytest.mark.parametrize(("content", "name"), [(b"%PDF-1.4 nothing", "x.pdf"), (b"png", "x.png")])
def test_what_cannot_be_served_as_the_paper_is_refused(
    inside: Inside, paper_id: int, content: bytes, name: str
) -> None:
    with inside() as db, pytest.raises(DomainError, match="能够打开的PDF"):
        _hand_in(db.get_one(Instrument, paper_id), content, name=name)


def _electronic(office: Office) -> Instrument:
    return papers.signed(office)


def _void(office: Office) -> Instrument:
    paper = _signed_on_paper(office)
    with on(DAY, "reviewer") as reviewer:
        voiding.void(paper, reason="有误", actor=reviewer)
    return paper


@pytest.mark.parametrize("make", [_electronic, papers.draft, _void])
def test_only_what_was_signed_on_paper_has_a_scanned_original(
    inside: Inside, office: Office, make: Callable[[Office], Instrument]
) -> None:
    with inside(), pytest.raises(WrongState):
        _hand_in(make(office), scan())


def test_a_scan_that_comes_before_the_archive_was_made_leaves_a_copy_to_draw(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _signed_on_paper(office)
        _hand_in(paper, scan())
        key = paper.id
    with inside() as db:
        paper = db.get_one(Instrument, key)
        assert printing.archived(paper) == scan()
        assert (printing.rendition(paper) or b"").startswith(b"%PDF-")

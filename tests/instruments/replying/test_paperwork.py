"""Working forms say what they must; the 反馈表 goes out and comes back matched to the items."""

import io
from collections.abc import Callable
from datetime import date

import docx
import pytest

from supervision.core.db import session
from supervision.core.documents.model import Form
from supervision.core.documents.pdf import render
from supervision.core.errors import DomainError
from supervision.instruments.models import Instrument
from supervision.instruments.printing import paperwork
from supervision.instruments.replying import sheet as reply_sheet
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

RECEIPT = (
    "案由", "文号", "文书名称", "和件数", "受送达人", "送达地址", "受送达人签名", "代收人及理由", "备考",
    "填发人", "送达人",
)  # fmt: skip


def _words(form: Form) -> str:
    return form.to_json()


def test_the_receipt_has_every_entry_of_a_receipt(inside: Inside, office: Office) -> None:
    with inside():
        words = _words(paperwork.receipt(papers.delivered(office)))
    assert [entry for entry in RECEIPT if entry not in words] == []
    assert "2026年3月2日" in words
    assert "示例收件人" in words


def test_a_receipt_before_delivery_is_left_to_be_signed_by_hand(
    inside: Inside, office: Office
) -> None:
    with inside():
        words = _words(paperwork.receipt(papers.signed(office)))
    assert paperwork.BLANK_DATE in words


@pytest.mark.parametrize("name", list(paperwork.FORMS))
def test_each_form_prints(inside: Inside, office: Office, name: str) -> None:
    with inside():
        paper = papers.replied(office)
        papers.close(paper, day=date(2026, 3, 25))
        assert render(paperwork.FORMS[name][1](paper)).pages == 1


def test_the_write_off_form_names_both_supervisors(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.replied(office)
        papers.close(paper, day=date(2026, 3, 25))
        words = _words(paperwork.write_off(paper))
    assert "示例handler：同意销号" in words
    assert "示例second：同意销号" in words
    assert "已销号2条" in words


def _filled(content: bytes, change: Callable[[docx.table.Table], None]) -> bytes:
    document = docx.Document(io.BytesIO(content))
    change(document.tables[0])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_filled_sheet_is_matched_by_its_marks_even_when_rows_were_moved(
    inside: Inside, office: Office
) -> None:
    def fill(table: docx.table.Table) -> None:
        table.rows[1].cells[2].text = "甲"
        table.rows[2].cells[2].text = "乙"
        table._tbl.append(table.rows[1]._tr)

    with inside():
        paper = papers.delivered(office)
        found = reply_sheet.read(_filled(reply_sheet.write(paper), fill), paper)
        assert found.answers == {paper.items[0].id: "甲", paper.items[1].id: "乙"}
        assert found.notes == []


def test_what_does_not_match_is_said_in_words(inside: Inside, office: Office) -> None:
    def spoil(table: docx.table.Table) -> None:
        table.rows[1].cells[2].text = "甲"
        table.rows[2].cells[2].text = "乙"
        table.rows[2].cells[4].text = "改过了"

    with inside():
        paper = papers.delivered(office)
        found = reply_sheet.read(_filled(reply_sheet.write(paper), spoil), paper)
    assert any("改过了" in note for note in found.notes)
    assert any(note.startswith("第2条：表中没有这一行") for note in found.notes)


def test_the_sheet_of_another_paper_is_refused(inside: Inside, office: Office) -> None:
    with inside():
        other, paper = papers.delivered(office), papers.delivered(office)
        with pytest.raises(DomainError, match="对不上"):
            reply_sheet.read(reply_sheet.write(other), paper)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", "文字".encode()])
def test_what_is_no_word_file_is_refused_in_words(
    inside: Inside, office: Office, content: bytes
) -> None:
    with inside():
        paper = papers.delivered(office)
        with pytest.raises(DomainError, match="docx"):
            reply_sheet.read(content, paper)


def test_an_uploaded_sheet_fills_the_form_of_the_registered_reply(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-20 10:00")

    def fill(table: docx.table.Table) -> None:
        table.rows[1].cells[2].text = "制度已修订并公布"

    with inside():
        paper_id = papers.delivered(office).id
    handler = sign_in("handler")
    out = handler.get(f"/instruments/{paper_id}/reply-sheet.docx").data
    sheet = (io.BytesIO(_filled(out, fill)), "反馈表.docx")
    answer = handler.submit(f"/instruments/{paper_id}/reply/sheet", {"sheet": sheet}, form=FORM)
    shown = page(answer)
    assert "已从反馈表带入 1 条答复" in shown.text
    assert "第2条：表中没有填写" in shown.text
    assert "制度已修订并公布" in shown.html


def test_what_is_late_is_put_before_the_leader_and_the_unit_with_one_click(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Due on 1 April 2026, a Wednesday; 4 to 6 April are off: on the 8th it is four working days late."""
    with inside():
        key = papers.delivered(office).id
    clock("2026-04-08 09:00")
    shown = page(sign_in("handler").get(f"/instruments/{key}"))
    assert shown.find(f"//a[@href='/instruments/{key}/forms/memo.pdf']"), "签报 to the leader"
    assert "督办函" in shown.text, "to the unit"
    with inside():
        words = _words(paperwork.memo(session.get_one(Instrument, key)))
    for said in ("4个工作日", "2026年4月1日", "妥否，请批示", "领导批示"):
        assert said in words, said
    assert sign_in("liaison").get(f"/instruments/{key}/forms/memo.pdf").status_code == 404

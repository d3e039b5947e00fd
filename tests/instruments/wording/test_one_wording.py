"""A paper and its items are one object: a correction after a return is printed, answered and concluded.

Typed through HTTP by the handler, in the handler's scope; sent back by the reviewer.
"""

import io
from datetime import date

import docx
import pdfplumber
import pytest

from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.problems.models import Problem
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.parts import FORM, fields_of, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
NEW = {
    "items-0-heading": "行政检查结果超期未公示",
    "items-0-statement": "2025年第四季度行政检查结果未在期限内公示。",
    "items-0-provision": "《示例省行政执法公示办法》",
    "items-0-demand": "请于7个工作日内补充公示，并明确专人负责。",
}


@pytest.fixture
def returned(inside: Inside, office: Office) -> int:
    """A notice whose cause was put in own words, sent back by the reviewer."""
    with inside():
        paper = papers.draft(
            office, "rectification_notice", over=[papers.problem(office, title="执法公示超期")]
        )
        with on(DAY, "handler") as handler:
            drafting.submit(paper, actor=handler)
        with on(DAY, "reviewer") as reviewer:
            drafting.send_back(paper, reason="事实表述不准", actor=reviewer)
        return paper.id


def _deliver(paper_id: int) -> None:
    paper = session.get_one(Instrument, paper_id)
    for username, verb in (
        ("handler", drafting.submit), ("reviewer", drafting.pass_review), ("signatory", signing.sign),
    ):  # fmt: skip
        with on(DAY, username) as person:
            verb(paper, actor=person)
    with on(date(2026, 3, 2), "handler") as handler:
        delivery.send(paper, actor=handler)
    with on(date(2026, 3, 2), "liaison") as liaison:
        delivery.receive(paper, actor=liaison)


def _plain(text: str) -> str:
    return "".join(text.split())


def _pdf(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pages:
        return _plain("".join(page.extract_text() for page in pages.pages))


def test_a_correction_after_a_return_is_the_same_everywhere(
    inside: Inside, office: Office, returned: int, sign_in: SignIn, page: PageCheck
) -> None:
    here = f"/instruments/{returned}"
    handler = sign_in("handler")
    cause = "根据《示例条例》有关规定，我局对群众反映的公示情况进行了核查。现将有关事项通知如下："
    typed = NEW | {words_of(handler, here): cause}
    assert handler.submit(f"{here}/edit", typed, form=FORM).status_code == 302
    with inside():
        _deliver(returned)
    staff = sign_in("handler")
    shown = page(staff.get(here))
    table = _plain("".join(shown.tree.xpath("//section[@id='items']//tbody//text()")))
    printed = _pdf(staff.get(f"{here}/paper.pdf").data)
    listed = {"PDF": printed, "table": table}
    ledger = _plain(staff.get("/problems/ledger/export.csv?tab=all").data.decode("utf-8-sig"))
    assert _plain(NEW["items-0-demand"]) in ledger
    assert "举一反三" not in ledger
    liaison = sign_in("liaison")
    sheet = docx.Document(io.BytesIO(liaison.get(f"{here}/reply-sheet.docx").data))
    cells = [cell.text for row in sheet.tables[0].rows for cell in row.cells]
    listed["反馈表"] = _plain("".join(cells))
    listed["reply form"] = _plain(page(liaison.get(f"{here}/answers")).text)
    for where, text in listed.items():
        for said in NEW.values():
            assert _plain(said) in text, where
        assert "举一反三" not in text, where  # what was demanded before
    assert "执法公示超期的事实" not in listed["PDF"] + listed["反馈表"] + listed["reply form"]
    assert "与认定的事实表述不同" in table  # beside the fact as it was established
    assert _plain(cause) in printed


def test_where_the_words_depart_drafter_and_reviewer_have_the_established_fact_beside_them(
    returned: int, sign_in: SignIn, page: PageCheck
) -> None:
    here = f"/instruments/{returned}"
    handler = sign_in("handler")
    beside = "//details[@class='departs'][@open]"
    assert not page(handler.get(f"{here}/edit")).find(beside)  # it says what was established
    assert handler.submit(f"{here}/edit", NEW, form=FORM).status_code == 302
    assert handler.submit(here, form=f"//form[contains(@action, '{here}/do/submit')]")
    shown = {
        "submitted": page(handler.get(here)), "reviewed": page(sign_in("reviewer").get(here)),
    }  # fmt: skip
    press = f"//form[contains(@action, '{here}/do/withdraw')]"
    assert handler.submit(here, form=press).status_code == 302
    shown["edited"] = page(handler.get(f"{here}/edit"))
    for where, seen in shown.items():
        [told] = seen.find(beside)
        assert "认定的事实：执法公示超期的事实" in told.text_content(), where


def test_what_reads_as_it_was_made_goes_on_following_the_record(
    inside: Inside, returned: int, sign_in: SignIn
) -> None:
    here = f"/instruments/{returned}/edit"
    handler = sign_in("handler")
    typed = {"term_number": "", "fixed_due": "2026-12-25"}
    assert handler.submit(here, typed, form=FORM).status_code == 302
    with inside():
        paper = session.get_one(Instrument, returned)
        assert "请你单位于2026年12月25日前（含当日）完成整改" in paper.text
        assert "30日内" not in paper.text
        assert paper.wording == []


def test_items_are_moved_inserted_and_dropped_without_a_script(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """By the buttons of each item; what is typed stays, nothing is saved before it is."""
    with inside():
        key = papers.draft(office, items=4).id
        held = [item.id for item in session.get_one(Instrument, key).items]
    here = f"/instruments/{key}/edit"
    visitor = sign_in("handler")
    typed = fields_of(page(visitor.get(here)))
    for button in ("up-4", "down-1", "drop-4", "below-1"):
        answer = visitor.post(here, data=typed | {"arrange": button})
        typed = fields_of(page(answer))
    typed |= {"items-1-heading": "插在中间的", "items-1-demand": "请补正。"}
    with inside():
        assert len(session.get_one(Instrument, key).items) == 4
    assert visitor.post(here, data=typed).status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        order = [item.heading for item in paper.items]
        assert order == ["第2个问题", "插在中间的", "第1个问题", "第4个问题"]
        assert [item.seq for item in paper.items] == [1, 2, 3, 4]
        assert "一、第2个问题" in paper.text
        assert "第3个问题" not in paper.text
        assert [paper.items[at].id for at in (0, 2, 3)] == [held[1], held[0], held[3]]


def test_one_of_eight_problems_is_dropped_and_free_again(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        over = [papers.problem(office, title=f"问题{number}") for number in range(1, 9)]
        key = papers.draft(office, "rectification_notice", over=over).id
        third = over[2].id
    here, visitor = f"/instruments/{key}/edit", sign_in("handler")
    typed = fields_of(
        page(visitor.post(here, data=fields_of(page(visitor.get(here))) | {"arrange": "drop-3"}))
    )
    assert visitor.post(here, data=typed).status_code == 302
    with inside():
        headings = [item.heading for item in session.get_one(Instrument, key).items]
        assert headings == [f"问题{number}" for number in (1, 2, 4, 5, 6, 7, 8)]
        assert session.get_one(Problem, third).paper_id is None


def test_an_item_that_the_unit_has_answered_is_not_deleted(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """The form was opened while it was a draft; meanwhile the paper went out and was answered."""
    with inside():
        key = papers.draft(office).id
    here, visitor = f"/instruments/{key}/edit", sign_in("handler")
    typed = fields_of(page(visitor.get(here)))
    with inside():
        _deliver(key)
        paper = session.get_one(Instrument, key)
        papers.answer(paper, day=date(2026, 3, 5))
    kept = {name: value for name, value in typed.items() if not name.startswith("items-1-")}
    told = page(visitor.post(here, data=kept), status=409)
    assert "第1、2条单位已经答复，条目不能再增减" in told.text
    with inside():
        assert len(session.get_one(Instrument, key).items) == 2

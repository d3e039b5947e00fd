"""What an incomplete paper lacks is shown in red with its place, and it is not submitted.

Typed by the handler; what must be refused is issue 13 §1, written here by hand.
"""

from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as onward
from supervision.instruments.states import InstrumentStatus, KindPurpose, Nature
from supervision.instruments.wording import blocks, completeness
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
REFUSED = "文书还不完整：|请先填写至少一条|须从所指的文书上拟制"
SUBMIT = "//form[contains(@action, 'do/submit')]"


def _bare(office: Office, code: str) -> Instrument:
    """A paper of the kind to the first unit, without items and without a paper before it."""
    with on(DAY, "handler") as handler:
        facts = drafting.PaperFacts(
            kind=papers.kind(office, code), unit=session.get_one(Unit, office.unit_id)
        )
        return drafting.draft(facts, actor=handler)


def _places(paper: Instrument) -> set[str]:
    return {one.place for one in completeness.lacks(paper)}


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("review_decision", "parent"), ("review_decision", "matters"), ("urging_paper", "parent"),
        ("reminder", "parent"), ("revocation", "parent"), ("correction", "parent"),
        ("decision", "items"), ("opinion", "items"), ("rectification_notice", "items"),
        ("supervision_notice", "items"), ("transfer_letter", "items"), ("superior_letter", "items"),
        ("interview_notice", "matters"), ("referral_letter", "matters"), ("urging_paper", "cause"),
    ],
)  # fmt: skip
def test_a_bare_paper_of_every_kind_is_refused_with_the_place(
    inside: Inside, office: Office, code: str, place: str
) -> None:
    with inside():
        paper = _bare(office, code)
        assert place in _places(paper)
        with (
            on(DAY, "handler") as handler,
            pytest.raises(DomainError, match=REFUSED),
        ):
            drafting.submit(paper, actor=handler)
        assert paper.status is InstrumentStatus.DRAFT


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (OwnWords(Part.CAUSE, "现将有关事项通知如下："), ""),  # the items stand below
        (OwnWords(Part.TERM, "请于2026年9月1日前（含当日）反馈。"), "与记录的期限“自收到本意见书之日起30日内”不一致"),
        (OwnWords(Part.TERM, "请自收到本意见书之日起15日内反馈。"), "不一致"),
        (OwnWords(Part.TERM, left_out=True), "不能不写"),
        (OwnWords(Part.CAUSE, "本机关进行了检查，我局认为："), "混用"),
        (OwnWords(Part.REPLY, "反馈材料的要求如下："), "后面没有内容"),
        (OwnWords(Part.CONTACT, "示例市司法局\n2026年3月1日"), "署名和日期由系统"),
        (OwnWords(Part.REMEDY, "可以依法申请行政复议。"), "监督文书不写“申请行政复议”"),
    ],
)  # fmt: skip
def test_own_words_are_held_against_the_record(
    inside: Inside, office: Office, words: OwnWords, said: str
) -> None:
    with inside():
        paper = papers.draft(office)
        with on(DAY, "handler") as handler:
            drafting.reword(paper, words, actor=handler)
        found = "；".join(one.said for one in completeness.lacks(paper))
        assert (said in found) if said else not found, found


def test_a_title_of_another_body_is_refused(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.draft(office)
        paper.title = "示例市公安局关于有关问题的意见书"
        assert "title" in _places(paper)
        paper.title = "示例市司法局关于有关问题的意见书"
        assert not _places(paper)


def test_a_decision_without_a_basis_or_a_way_to_object_is_refused_until_it_is_waived(
    inside: Inside, office: Office
) -> None:
    """A term of objection that nobody is told of, or none configured: both need a word."""
    with inside():
        kind = papers.kind(office, "decision")
        paper = papers.draft(office, "decision", over=[papers.problem(office)])
        assert "10个工作日内，向示例市人民政府书面申请复查" in paper.text
        assert not _places(paper)
        kind.objection_to, kind.legal_basis = "", ""
        assert _places(paper) == {"remedy", "basis"}
        with on(DAY, "handler") as handler:
            drafting.reword(
                paper,
                OwnWords(Part.REMEDY, left_out=True),
                OwnWords(Part.BASIS, "根据《示例条例》有关规定，决定如下："),
                actor=handler,
            )
            assert _places(paper) == {"remedy"}
            waived = OwnWords(Part.REMEDY, left_out=True, reason="本地规定未设异议程序")
            drafting.reword(paper, waived, actor=handler)
        assert not _places(paper)
        assert "复查" not in paper.text


def test_it_is_red_on_the_page_and_in_the_form_and_refused_in_words(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        here = f"/instruments/{_bare(office, 'review_decision').id}"
    handler = sign_in("handler")
    shown = page(handler.get(here))
    assert shown.find(f"//*[@id='lacks']//a[@href='{here}/edit#block-matters']")
    form = page(handler.get(f"{here}/edit"))
    assert form.find("//*[@id='block-matters']//*[@class='field-error']")
    refused = page(handler.submit(here, {}, form=SUBMIT), status=422)
    assert "文书还不完整：前文：行政执法监督复查决定书须从它所指的文书拟制" in refused.text


@pytest.mark.parametrize("code", ["opinion", "rectification_notice", "supervision_notice",
                                  "transfer_letter", "decision", "urging_paper"])  # fmt: skip
def test_both_forms_of_a_term_are_worded_in_every_kind_that_sets_one(
    inside: Inside, office: Office, code: str
) -> None:
    with inside():
        paper = _of_kind(office, code)
        this = {"意见书": "本意见书", "通知书": "本通知书", "决定书": "本决定书"}.get(
            paper.kind.name[-3:], "本函"
        )
        days = "10个工作日" if code == "urging_paper" else "30日"
        assert f"自收到{this}之日起{days}内" in paper.text
        paper.term_number, paper.fixed_due = None, date(2026, 12, 25)
        text = blocks.compose(paper)
        assert "于2026年12月25日前（含当日）" in text
        assert "【待补" not in text


def _of_kind(office: Office, code: str) -> Instrument:
    if code == "urging_paper":
        delivered = papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        with on(date(2026, 4, 20), "handler") as handler:
            return onward.follow(delivered, KindPurpose.URGING, actor=handler)
    if code in ("rectification_notice", "decision"):
        return papers.draft(office, code, over=[papers.problem(office)])
    return papers.draft(office, code)


def test_many_items_stand_in_the_annexed_list_and_the_text_says_where(
    inside: Inside, office: Office
) -> None:
    """Of texts.md 0.2: 条目多于8条，正文只写归类概述和条数，“具体问题见附件1”."""
    with inside(), on(DAY, "handler") as handler:
        items = [
            drafting.ItemFacts(
                heading=f"问题{n}", statement=f"第{n}项的事实。", provision="《示例规定》",
                demand=f"请纠正第{n}项。", nature=Nature.CORRECTIVE,
            )
            for n in range(1, 10)
        ]  # fmt: skip
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "opinion"), unit=session.get_one(Unit, office.unit_id),
            items=items,
        )  # fmt: skip
        paper = drafting.draft(facts, actor=handler)
        assert "存在9个问题，具体问题和监督意见见附件。" in paper.text
        assert "第3项的事实" not in paper.text
        assert "请纠正第3项。" not in paper.text
        (listed,) = document(paper).attachments
        row = listed.blocks[0].rows[2]  # type: ignore[union-attr]
        assert "第3项的事实。上述做法不符合《示例规定》的规定。" in row[1]
        assert row[-1] == "请纠正第3项。"


def test_one_long_fact_stands_in_the_list_and_heading_and_demand_in_the_text(
    inside: Inside, office: Office
) -> None:
    with inside(), on(DAY, "handler") as handler:
        item = drafting.ItemFacts(heading="案卷", statement="事实。" * 80, demand="请纠正。")
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "opinion"), unit=session.get_one(Unit, office.unit_id),
            items=[item, drafting.ItemFacts(heading="公示", statement="未公示。", demand="请公示。")],
        )  # fmt: skip
        paper = drafting.draft(facts, actor=handler)
        assert "一、案卷\n监督意见：请纠正。\n二、公示\n监督意见：请公示。" in paper.text
        assert "事实。事实。" not in paper.text


def test_an_emptied_part_follows_the_record_again(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        paper = papers.draft(office)
        key, made = paper.id, paper.text
        with on(DAY, "handler") as handler:
            drafting.reword(paper, OwnWords(Part.CAUSE, "另一种说法："), actor=handler)
    desk, here = sign_in("handler"), f"/instruments/{key}"
    assert desk.submit(f"{here}/edit", {words_of(desk, here): ""}, form=FORM).status_code == 302
    with inside():
        assert session.get_one(Instrument, key).text == made

"""A decision orders, whatever asks is no decision; only a decision orders (product.md §5, texts.md 6). Typed through HTTP."""

import pytest

from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as onward
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording import completeness
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make import case_files as papers
from tests.make.every_kind import ASKED
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = papers.DELIVERED
SUBMIT = "//form[contains(@action, 'do/submit')]"
ASKS = "决定书作出决定，不写“{}”"
ORDERS = "“责令{}”只用于决定书"


def _decision(office: Office) -> Instrument:
    return papers.draft(office, "decision", over=[papers.problem(office)])


def _said(paper: Instrument) -> str:
    return "；".join(one.sentence for one in completeness.lacks(paper))


@pytest.mark.parametrize(
    ("demand", "word"),
    [
        ("请依法纠正，并报送材料。", "请"),
        ("责令你单位补正案卷；请于月底前报送材料。", "请"),
        ("责令你单位补正案卷。敬请支持。", "请"),
        ("希望你单位规范检查程序。", "希望"),
        ("建议你单位完善审核制度。", "建议"),
        ("补正案卷为盼。", "为盼"),
    ],
)
def test_a_demand_that_asks_is_red_in_the_form_and_refused(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, demand: str, word: str
) -> None:
    with inside():
        here = f"/instruments/{_decision(office).id}"
    handler = sign_in("handler")
    sent = handler.submit(f"{here}/edit", {"items-0-demand": demand}, form=FORM)
    assert sent.status_code == 302
    form = page(handler.get(f"{here}/edit"))
    [told] = form.find("//*[@id='block-items']//*[@class='field-error']")
    assert ASKS.format(word) in told.text_content()
    assert demand in form.tree.xpath(f"{FORM}//textarea[@name='items-0-demand']")[0].text
    refused = page(handler.submit(here, {}, form=SUBMIT), status=422)
    assert f"文书还不完整：第1项：{ASKS.format(word)}" in refused.text


@pytest.mark.parametrize(
    "demand",
    [
        "责令你单位提请示例市人民政府撤销该文件。",
        "责令你单位对当事人的听证申请、复核请求逐件答复，并向上级请示。",
        "责令你单位删去告知书中“请自行承担后果”一句。",
        "撤销你单位2026年1月5日作出的《关于报请审批的通知》。",
    ],
)
def test_words_that_only_look_like_asking_are_taken(
    inside: Inside, office: Office, sign_in: SignIn, demand: str
) -> None:
    with inside():
        key = _decision(office).id
    handler = sign_in("handler")
    handler.submit(f"/instruments/{key}/edit", {"items-0-demand": demand}, form=FORM)
    with inside():
        assert not _said(session.get_one(Instrument, key))


@pytest.mark.parametrize(
    ("part", "words", "place"),
    [
        (Part.TERM, "请你单位自收到本决定书之日起30日内执行本决定。", "term"),
        (Part.CONSEQUENCE, "希望你单位认真执行。", "consequence"),
        (Part.HEARING, "本机关已听取你单位意见。你单位提出：请本机关考虑整改难度。", ""),
        (Part.GROUNDS, "本机关认为，执法人员“请你配合”的说法不能代替出示证件。", ""),
    ],
)
def test_the_parts_that_decide_do_not_ask_and_those_that_tell_may(
    inside: Inside,
    office: Office,
    sign_in: SignIn,
    page: PageCheck,
    part: Part,
    words: str,
    place: str,
) -> None:
    with inside():
        here = f"/instruments/{_decision(office).id}"
    handler = sign_in("handler")
    handler.submit(f"{here}/edit", {words_of(handler, here, part): words}, form=FORM)
    form = page(handler.get(f"{here}/edit"))
    found = form.find("//*[@id='lacks']//a")
    assert [one.get("href").rpartition("-")[2] for one in found] == ([place] if place else [])


@pytest.mark.parametrize("code", ["opinion", "rectification_notice", "supervision_notice"])
def test_only_a_decision_orders(inside: Inside, office: Office, code: str) -> None:
    with inside():
        over = [papers.problem(office)] if code == "rectification_notice" else []
        paper = papers.draft(office, code, over=over, items=1)
        paper.items[0].demand = "请依法责令当事人改正，并复查。"
        assert not _said(paper)
        paper.items[0].demand = "责令你单位改正。"
        noun = paper.kind.item_noun
        assert _said(paper).startswith(f"第1{noun}：{ORDERS.format('你单位')}")


def test_an_urging_paper_about_a_decision_asks(inside: Inside, office: Office) -> None:
    """The order stands in the decision; the letter that urges it would have ordered once more."""
    with inside():
        before = papers.delivered(office, "decision", over=[papers.problem(office)])
        assert before.items[0].demand.startswith("责令你单位")
        with on(ASKED, "handler") as handler:
            letter = onward.follow(before, KindPurpose.URGING, actor=handler)
        assert letter.items[0].demand == "请依法纠正，举一反三，完善制度，并报送佐证材料。"
        assert not _said(letter)


def test_the_kind_of_an_office_that_asks_is_told_too(inside: Inside, office: Office) -> None:
    """The kind's own text is the section's; it shows while drafting, where a person can mend it."""
    with inside():
        kind = papers.kind(office, "decision")
        kind.parts = [
            one | {"text": "请{你单位}{期限语}执行本决定。"} if one["part"] == "term" else one
            for one in kind.parts
        ]
        paper = _decision(office)
        assert _said(paper) == f"期限：{ASKS.format('请')}，改为“责令你单位……”或者“你单位应当……”"
        own = OwnWords(Part.TERM, "你单位应当自收到本决定书之日起30日内执行本决定。")
        with on(DAY, "handler") as handler:
            drafting.reword(paper, own, actor=handler)
        assert not _said(paper)

"""Whatever keeps a draft from being submitted is red at the very place in its form, and refused in the same words.

Typed by the handler through the form; what must be refused is issue 13 §1 and texts.md 0.3.
"""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.instruments.wording.parts import Part
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
SUBMIT = "//form[contains(@action, 'do/submit')]"
Typed = Callable[[Mapping[Part | str, str]], str]


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-02-25 09:00")


@pytest.fixture
def handler(office: Office, sign_in: SignIn) -> Visitor:
    return sign_in("handler")


@pytest.fixture
def typed(inside: Inside, office: Office, handler: Visitor) -> Typed:
    """A draft of an opinion with words typed into its form: by part, or by the name of a box."""

    def make(words: Mapping[Part | str, str]) -> str:
        with inside():
            paper = papers.draft(office, day=DAY)
            paper.annex = [{"title": "说明", "text": "说明如下。", "landscape": False}]
            here = f"/instruments/{paper.id}"
        sent = {
            words_of(handler, here, box) if isinstance(box, Part) else box: said
            for box, said in words.items()
        }
        assert handler.submit(f"{here}/edit", sent, form=FORM).status_code == 302
        return here

    return make


LONG = "关于进一步规范涉企行政执法行为" * 10
WRONG = {
    "a title of 100 characters": ({"title": LONG[:100]}, "title", "标题有100字"),
    "a title of 150 characters": ({"title": LONG}, "title", "标题有150字"),
    "a title of 200 characters": ({"title": (LONG * 2)[:200]}, "title", "标题有200字"),
    "a title of another body": (
        {"title": "示例市公安局关于有关问题的意见书"}, "title", "标题写的机关“示例市公安局”不是版头",
    ),
    "a title of another body and the kind": (
        {"title": "示例市公安局行政执法监督意见书"}, "title", "标题写的机关“示例市公安局”不是版头",
    ),
    "a slot in the title": ({"title": "关于{行动名称}的意见书"}, "title", "“{行动名称}”"),
    "a slot in own words": ({Part.CAUSE: "我局对{你单位}进行了监督检查。"}, "cause", "“{你单位}”"),
    "a slot in an item": ({"items-1-demand": "请于{期限}内纠正。"}, "items", "“{期限}”"),
    "a slot in an annex": (
        {"attached-0-text": "{发文机关}的说明。"}, "attached", "“{发文机关}”",
    ),
    "a mark of a slot in an annex": (
        {"attached-0-text": "期限【待补：期限】。"}, "attached", "期限",
    ),
    "another term where the reply is told": (
        {Part.REPLY: "请自收到本意见书之日起15日内将整改情况书面报送我局。"}, "reply",
        "所写的期限“自收到本意见书之日起15日内”与记录的期限“自收到本意见书之日起30日内”不一致",
    ),
    "another last day in the cause": (
        {Part.CAUSE: "请于2026年9月1日前（含当日）将整改情况书面报送我局："}, "cause", "“于2026年9月1日前”与记录的期限",
    ),
    "another body signs": (
        {Part.CONTACT: "联系人：示例人员。\n示例市公安局"}, "parts", "正文末尾写了“示例市公安局”",
    ),
    "two self-names": ({Part.CAUSE: "本机关进行了检查，我局认为："}, "parts", "混用"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_it_is_red_where_the_link_leads_and_refused(
    typed: Typed, handler: Visitor, page: PageCheck, inside: Inside, case: str
) -> None:
    words, place, said = WRONG[case]
    here = typed(words)
    [link] = page(handler.get(here)).find(f"//*[@id='lacks']//a[@href='{here}/edit#block-{place}']")
    assert said in link.getparent().text_content()
    form = page(handler.get(f"{here}/edit"))
    red = form.find(f"//*[@id='block-{place}']//*[@class='field-error']")
    assert said in "".join(one.text_content() for one in red)
    assert said in page(handler.submit(here, {}, form=SUBMIT), status=422).text
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert paper.status is InstrumentStatus.DRAFT


RIGHT = {
    "the days of another act": {
        Part.REPLY: "不属于你单位职责的，请自收到本意见书之日起5日内书面说明理由。"
    },
    "the record's own term": {Part.REPLY: "请自收到本意见书之日起30日内书面报送整改情况。"},
    "a past day": {Part.CAUSE: "你单位于2025年9月1日前办结的案件，存在下列问题："},
    "a title of its own body": {"title": "示例市司法局行政执法监督意见书"},
    "braces that are no slot": {Part.REPLY: "请按{1}至{3}所列格式报送。"},
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_only_looks_like_it_is_let_pass(
    typed: Typed, handler: Visitor, page: PageCheck, case: str
) -> None:
    here = typed(RIGHT[case])
    assert not page(handler.get(here)).find("//*[@id='lacks']")
    assert handler.submit(here, {}, form=SUBMIT).status_code == 302


@pytest.mark.parametrize("box", ["statement", "demand"])
def test_an_item_of_ten_thousand_characters_comes_back_at_its_box(
    typed: Typed, handler: Visitor, page: PageCheck, box: str
) -> None:
    here, said = typed({}), "监" * 10_000
    answer = handler.submit(f"{here}/edit", {f"items-1-{box}": said}, form=FORM)
    refused = page(answer, status=422)
    [typed_in] = refused.find(f"//*[@name='items-1-{box}']")
    assert typed_in.get("aria-invalid") == "true"
    assert typed_in.text_content().strip() == said, "nothing typed is lost"
    assert "最多5000个字" in refused.text


def test_an_item_as_long_as_may_be_prints(typed: Typed, handler: Visitor, inside: Inside) -> None:
    here = typed({"items-1-statement": "监" * 5000, "items-1-demand": "督" * 5000})
    assert handler.get(f"{here}/pages/1.png").data.startswith(b"\x89PNG")
    assert handler.submit(here, {}, form=SUBMIT).status_code == 302
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert "督" * 5000 in paper.text


def test_a_paper_whose_place_has_no_box_says_it_in_the_form_too(
    inside: Inside, office: Office, handler: Visitor, page: PageCheck
) -> None:
    """A 督办函 without its paper: there is no box to fill in, the form says it all the same."""
    with inside(), on(DAY, "handler") as drafter:
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "urging_paper"), addressee="示例市甲局"
        )
        here = f"/instruments/{drafting.draft(facts, actor=drafter).id}"
    form = page(handler.get(f"{here}/edit"))
    [said] = form.find("//*[@id='block-parent']//*[@class='field-error']")
    assert "须从它所指的文书拟制" in said.text_content()

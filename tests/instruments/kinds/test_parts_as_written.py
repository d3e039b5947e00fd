"""The parts of every built-in kind, their order and whether a paper must have them: written by hand from the
models of official papers (必 required, 免 required unless waived with a reason, 可 left out where empty).

可 stands for what the models put in brackets, for 联系人 (named there or in the 附注), and for 后果 and 救济,
which have a basis of the office's own or are not said.
"""

import re
from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.files import attach
from supervision.core.files.models import Purpose
from supervision.core.files.store import save_bytes
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision
from supervision.instruments.onward import service as onward
from supervision.instruments.wording import completeness
from supervision.instruments.wording.parts import Need, Part
from tests.make import case_files as papers
from tests.make import worded
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DRAWN = date(2026, 2, 24)
SUBMIT = "//form[contains(@action, 'do/submit')]"

AS_WRITTEN = {
    "opinion": "缘由必 总体情况可 事项必 期限必 反馈方式必 不同意见和救济可 后果可 联系人可",
    "rectification_notice": "缘由必 依据免 事项必 期限必 反馈方式必 不同意见和救济可 后果可 联系人可",
    "transfer_letter": "缘由必 事实必 要求必 期限必 反馈方式必 结语必 联系人可",
    "urging_paper": "缘由必 事项必 期限必 后果可 结语必 联系人可",
    "interview_notice": "缘由必 依据免 事项必 要求必 后果可 联系人可",
    "decision": "缘由必 事实必 证据可 听取意见必 理由必 依据必 事项必 期限必 不同意见和救济免 后果可",
    "review_decision": "缘由必 听取意见必 事实必 理由必 依据必 事项必 期限必 结语可",
    "reminder": "缘由必 联系人可",
    "referral_letter": "缘由必 事项必 期限必 联系人可",
    "superior_letter": "缘由必 事项必 结语必 联系人可",
    # Of these the models say nothing; they are ours.
    "supervision_notice": "缘由必 事项必 期限必 不同意见和救济可 联系人可",
    "revocation": "缘由必 事项必 结语必",
    "correction": "缘由必 事项必 结语必 联系人可",
    "circular": "缘由必 总体情况可 事项必 要求可 联系人可",
    "issuing_notice": "缘由必 要求可 联系人可",
}
NEEDS = {"必": Need.REQUIRED, "免": Need.WAIVABLE, "可": Need.OPTIONAL}
PARTS = {part.label: part for part in Part}


def _read(written: str) -> list[tuple[Part, Need]]:
    return [(PARTS[one[:-1]], NEEDS[one[-1]]) for one in written.split()]


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.code)
def test_the_parts_of_a_kind_are_those_of_its_model(kind: KindFacts) -> None:
    assert [(part.part, part.need) for part in kind.parts] == _read(AS_WRITTEN[kind.code])


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.code)
def test_its_numbered_headings_run_on(kind: KindFacts) -> None:
    """一、二、三 … without a gap, so far as the words of the kind number themselves."""
    said = "\n".join(part.text for part in kind.parts)
    heads = re.findall(r"^〔?([一二三四五六七八九])、", said, re.MULTILINE)
    assert heads == list("一二三四五六七八九")[: len(heads)]


def test_a_notice_of_an_interview_says_what_it_is_about() -> None:
    notice = next(kind for kind in BUILT_IN if kind.code == "interview_notice")
    said = {one.part: one.text for one in notice.parts}
    matters, demand = said[Part.MATTERS], said[Part.DEMAND]
    labels = re.findall(r"^[一二三四五]、([^：]+)：", matters, re.MULTILINE)
    assert labels == ["约谈对象", "约谈时间", "约谈地点", "约谈人员", "约谈内容"]
    assert demand.startswith("六、有关要求")


def test_a_decision_without_hearing_and_reasons_is_not_submitted(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """The drafter is told what is missing and where, in red in the form, too; with the words it goes on."""
    with inside(), on(DRAWN, "handler") as handler:
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "decision"),
            unit=session.get_one(Unit, office.unit_id),
            items=drafting.items_from_problems(
                [papers.problem(office)], kind=papers.kind(office, "decision")
            ),
        )
        here = f"/instruments/{drafting.draft(facts, actor=handler).id}"
    drafter = sign_in("handler")
    refused = page(drafter.submit(here, {}, form=SUBMIT), status=422)
    assert "听取意见：还没有填听取意见" in refused.text
    assert "理由：还没有填决定理由" in refused.text
    form = page(drafter.get(f"{here}/edit"))
    for place in ("hearing", "grounds"):
        assert form.find(f"//*[@id='block-{place}']//*[@class='field-error']")
    with inside(), on(DRAWN, "handler") as handler:
        worded.by_hand(session.get_one(Instrument, int(here.rsplit("/", 1)[1])), actor=handler)
    assert drafter.submit(here, {}, form=SUBMIT).status_code == 302


def test_a_decision_names_the_evidence_of_its_problems(inside: Inside, office: Office) -> None:
    """By what it shows, else by the name of the file; photographs taken after mending prove no fault."""
    with inside(), on(DRAWN, "handler") as handler:
        found = papers.problem(office)
        for name, shows, purpose in (
            ("笔录.pdf", "现场检查笔录", Purpose.EVIDENCE),
            ("现场照片.pdf", "", Purpose.BEFORE),
            ("改后.pdf", "整改后照片", Purpose.AFTER),
        ):
            stored = save_bytes(name, "application/pdf", name.encode(), actor=handler)
            attach(stored, found, actor=handler, purpose=purpose, shows=shows)
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "decision"),
            unit=session.get_one(Unit, office.unit_id),
            items=drafting.items_from_problems([found], kind=papers.kind(office, "decision")),
        )
        text = drafting.draft(facts, actor=handler).text.split("\n")
    assert "以上事实有现场检查笔录、现场照片等证据证明。" in text
    place = text.index("以上事实有现场检查笔录、现场照片等证据证明。")
    assert text[place - 2] == "经查明："
    assert text[place + 1].startswith("本机关已听取你单位意见。")


def test_a_review_says_what_was_objected_found_and_decided(inside: Inside, office: Office) -> None:
    """All of the record's own; what was found is for the drafter to write, and never empty."""
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        with on(date(2026, 3, 9), "liaison") as liaison:
            raised = objecting.raise_(paper, ObjectionFacts("第二项与案卷不符"), actor=liaison)
        with on(date(2026, 3, 16), "reviewer2") as other:
            objecting.decide(raised, DecisionFacts(Decision.UPHELD, "案卷齐全"), actor=other)
        with on(date(2026, 3, 16), "second") as second:
            drafted = onward.review_decision(raised, actor=second)
        number = paper.number
        assert drafted.text.split("\n") == [
            f"你单位对本机关2026年2月25日作出的《行政执法监督决定书》（{number}）有异议，于2026年3月9日申请复查。本机关指定未参与原监督事项的人员进行复查。现已复查终结。",
            "你单位提出：第二项与案卷不符。",
            "经复查查明：【待补：查明的事实】",
            "本机关认为，案卷齐全。",
            "根据《示例条例》有关规定，决定如下：",
            f"一、维持《行政执法监督决定书》（{number}）。",
            "二、执行期限不变，仍为2026年4月1日（含当日）。",
            f"请你单位按照《行政执法监督决定书》（{number}）和本决定书继续执行，并按期向本机关书面报告。",
        ]
        assert {one.place for one in completeness.lacks(drafted)} == {"facts"}


def test_a_notice_says_what_else_follows_as_its_model_does(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """texts.md, 整改通知书 三、其他事项: the term stands, and what comes of letting it pass."""
    with inside():
        over = [papers.problem(office)]
        key = papers.draft(office, "rectification_notice", over=over, day=DRAWN).id
    said = page(sign_in("handler").get(f"/instruments/{key}")).text
    assert "除我局另行书面通知外，整改期限不变。" in said
    assert (
        "逾期未整改、整改不到位或者未报送整改情况的，我局将依照有关规定予以督办、约谈或者通报，或者作出行政执法监督决定；"
        "发现违纪或者职务违法、职务犯罪问题线索的，按照规定移送有关机关。" in said
    )

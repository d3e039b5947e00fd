"""整改, 办理 or 执行: what a unit does about a paper is called as the paper's kind calls it, wherever it is told.

Of texts.md: a notice asks 完成整改, a 转办函 for 办理结果 (不用“已整改”), a 决定书 is carried out. Read as the person.
"""

import io
from datetime import date

import pdfplumber
import pytest

from supervision.core.db import session
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.models import Instrument
from supervision.instruments.states import Nature
from supervision.instruments.wording import blocks
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

VERBS = {
    "opinion": "整改", "rectification_notice": "整改", "supervision_notice": "办理",
    "transfer_letter": "办理", "urging_paper": "整改", "decision": "执行",
}  # fmt: skip


def _delivered(office: Office, code: str) -> Instrument:
    if code in ("rectification_notice", "decision"):
        return papers.delivered(office, code, over=[papers.problem(office)])
    paper = papers.draft(office, code, items=1)
    if code == "transfer_letter":
        paper.items[0].nature = Nature.MATTER
    return papers.sent(paper)


@pytest.mark.parametrize("code", [one for one in VERBS if one != "urging_paper"])
def test_the_form_of_an_extension_is_named_by_it(
    inside: Inside, office: Office, sign_in: SignIn, code: str
) -> None:
    with inside():
        paper = _delivered(office, code)
        with on(date(2026, 3, 25), "liaison") as liaison:
            facts = ExtensionFacts("正在修订制度", date(2026, 4, 15))
            asked = extending.ask(paper, facts, actor=liaison)
        where = f"/instruments/{paper.id}/extensions/{asked.id}.pdf"
    with pdfplumber.open(io.BytesIO(sign_in("reviewer").get(where).data)) as opened:
        said = "".join("".join(one.extract_text().split()) for one in opened.pages)
    assert f"{VERBS[code]}延期审批表" in said
    assert said.count("整改") == (1 if VERBS[code] == "整改" else 0) + said.count("监督整改通知书")


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("rectification_notice", "整改措施和结果"),
        ("supervision_notice", "办理情况和结果"),
        ("transfer_letter", "办理情况和结果"),
        ("decision", "执行情况和结果"),
    ],
)
def test_the_unit_is_asked_for_it_by_its_name(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, code: str, label: str
) -> None:
    """The 反馈表 said 办理情况和结果, the page beside it 整改措施和结果."""
    with inside():
        here = f"/instruments/{_delivered(office, code).id}/answers"
    shown = page(sign_in("liaison").get(here))
    labels = [one.text_content() for one in shown.find("//label")]
    assert [one for one in labels if label in one]
    others = {"整改措施和结果", "办理情况和结果", "执行情况和结果"} - {label}
    assert not [one for one in labels if any(other in one for other in others)]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("rectification_notice",
         "完成整改，并将整改情况书面报送|整改措施、整改结果和完成时间|逾期未整改或者整改不到位的|不停止整改。"),
        ("supervision_notice",
         "办理完毕，并将办理情况书面报送|办理措施、办理结果和完成时间|逾期未办理完毕的|不停止办理。"),
    ],
)  # fmt: skip
def test_the_slots_of_an_office_speak_as_its_kind_does(
    inside: Inside, office: Office, code: str, said: str
) -> None:
    """A section that puts {落实语}, {反馈要求}, {后果语}, {异议语} into a 监督通知书 was given 整改."""
    with inside():
        kind = papers.kind(office, code)
        kind.objection_number, kind.objection_unit, kind.decision_number = 10, "工作日", 15
        kind.objection_to, kind.objection_basis = "示例市人民政府", "《示例条例》"
        texts = {
            "term": "{期限语}{落实语}{我局}。{反馈要求}",
            "remedy": "{异议语}",
            "consequence": "{后果语}",
        }
        kind.parts = [
            one | {"text": texts.get(one["part"], one["text"])}
            for one in (*kind.parts, {"part": "consequence", "text": "", "need": "optional"})
        ]  # fmt: skip
        over = [papers.problem(office)] if code == "rectification_notice" else []
        text = blocks.compose(papers.draft(office, code, items=1, over=over))
        for words in said.split("|"):
            assert words in text


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("rectification_notice", "完成整改并书面反馈。期限届满后，你单位未反馈整改情况。"),
        ("supervision_notice", "办理完毕并书面反馈。期限届满后，你单位未反馈办理情况。"),
    ],
)
def test_a_decision_says_what_the_paper_before_it_asked(
    inside: Inside, office: Office, code: str, asked: str
) -> None:
    """A 监督通知书 had asked 办理完毕; the decision said that it had asked 完成整改."""
    with inside():
        found = papers.problem(office)
        before = papers.delivered(office, code, over=[found])
        decision = papers.draft(office, "decision", over=[papers.problem(office)])
        decision.parent_id = before.id
        session.flush()
        assert f"要求于2026年4月1日前（含当日）{asked}" in blocks.compose(decision)

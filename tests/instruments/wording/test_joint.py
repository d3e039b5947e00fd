"""A paper of several bodies speaks as 我们, in every kind; what is to be sent goes to the 主办 body, by its name.

我局 would be one of them, nobody knows which; 报送我们 would not say where to.
"""

import pytest

from supervision.core.db import session
from supervision.core.documents.checker import check
from supervision.core.documents.pdf import render
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.wording import blocks, completeness
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make import every_kind
from tests.make.every_kind import DAYS, DRAFTED, KINDS
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

OTHER = "示例市市场监督管理局"
OWN = ("我局", "本机关")


@pytest.mark.parametrize("code", KINDS)
def test_no_kind_speaks_as_one_body_where_several_speak(
    inside: Inside, office: Office, code: str
) -> None:
    with inside():
        every_kind.based(office)
        paper = KINDS[code](office, 2)
        with on(DAYS.get(code, DRAFTED), "handler"):
            before = blocks.compose(paper)
            paper.joint = OTHER
            text = blocks.compose(paper)
            left = [line for line in text.split("\n") if any(one in line for one in OWN)]
            own = {one.part.value for one in map(OwnWords.of, paper.wording)}
            said = {
                block.kind.part.value
                for block in blocks.blocks(paper)
                for line in left
                if line in block.lines
            }
            assert said <= own, "only what a person wrote"
        if any(one in before for one in OWN) and not own:
            assert "我们" in text or "示例市司法局" in text
        for never in ("报送我们", "函复我们", "函告我们", "向我们"):
            assert never not in text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("opinion", "并将整改情况书面报送示例市司法局。"),
        ("opinion", "逾期未整改或者整改不到位的，我们将依照有关规定处理。"),
        ("rectification_notice", "除我们另行书面通知外，整改期限不变。"),
        ("supervision_notice", "并将办理情况书面报送示例市司法局。"),
        ("transfer_letter", "将办理结果函复示例市司法局，"),
        ("transfer_letter", "我们收到示例省司法厅转来的有关事项一件"),
        ("urging_paper", "2026年2月25日，我们向你单位发出《行政执法监督整改通知书》"),
        ("urging_paper", "并将办理结果函告示例市司法局；"),
        ("decision", "并向示例市司法局书面报告执行情况"),
        ("interview_notice", "由我们另行确定时间。"),
        ("superior_letter", "有关情况请函告示例市司法局。"),
    ],
)
def test_what_a_joint_paper_says(inside: Inside, office: Office, code: str, said: str) -> None:
    with inside():
        every_kind.based(office)
        paper = KINDS[code](office, 2)
        with on(DAYS.get(code, DRAFTED), "handler"):
            paper.joint = OTHER
            assert said in blocks.compose(paper)


@pytest.mark.parametrize(
    ("others", "lines"),
    [
        (OTHER, ["示例市司法局", OTHER, "行政执法监督通知书"]),
        (
            f"{OTHER}，示例市生态环境局",
            ["示例市司法局", OTHER, "示例市生态环境局", "行政执法监督通知书"],
        ),
    ],
)
def test_a_notice_without_red_head_names_each_body_once(
    inside: Inside, office: Office, others: str, lines: list[str]
) -> None:
    """Its title stands a body a line; the title that names them all was printed below once more."""
    with inside():
        every_kind.based(office)
        paper = KINDS["supervision_notice"](office, 1)
        with on(DRAFTED, "handler"):
            paper.joint = others
            paper.title = blocks.title_of(paper)
            content = document(paper, number="示司监通〔2026〕12号")
        drawn = render(content)
        assert list(drawn.lines[0][: len(lines)]) == lines
        report = check(drawn.pdf, record=content)
        assert not report.failures, [row.sentence for row in report.failures]


def test_typed_self_names_of_one_body_are_red_and_refused(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """Chosen through the form: the made words follow at once, the typed ones are told."""
    with inside():
        every_kind.based(office)
        key = KINDS["opinion"](office, 2).id
    here, handler = f"/instruments/{key}", sign_in("handler")
    typed = {
        "joints-0": OTHER,
        words_of(handler, here, Part.CAUSE): "近期，我局对你单位行政执法工作进行了检查。",
    }
    assert handler.submit(f"{here}/edit", typed, form=FORM).status_code == 302
    shown = page(handler.get(here))
    told = "".join(one.text_content() for one in shown.find("//*[@id='lacks']"))
    assert "联合行文的自称用“我们”，不写“我局”" in told
    with inside():
        paper = session.get_one(Instrument, key)
        assert "我们将依照有关规定处理" in paper.text
        own = OwnWords(Part.CAUSE, "近期，我们对你单位行政执法工作进行了检查。")
        with on(DRAFTED, "handler") as actor:
            drafting.reword(paper, own, actor=actor)
            assert not completeness.lacks(paper)


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ((OTHER,), "示例市司法局 示例市市场监督管理局行政执法监督意见书"),
        ((OTHER, "示例市生态环境局"), "示例市司法局等3部门行政执法监督意见书"),
    ],
)
def test_the_title_names_who_issues_it_until_somebody_words_it(
    inside: Inside, office: Office, sign_in: SignIn, others: tuple[str, ...], title: str
) -> None:
    """It named one of the bodies under the mark of all; what a person typed stays."""
    with inside():
        key = KINDS["opinion"](office, 2).id
    edit, handler = f"/instruments/{key}/edit", sign_in("handler")
    joined = {f"joints-{number}": name for number, name in enumerate(others)}
    handler.submit(edit, joined, form=FORM)
    with inside():
        paper = session.get_one(Instrument, key)
        assert paper.title == title
        assert not completeness.lacks(paper)
        report = check(render(document(paper, number="示司监意〔2026〕1号")).pdf)
        assert not report.failures, [row.sentence for row in report.failures]
    handler.submit(edit, {"title": "关于规范行政执法的意见"}, form=FORM)
    handler.submit(edit, {f"joints-{number}": "" for number in range(len(others))}, form=FORM)
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.joint, paper.title) == ("", "关于规范行政执法的意见")

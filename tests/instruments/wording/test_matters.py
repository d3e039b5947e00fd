"""How many problems a paper says there are, each with its measure word, and how a matter came to the office.

Of texts.md: `{问题数}{量词}问题`, 转办函 缘由 by source; of product.md §3: 37个 and 41项 are never summed.
"""

from collections.abc import Sequence
from datetime import date

import pytest

from supervision.actions.models import ActionForm, ActionStatus, ProblemMeasure
from supervision.agencies.models import Unit
from supervision.clues.states import Source
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.states import Nature
from supervision.instruments.wording import blocks
from supervision.problems.models import Problem
from supervision.referrals import letters
from tests.make import actions, clues
from tests.make import case_files as papers
from tests.make import referrals as make
from tests.make.offices import Office, on
from tests.support.work import Inside

DAY = date(2026, 2, 25)


def _problems(office: Office, *measures: ProblemMeasure) -> list[Problem]:
    made = []
    for number, measure in enumerate(measures, start=1):
        problem = papers.problem(office, title=f"问题{number}")
        problem.measure = measure
        made.append(problem)
    session.flush()
    return made


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ([ProblemMeasure.XIANG] * 9, "存在程序不规范问题9项，具体问题和监督意见见附件。"),
        ([ProblemMeasure.GE] * 10, "存在程序不规范问题10个，具体问题和监督意见见附件。"),
        (
            [ProblemMeasure.XIANG] * 7 + [ProblemMeasure.GE] * 2,
            "存在程序不规范问题2个、7项，具体问题和监督意见见附件。",
        ),
    ],
)
def test_an_opinion_says_how_many_problems_its_list_has(
    inside: Inside, office: Office, measures: list[ProblemMeasure], said: str
) -> None:
    with inside():
        paper = papers.draft(office, over=_problems(office, *measures))
        assert said in paper.text


def test_a_referral_letter_says_how_many_it_hands_over(inside: Inside, office: Office) -> None:
    with inside():
        found = _problems(office, ProblemMeasure.GE, ProblemMeasure.GE, ProblemMeasure.XIANG)
        with on(DAY, "handler") as handler:
            letter = letters.draft(make.referral(problems=found), actor=handler)
        assert "发现的下列2个、1项问题移交贵办，请予研处：" in letter.text


def test_the_office_may_say_it_in_its_own_words(inside: Inside, office: Office) -> None:
    with inside():
        kind = papers.kind(office, "opinion")
        parts = [dict(one) for one in kind.parts]
        parts[0]["text"] = "我局发现{问题数量}问题，提出{条数}{量词}意见。"
        kind.parts = parts
        paper = papers.draft(office, over=_problems(office, *[ProblemMeasure.XIANG] * 3))
        assert paper.text.startswith("我局发现3项问题，提出3条意见。")


def _transfer(office: Office, **given: object) -> Instrument:
    with on(DAY, "handler") as handler:
        item = drafting.ItemFacts(
            heading="检查时不出示执法证件", statement="检查时不出示执法证件。",
            demand="请依法处理。", nature=Nature.MATTER,
        )  # fmt: skip
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "transfer_letter"),
            unit=session.get_one(Unit, office.unit_id), items=[item], **given,  # type: ignore[arg-type]
        )  # fmt: skip
        return drafting.draft(facts, actor=handler)


@pytest.mark.parametrize(
    ("source", "organ", "said"),
    [
        (Source.PROVINCE, "示例省司法厅",
         "2026年2月20日，我局收到示例省司法厅转来的有关事项一件（示例转〔2026〕8号）。经审查，"),
        (Source.COMPLAINT, "", "我局收到有关行政执法问题的反映。经审查，"),
        (Source.HOTLINE, "", "我局收到有关行政执法问题的反映。经审查，"),
        (Source.ENTERPRISE, "", "我局收到有关行政执法问题的反映。经审查，"),
        (Source.FILE_REVIEW, "", "我局在行政执法监督工作中发现有关行政执法问题的线索。经审查，"),
        (Source.MEDIA, "", "我局在行政执法监督工作中发现有关行政执法问题的线索。经审查，"),
    ],
)  # fmt: skip
def test_a_transfer_says_how_the_matter_came(
    inside: Inside, office: Office, source: Source, organ: str, said: str
) -> None:
    """“该事项” is something said before; not who reported it, nor by which way."""
    with inside():
        with on(date(2026, 2, 20), "handler"):
            clue = clues.clue(source=source, source_organ=organ)
        text = _transfer(office, clue_id=clue.id).text
        assert text.startswith(said)
        assert not [word for word in ("12345", "投诉", "举报人", "企业") if word in text]


def test_a_transfer_of_what_an_action_found_names_the_action(
    inside: Inside, office: Office
) -> None:
    with inside():
        with on(DAY, "handler") as handler:
            units = [session.get_one(Unit, office.unit_id)]
            action = actions.action(
                ActionStatus.PREPARING, by=handler, leader=handler, units=units,
                title="示例专项监督行动",
            )  # fmt: skip
            session.flush()
        text = _transfer(office, action_id=action.id).text
        assert text.startswith("我局在示例专项监督行动中发现有关行政执法问题的线索。经审查，该事项")


def test_a_transfer_of_nothing_recorded_says_so_too(inside: Inside, office: Office) -> None:
    with inside():
        text = _transfer(office).text
        assert text.startswith("我局在行政执法监督工作中发现有关行政执法问题的线索。经审查，该事项")


def _of_action(office: Office, form: ActionForm, team: Sequence[str], title: str) -> str:
    """The first words of a paper that comes from such an action, which is not over."""
    with on(DAY, "handler") as handler:
        members = [
            actions.member(
                actions.supervisor(name, by=handler, number=f"示监{n:04}"), leader=n == 1
            )
            for n, name in enumerate(team)
        ]
        action = actions.action(
            ActionStatus.PREPARING, by=handler, leader=handler, form=form, team=members,
            title=title, units=[session.get_one(Unit, office.unit_id)],
            starts_on=DAY, ends_on=date(2027, 1, 31),
        )  # fmt: skip
        facts = drafting.PaperFacts(
            kind=papers.kind(office, "opinion"), unit=session.get_one(Unit, office.unit_id),
            items=[drafting.ItemFacts(heading="一个问题", statement="事实如此。", demand="请改正。")],
            action_id=action.id,
        )  # fmt: skip
        return blocks.compose(drafting.draft(facts, actor=handler))


@pytest.mark.parametrize(
    ("form", "team", "title", "said"),
    [
        (ActionForm.SPOT_CHECK, "甲乙", "示例专项监督行动",
         "我局在示例专项监督行动中，采取抽查方式，指派监督人员乙、甲，对你单位行政执法工作进行了监督检查。"),
        (ActionForm.SPECIAL, "甲乙丙丁戊", "示例专项监督行动",
         "我局在示例专项监督行动中，指派监督人员乙、甲、丙等5人，对你单位行政执法工作进行了监督检查。"),
        (ActionForm.FILE_REVIEW, "甲乙", "示例案卷评查",
         "我局在示例案卷评查中，指派监督人员乙、甲，对你单位行政执法工作进行了监督检查。"),
    ],
)  # fmt: skip
def test_a_paper_says_in_what_form_and_by_whom_it_was_looked(
    inside: Inside, office: Office, form: ActionForm, team: str, title: str, said: str
) -> None:
    """缘由 of the issue: action, form, dates, team. Form once, where the name says it; the leader first, five as five."""
    with inside():
        assert said in _of_action(office, form, [f"{one}" for one in team], title)

"""What sorts of problems a paper is about: 类别概述 of texts.md, for an 意见书 whose facts stand in its annex, a notice, a 通报.

Of texts.md: 存在{类别概述}等{问题数}{量词}问题（具体见附件1）; of product.md §3: a problem counts once it is 认定, 37个 and 41项 are
never summed.
"""

from collections.abc import Sequence
from datetime import date

import pytest

from supervision.actions.models import ActionStatus, ProblemMeasure, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.problems.service import recording
from tests.instruments.conftest import FORM
from tests.make import actions
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
GE, XIANG = ProblemMeasure.GE, ProblemMeasure.XIANG
Sorts = Sequence[tuple[str, int, ProblemMeasure]]


def _problems(
    office: Office, sorts: Sorts, action: SupervisionAction | None = None
) -> list[Problem]:
    made = []
    for sort, number, measure in sorts:
        for _ in range(number):
            problem = papers.problem(office, title=f"问题{len(made) + 1}")
            problem.category, problem.measure = sort, measure
            problem.action_id = action.id if action else None
            made.append(problem)
    session.flush()
    return made


@pytest.mark.parametrize(
    ("sorts", "said"),
    [
        ([("文书", 2, XIANG), ("程序", 7, XIANG)], "程序、文书等9项问题"),
        ([("程序", 9, GE)], "程序问题9个"),
        ([("程序", 3, GE), ("文书", 1, GE), ("案卷", 4, GE), ("乱收费", 2, GE)], "案卷、程序、乱收费等10个问题"),
        ([("程序", 5, GE), ("文书", 4, XIANG)], "程序、文书等5个、4项问题"),
    ],
)  # fmt: skip
def test_an_opinion_and_a_notice_sum_up_what_stands_in_their_list(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, sorts: Sorts, said: str
) -> None:
    with inside():
        over = _problems(office, sorts)
        opinion = papers.draft(office, over=over).id
        notice = papers.draft(office, "rectification_notice", over=over).id
    handler = sign_in("handler")
    opinion_text = page(handler.get(f"/instruments/{opinion}")).text
    assert f"经查，你单位行政执法工作中存在{said}，具体问题和监督意见见附件。" in opinion_text
    notice_text = page(handler.get(f"/instruments/{notice}")).text
    assert f"你单位存在{said}，具体见附件。" in notice_text


def _circular(inside: Inside, office: Office, sign_in: SignIn, sorts: Sorts) -> str:
    """The page of a 通报 of an action that found these, one more that nobody established, and of none of another."""
    with inside():
        with on(DAY, "handler") as handler:
            unit = session.get_one(Unit, office.unit_id)
            action = actions.action(
                ActionStatus.PREPARING, by=handler, leader=handler, units=[unit],
                title="示例专项监督行动", starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 20),
            )  # fmt: skip
        _problems(office, sorts, action)
        _problems(office, [("不作为", 1, GE)])
        with on(DAY, "handler") as handler:
            facts = recording.ProblemFacts(unit, "待核实的", "不作为", DAY, facts="事实。")
            recording.record(facts, actor=handler).action_id = action.id
        asked = f"/instruments/new?kind=circular&action={action.id}"
    typed = {"recipients-0": "示例市甲局，示例市乙局"}
    drafted = sign_in("handler").submit(asked, typed, form=FORM)
    assert drafted.status_code == 302, drafted.get_data(as_text=True)
    return drafted.location


@pytest.mark.parametrize(
    ("sorts", "said"),
    [
        ([("程序", 3, GE), ("文书", 2, GE)], "检查共发现问题5个，其中程序方面3个、文书方面2个。"),
        ([("程序", 2, XIANG)], "检查共发现问题2项，均为程序问题。"),
        ([("程序", 1, GE)], "检查共发现问题1个，为程序问题。"),
        ([("程序", 1, GE), ("程序", 2, XIANG), ("文书", 1, GE)],
         "检查共发现问题2个、2项，其中程序方面1个和2项、文书方面1个。"),
    ],
)  # fmt: skip
def test_a_circular_sums_up_what_its_action_found(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, sorts: Sorts, said: str
) -> None:
    here = _circular(inside, office, sign_in, sorts)
    assert said in page(sign_in("handler").get(here)).text


def test_a_circular_of_an_action_that_found_nothing_sums_up_nothing(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    here = _circular(inside, office, sign_in, [])
    assert "检查共发现" not in page(sign_in("handler").get(here)).text

"""五、约谈内容 of a notice: the problems and papers of the unit it goes to, of no other."""

from datetime import date

import pytest

from supervision.interviews import notices
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.states import InterviewStatus as S
from supervision.problems import service as problems
from supervision.problems.service import ProblemFacts
from tests.make import interviews as make
from tests.make import people
from tests.support.clock import Clock
from tests.support.work import Inside

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.usefixtures("bureau")


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


def test_a_notice_says_the_problems_of_its_own_unit_and_of_no_other(inside: Inside) -> None:
    with inside():
        handler = people.principal("handler")
        other = people.unit("示例市乙局", by=people.principal("reviewer"))
        found = [
            problems.record(
                ProblemFacts(unit=unit, title=title, category="程序不规范", found_on=TODAY),
                actor=handler,
            )
            for unit, title in ((make.the_unit(), "未出示证件"), (other, "未公示结果"))
        ]
        heads = [*make.heads(1, 0), IntervieweeFacts("示例某丙", other)]
        made = make.interview(S.APPROVED, interviewees=heads, problems=found)
        first, second = notices.draft(made, actor=handler)
        assert "五、约谈内容：未出示证件\n六、有关要求" in first.text
        assert "五、约谈内容：未公示结果\n六、有关要求" in second.text


@pytest.mark.parametrize(
    ("leaders", "officers", "said"),
    [(1, 0, "有关负责人"), (0, 2, "有关执法人员"), (1, 1, "有关负责人和执法人员")],
)
def test_a_notice_says_whether_leaders_or_officers_are_interviewed(
    inside: Inside, leaders: int, officers: int, said: str
) -> None:
    """Of texts.md: 决定对你单位{有关负责人／有关执法人员}进行约谈."""
    with inside():
        made = make.interview(S.APPROVED, interviewees=make.heads(leaders, officers))
        [notice] = notices.draft(made, actor=people.principal("handler"))
        assert f"我局决定对你单位{said}进行约谈。" in notice.text


def test_of_two_units_each_is_told_of_its_own_people(inside: Inside) -> None:
    with inside():
        other = people.unit("示例市乙局", by=people.principal("reviewer"))
        heads = [*make.heads(1, 0), IntervieweeFacts("示例某丙", other)]
        made = make.interview(S.APPROVED, interviewees=heads)
        first, second = notices.draft(made, actor=people.principal("handler"))
        assert "决定对你单位有关负责人进行约谈。" in first.text
        assert "决定对你单位有关执法人员进行约谈。" in second.text

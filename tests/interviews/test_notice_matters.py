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

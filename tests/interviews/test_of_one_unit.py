"""A list of interviews filtered by unit, or by name, tells those people: on the page, in the sheets, as the figures count."""

import csv
import io

import pytest

from supervision.core import clock
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.states import InterviewStatus
from tests.make import interviews as make
from tests.make import people
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")


@pytest.fixture
def both(inside: Inside) -> tuple[int, int]:
    """Two units sat at one interview: of 甲局 two heads, of 乙局 one; their keys."""
    with inside():
        first = make.the_unit()
        second = people.unit("示例市乙局", by=people.principal("reviewer"))
        heads = [
            IntervieweeFacts("示例甲一", first, post="局长", in_leadership=True),
            IntervieweeFacts("示例乙一", second, post="局长", in_leadership=True),
            IntervieweeFacts("示例甲二", first, post="副局长", in_leadership=True),
        ]
        make.interview(InterviewStatus.HELD, interviewees=heads)
        return first.id, second.id


def _names(client: Visitor, query: str) -> list[str]:
    answer = client.get(f"/interviews/export.csv?{query}")
    lines = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    return [line["姓名"] for line in lines]


def test_of_one_unit_only_its_people(
    both: tuple[int, int], sign_in: SignIn, page: PageCheck
) -> None:
    client = sign_in("handler")
    assert _names(client, "") == ["示例甲一", "示例乙一", "示例甲二"]
    for unit, names, others in ((0, ["示例甲一", "示例甲二"], 1), (1, ["示例乙一"], 2)):
        query = f"unit={both[unit]}"
        assert _names(client, query) == names
        listed = page(client.get(f"/interviews/?{query}"))
        (row,) = listed.find("//tbody/tr")
        cells = [cell.text_content().strip() for cell in row.findall("td")]
        assert str(len(names)) in cells, "人数"
        assert "、".join(names) in row.text_content()
        assert f"另有{others}人" in row.text_content()
    assert _names(client, "name=甲二") == ["示例甲二"]


def test_the_figures_count_the_same(
    both: tuple[int, int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """By unit 年度数据 counts 甲局 two and 乙局 one."""
    client = sign_in("reviewer")
    for unit in both:
        listed = _names(client, f"unit={unit}&tab=held")
        asked = f"figure=heads_interviewed&year={clock.today().year}&unit={unit}"
        shown = page(client.get(f"/reports/records?{asked}"))
        assert len(shown.find("//main//tbody/tr")) == len(listed)

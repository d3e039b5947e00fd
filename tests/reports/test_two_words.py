"""An action whose problems carry both measure words: neither is dropped from what is published, compared, worded."""

from datetime import date

from supervision.actions.models import ProblemMeasure
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import people
from tests.make.offices import sign_in
from tests.reports.conftest import lay
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

IN = date(2023, 6, 1)


def test_a_second_measure_word_is_added_and_never_takes_the_first_ones_place(
    inside: Inside, client: Visitor
) -> None:
    """The worded text said 2个 and dropped the 1项; the comparison said that all of 2个 had gone, and come."""
    with inside():
        ground = lay()
        action = ground.action()
        keys = [ground.problem(IN, action=action).id for _ in range(3)]
        session.get_one(Problem, keys[2]).found_on = date(2022, 6, 1)
        token, person = action.id, people.principal(ground.user.username)
    sign_in(client, person)
    worded = {"template": f"共发现问题{{发现问题·行动{token}}}。"}
    form = "//main//form[@class='form']"
    assert client.submit("/reports/text?year=2023", worded, form=form).status_code == 302
    address = client.submit("/reports/publish?year=2023").location
    with inside():
        late = session.get_one(Problem, keys[2])
        late.found_on, late.measure = IN, ProblemMeasure.XIANG
    text = check(client.get("/reports/?year=2023")).text.replace(" ", "")
    assert "共发现问题2个、1项。" in text
    rows = [
        " ".join(one.text_content().split())
        for one in check(client.get(address)).find("//table[.//th[.='发布时']]/tbody/tr")
    ]
    (found,) = [one for one in rows if one.startswith("发现问题")]
    assert "0 项 1 项 1 条" in found

"""A unit that is no more is typed into a form: it says what became of it and what to write, not 没有… 是否为…"""

import pytest

from supervision.core import clock
from tests.make import people, reforms
from tests.make.clues import the_unit
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
FORM = "//main//form[@method='post']"


@pytest.mark.parametrize("address", ["/clues/new", "/problems/new"])
@pytest.mark.parametrize("merged", [True, False])
def test_it_says_what_became_of_it(
    inside: Inside, sign_in: SignIn, page: PageCheck, address: str, merged: bool
) -> None:
    with inside():
        unit, handler, reviewer = (
            the_unit(),
            people.principal("handler"),
            people.principal("reviewer"),
        )
        heir = people.unit("示例市甲乙局", by=handler)
        whom = heir if merged else None
        reforms.merge_unit(unit, whom, on=clock.today(), with_officers=False, actor=reviewer)
    today = clock.chinese_date(clock.today())
    whereto = "并入示例市甲乙局，请填写示例市甲乙局" if merged else "撤销，不能再选"
    for said in ("示例市甲局", "sljj", "sls甲局"):
        shown = page(sign_in("handler").submit(address, {"unit_id": said}, form=FORM), status=422)
        wanted = f"示例市甲局已于{today}{whereto}"
        assert (wanted in shown.text) is (said == "示例市甲局"), shown.text

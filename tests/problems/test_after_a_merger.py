"""A unit is merged while an action is under way: what is found there afterwards is the successor's."""

from datetime import date

from supervision.actions.models import ActionStatus
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import actions, people, reforms
from tests.make.offices import on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[@class='form']"


def test_the_fast_entry_offers_who_took_the_unit_over(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2023-03-20 10:00")
    with inside():
        handler, leader = people.principal("handler"), people.principal("signatory")
        gone, heir = (people.unit(name, by=handler) for name in ("示例市丙局", "示例市丙丁局"))
        by = {"by": handler, "leader": leader, "units": [gone]}
        key, heir_id = actions.action(ActionStatus.ONGOING, **by).id, heir.id
        with on(date(2023, 3, 20), "reviewer") as head:
            reforms.merge_unit(gone, heir, on=date(2023, 3, 20), with_officers=False, actor=head)
    handler = sign_in("handler")
    address = f"/problems/entry/{key}"
    offered = page(handler.get(address)).find("//select[@name='unit_id']/option[@value!='']")
    assert [one.text for one in offered] == ["示例市丙丁局"]
    typed = {"title": "案卷缺少听证告知程序材料", "category": "程序不规范"}
    answer = handler.submit(address, typed, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        assert session.query(Problem).one().unit_id == heir_id

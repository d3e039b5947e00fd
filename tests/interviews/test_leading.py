"""最迟送达日 of 约谈通知书: counted backward, kept as a due date of the bureau's own from the draft on."""

from datetime import date, timedelta

import pytest

from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState, of_owner, open_of
from supervision.core.duedates.service import with_changes
from supervision.instruments.delivering import leading
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.revoking import service as revoking
from supervision.instruments.states import DeliveryMethod, KindPurpose
from supervision.interviews import notices, service
from supervision.interviews.states import InterviewStatus as S
from tests.make import interviews as make
from tests.make import on_paper, people
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.usefixtures("bureau")


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


@pytest.mark.parametrize(
    ("clear", "latest"),
    [({}, "2026-04-13"), ({"lead_clear": "y"}, "2026-04-10")],
)
def test_the_last_day_for_a_notice_is_counted_backward_from_the_interview(
    inside: Inside, sign_in: SignIn, clock: Clock, clear: dict[str, str], latest: str
) -> None:
    """Planned for Thursday, 23 April: ten days before is the 13th; with ten whole days between, the 13th to
    the 22nd, it is Sunday, the 12th, so Friday, the 10th."""
    with inside():
        body_id = people.principal("handler").body_id
        kind = kinds.for_purpose(body_id, KindPurpose.INTERVIEW)
        words = f"/instruments/kinds/{kind.id}/words"
    rule = {"lead_number": "10", "lead_unit": "日", **clear}
    asked = sign_in("reviewer").submit(words, rule, form="//form[contains(@action, '/words')]")
    assert asked.status_code == 302, asked.get_data(as_text=True)
    sign_in("signatory").submit(asked.location, {"confirm": "1"}, form="//main//form")
    with inside():
        made = make.interview(S.APPROVED, planned_on=date(2026, 4, 23))
        (notice,) = notices.draft(made, actor=people.principal("handler"))
        session.flush()
        page = f"/instruments/{notice.id}"
    handler = sign_in("handler")
    shown = handler.get(page).get_data(as_text=True)
    assert f"最迟送达日 {latest}" in shown
    assert ("当日和最后一日都不计入，其间须满10日。" in shown) is bool(clear)
    assert "已过最迟送达日" not in shown
    assert "期限计算书（PDF）" in shown, "kept as every other due date is"
    clock("2026-04-14 09:00")
    shown = sign_in("handler").get(page).get_data(as_text=True)
    assert "今天送达已过最迟送达日" in shown


def _leads(paper: Instrument) -> list[tuple[date, DueState]]:
    return [(row.due, row.state) for row in of_owner(paper, DueKind.LEAD)]


def test_the_last_day_for_a_notice_follows_the_interview_and_ends_with_its_delivery(
    inside: Inside, clock: Clock
) -> None:
    """Three workdays before Thursday, 23 April: the 20th; before Tuesday, the 28th: the 23rd."""
    clock("2026-03-20 09:00")
    with inside():
        handler = people.principal("handler")
        kind = kinds.for_purpose(handler.body_id, KindPurpose.INTERVIEW)
        kind.lead_number, kind.lead_unit = 3, "工作日"
        made = make.interview(S.APPROVED, planned_on=date(2026, 4, 23))
        (notice,) = notices.draft(made, actor=handler)
        assert _leads(notice) == [(date(2026, 4, 20), DueState.OPEN)]
        service.notify(
            made, on=date(2026, 3, 20), actor=handler
        )  # by telephone, for the time being
        service.reschedule(made, to=date(2026, 4, 28), reason="会议冲突", actor=handler)
        assert _leads(notice) == [(date(2026, 4, 23), DueState.OPEN)]
        row = open_of(notice, DueKind.LEAD)
        assert (row.holder_id, row.unit_id) == (handler.user_id, None), "the bureau's own"
        assert [one.reason for one in with_changes(notice)[row]] == ["约谈日期变动"]
        on_paper.sign(notice, by=handler)
        received = DeliveryFacts(DeliveryMethod.DIRECT, date(2026, 3, 20), recipient="示例某乙")
        delivery.register_delivery(notice, received, actor=handler)
        assert _leads(notice) == [(date(2026, 4, 23), DueState.MET)]


@pytest.mark.parametrize("how", ["given up", "cancelled"])
def test_nothing_is_to_be_delivered_for_what_falls_away(inside: Inside, how: str) -> None:
    with inside():
        handler = people.principal("handler")
        kinds.for_purpose(handler.body_id, KindPurpose.INTERVIEW).lead_number = 3
        made = make.interview(S.APPROVED, planned_on=TODAY + timedelta(days=30))
        (notice,) = notices.draft(made, actor=handler)
        if how == "given up":
            revoking.discard(notice, reason="另行拟制", actor=handler)
        else:
            service.cancel(made, on=TODAY, reason="不再约谈", actor=people.principal("reviewer"))
        assert [state for _, state in _leads(notice)] == [DueState.ENDED]


def test_what_was_drafted_before_is_given_its_last_day_once(inside: Inside) -> None:
    with inside():
        handler = people.principal("handler")
        made = make.interview(S.APPROVED, planned_on=TODAY + timedelta(days=30))
        (notice,) = notices.draft(made, actor=handler)
        assert _leads(notice) == []
        notice.kind.lead_number = 3
        session.flush()
        assert leading.begin_missing() == "登记最迟送达日1件"
        assert leading.begin_missing() == ""
        assert len(_leads(notice)) == 1

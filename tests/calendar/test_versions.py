"""A new calendar: proposed by one, applied by another; what it moves is seen before and told after."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from supervision.calendar import moves, notices, service
from supervision.calendar.service import DayChange
from supervision.core import duedates
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.deadlines import Mark, Unit, fixed, to_json
from supervision.core.duedates import (
    CalendarState,
    CalendarVersion,
    DueDate,
    DueDateChange,
    current_calendar,
)
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.reminders.inbox import live
from supervision.reminders.models import Notice, NoticeKind
from tests.make.dues import due

NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
国务院办公厅
2026年11月9日
"""


def _extra_holiday(day: str, until: str | None = None, mark: Mark | None = Mark.REST) -> DayChange:
    first = dt.date.fromisoformat(day)
    last = dt.date.fromisoformat(until) if until else first
    return DayChange(first, last, mark, "示例纪念日", "示例通知")


@pytest.fixture
def keeper(made):
    return made.seats["sysadmin"]


@pytest.fixture
def second(made):
    return made.seats["secadmin"]


def test_applying_moves_what_it_moves_and_leaves_the_rest(
    work, made, keeper, second, clock
) -> None:
    clock("2026-11-20 09:00")
    with work():
        moved = due(made, dt.date(2026, 12, 21), days=10, measure=Unit.WORKDAY)
        still = due(made, dt.date(2026, 11, 16), days=10)
        done = due(made, dt.date(2026, 12, 21), days=10, measure=Unit.WORKDAY)
        duedates.close(done, on=dt.date(2026, 12, 22))
        assert (moved.due, moved.provisional) == (dt.date(2027, 1, 5), True)
        row = notices.propose_notice(NOTICE_2027, actor=keeper)
        effect = moves.effect_of(row.as_calendar())
        seen = [(one.row.id, one.change.after.due, one.unit_name, one.holder_name)
                for one in effect.moved]  # fmt: skip
        assert seen == [(moved.id, dt.date(2027, 1, 6), "示例市甲局", "示例handler")]
        assert moved.due == dt.date(2027, 1, 5), "a preview moves nothing"
        still_due, ids = still.due, (moved.id, still.id, done.id)
    with work():
        row = session.scalar(sa.select(CalendarVersion))
        assert service.apply(row, actor=second) == 1
    with work():
        rows = {one.id: one for one in session.scalars(sa.select(DueDate))}
        assert rows[ids[0]].due == dt.date(2027, 1, 6)
        assert not rows[ids[0]].provisional
        assert rows[ids[1]].due == still_due
        assert rows[ids[2]].due == dt.date(2027, 1, 5), "what is closed stays"
        (change,) = session.scalars(sa.select(DueDateChange))
        assert (change.old_due, change.new_due) == (dt.date(2027, 1, 5), dt.date(2027, 1, 6))
        told = set(session.scalars(
            sa.select(Notice.user_id).where(Notice.kind == NoticeKind.MOVED)))  # fmt: skip
        assert told == {made.id_of("handler"), made.id_of("liaison")}
        event = session.scalar(sa.select(AuditEvent).where(AuditEvent.action == "calendar"))
        assert (event.root_type, event.root_id) == ("unit", made.unit_id)
        assert "到期日由2027年1月5日改为2027年1月6日" in event.label


def test_applying_twice_and_reconciling_change_nothing_more(work, made, keeper, second) -> None:
    with work():
        due(made, dt.date(2026, 3, 2), days=5, measure=Unit.WORKDAY)
        row = service.propose_days(_extra_holiday("2026-03-04"), actor=keeper)
        assert service.apply(row, actor=second) == 1
        with pytest.raises(WrongState):
            service.apply(row, actor=second)
        assert moves.effect_of(current_calendar()) == moves.Effect([], 0)
        assert moves.reconcile() == "按现行日历更正0件"


def test_what_was_computed_meanwhile_is_set_right_by_the_daily_job(
    work, made, keeper, second
) -> None:
    with work():
        row = service.propose_days(_extra_holiday("2026-03-04"), actor=keeper)
        number = row.number
        service.apply(row, actor=second)
        row.state = CalendarState.PROPOSED  # as another request saw it, begun before the apply
        session.flush()
        late = due(made, dt.date(2026, 3, 2), days=5, measure=Unit.WORKDAY)
        assert late.due == dt.date(2026, 3, 9)
        row.state = CalendarState.APPLIED
        session.flush()
        assert moves.reconcile() == "按现行日历更正1件"
        assert (late.due, late.calendar_version) == (dt.date(2026, 3, 10), number)
        assert moves.reconcile() == "按现行日历更正0件"


def test_the_daily_job_moves_a_few_at_a_time_each_in_its_own_transaction(
    work, made, keeper, second, monkeypatch
) -> None:
    """Nobody waits for all of them: what is moved is committed before the next are."""
    ended: list[int] = []
    monkeypatch.setattr(moves, "A_FEW", 2)
    with work():
        row = service.propose_days(_extra_holiday("2026-03-04"), actor=keeper)
        service.apply(row, actor=second)
        row.state = CalendarState.PROPOSED
        session.flush()
        keys = [due(made, dt.date(2026, 3, 2), days=5, measure=Unit.WORKDAY).id for _ in range(5)]
        row.state = CalendarState.APPLIED
        session.flush()
        moved = sa.select(sa.func.count(DueDateChange.id)).where(
            DueDateChange.due_date_id.in_(keys)
        )
        sa.event.listen(session(), "before_commit", lambda store: ended.append(store.scalar(moved)))
        assert moves.reconcile() == "按现行日历更正5件"
    assert ended[:4] == [0, 2, 4, 5]


def test_the_proposer_may_not_apply(work, made, keeper, second) -> None:
    both = replace(keeper, roles=keeper.roles | second.roles)
    with work():
        row = service.propose_days(_extra_holiday("2026-03-04"), actor=keeper)
        with pytest.raises(Forbidden, match="提请人不能确认自己提请的事项"):
            service.apply(row, actor=both)
        assert row.state is CalendarState.PROPOSED


def test_a_second_proposal_joins_the_first_and_strangers_wait(work, made, keeper, second) -> None:
    with work():
        first = service.propose_days(_extra_holiday("2026-03-04"), actor=keeper)
        again = service.propose_days(_extra_holiday("2026-03-05"), actor=keeper)
        assert again is first
        assert not first.as_calendar().is_workday(dt.date(2026, 3, 4))
        assert not first.as_calendar().is_workday(dt.date(2026, 3, 5))
        service.drop(first, reason="不需要", actor=second)
        with pytest.raises(WrongState):
            service.drop(first, reason="不需要", actor=second)


def test_days_go_back_to_ordinary(work, made, keeper, second) -> None:
    with work():
        row = service.propose_days(_extra_holiday("2026-10-04", "2026-10-07", None), actor=keeper)
        service.apply(row, actor=second)
        assert current_calendar().is_workday(dt.date(2026, 10, 5))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_extra_holiday("2026-03-04", mark=Mark.WORK), "本来就是工作日"),
        (_extra_holiday("1948-03-04"), "超出日历范围"),
        (_extra_holiday("2101-03-04"), "超出日历范围"),
        (_extra_holiday("2026-03-05", "2026-03-04"), "不得早于"),
        (_extra_holiday("2026-03-05", "2026-05-04"), "最多登记31天"),
        (_extra_holiday("2026-03-04", mark=None), "没有差别"),
        (_extra_holiday("2026-10-01", mark=None), "2026-10-01是法定节假日（国庆节）"),
        (_extra_holiday("2027-05-01", mark=Mark.WORK), "2027-05-01是法定节假日（劳动节）"),
    ],
)
def test_bad_days_are_refused_in_words(work, made, keeper, change, said) -> None:
    with work(), pytest.raises(DomainError, match=said):
        service.propose_days(change, actor=keeper)


def test_a_holiday_named_twice_in_a_notice_is_refused(work, made, keeper) -> None:
    twice = NOTICE_2027.replace(
        "六、中秋节：9月15日", "六、中秋节：1月1日（周五）至4日（周一）放假，9月15日"
    )
    with work(), pytest.raises(DomainError):
        notices.propose_notice(twice, actor=keeper)


def test_whoever_answered_in_time_by_the_corrected_calendar_is_no_longer_late(
    work, made, keeper, second, clock
) -> None:
    """Two equal terms: the open one moved when the notice came, the answered one kept its lateness."""
    clock("2027-01-08 09:00")
    with work():
        late, too_late, in_time = (
            due(made, dt.date(2026, 12, 21), days=10, measure=Unit.WORKDAY) for _ in range(3)
        )
        assert late.due == dt.date(2027, 1, 5)
        for row, day in ((late, 6), (too_late, 7), (in_time, 5)):
            duedates.close(row, on=dt.date(2027, 1, day))
        row = notices.propose_notice(NOTICE_2027, actor=keeper)
        effect = moves.effect_of(row.as_calendar())
        assert (effect.moved, effect.cleared) == ([], 1)
        service.apply(row, actor=second)
        assert [one.due.day for one in (late, too_late, in_time)] == [6, 5, 5]
    with work():
        event = session.scalar(sa.select(AuditEvent).where(AuditEvent.action == "calendar"))
        assert event.label.endswith("2027年1月6日办理，不再作逾期")
        told = set(session.scalars(sa.select(Notice.user_id).where(live())))
        assert told >= {made.id_of("handler"), made.id_of("liaison")}


def test_what_was_computed_before_the_decree_was_known_is_set_right(work, made, clock) -> None:
    clock("2026-12-10 09:00")
    with work():
        row = due(made, dt.date(2026, 12, 2), days=30)
        stale = fixed(dt.date(2027, 1, 1), current_calendar())
        right = duedates.result_of(row)
        row.due, row.working = dt.date(2027, 1, 1), to_json(replace(right, due=stale.due))
        session.flush()
        assert moves.reconcile() == "按现行日历更正1件"
        assert (row.due, row.provisional) == (dt.date(2027, 1, 4), True)
        assert moves.reconcile() == "按现行日历更正0件"

"""Notices as people paste them, exceptions by two people, an earlier version again: through HTTP."""

import datetime as dt
import hashlib

import pytest
import sqlalchemy as sa

from supervision.calendar.models import CalendarNotice
from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.core.duedates import CalendarState, CalendarVersion, current_calendar
from supervision.core.pairs import Proposal
from tests.calendar.test_versions import NOTICE_2027
from tests.make.dues import due
from tests.make.offices import sign_in

FORM = "//form[@class='form']"
APPLY = "//form[contains(@action, '/apply')]"
DROP = "//form[contains(@action, '/drop')]"
SPECIAL = """国务院办公厅关于调整2027年端午节假期安排的通知
国办发明电〔2026〕11号
2027年6月9日至13日放假调休，共5天。6月6日（周日）、6月19日（周六）上班。
2026年11月16日
"""
REGIONAL = (
    "广西壮族自治区2027年壮族三月三放假安排：4月9日至12日放假调休，共4天。4月17日（周六）上班。"
)


@pytest.fixture
def as_(client, made):
    def who(name: str):
        sign_in(client, made.seats[name])
        return client

    return who


@pytest.fixture
def entered(as_, clock):
    """Paste by one administrator, confirmed by the other; the page of the version."""
    clock("2026-11-20 09:00")

    def enter(text: str, **typed: str) -> str:
        keeper = as_("sysadmin")
        answer = keeper.submit("/calendar/notice", {"text": text, **typed}, form=FORM)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        second = as_("secadmin")
        assert second.submit(answer.location, form=APPLY).status_code == 302
        return answer.location

    return enter


def test_a_notice_is_kept_with_text_number_day_and_digest(entered, as_, work, page) -> None:
    address = entered(NOTICE_2027)
    with work():
        notice = session.scalars(sa.select(CalendarNotice)).one()
        kept = notice.text.replace("\r\n", "\n").strip()
        assert kept == NOTICE_2027.strip()
        assert (notice.document_number, notice.issued_on) == (
            "国办发明电〔2026〕9号", dt.date(2026, 11, 9),
        )  # fmt: skip
        assert notice.digest == hashlib.sha256(notice.text.encode()).hexdigest()
        assert (notice.year, notice.special, notice.doubts) == (2027, False, [])
        assert not current_calendar().is_provisional(2027)
    seen = page(as_("sysadmin").get(address)).text
    assert "国办发明电〔2026〕9号" in seen
    assert "净休日13天，核对相符" in seen


def test_a_regional_notice_changes_nothing(as_, page, work, clock) -> None:
    """It once made New Year and 春节 of the nation working days, and left the year official."""
    clock("2026-11-20 09:00")
    keeper = as_("sysadmin")
    for text, said in (
        (REGIONAL, "没有找到通知的标题"),
        ("广西壮族自治区人民政府办公厅关于2027年壮族三月三放假的通知\n" + REGIONAL, "地方或本单位的假日请在“本地假日”中登记"),
    ):  # fmt: skip
        refused = page(keeper.submit("/calendar/notice", {"text": text}, form=FORM), status=422)
        assert said in refused.text
        assert "壮族三月三放假" in refused.text, "what was pasted stays"
    with work():
        assert session.scalar(sa.select(sa.func.count(CalendarVersion.id))) == 0
        assert not current_calendar().is_workday(dt.date(2027, 1, 1))


SHORT = NOTICE_2027.replace("5月8日（周六）上班。", "")


def test_a_year_that_fails_the_check_needs_a_reason_and_two_people(
    as_, page, entered, work
) -> None:
    keeper = as_("sysadmin")
    refused = page(keeper.submit("/calendar/notice", {"text": SHORT}, form=FORM), status=422)
    assert "净休日不符：放假的工作日减去调休上班日为14天" in refused.text
    with work():
        assert session.scalar(sa.select(sa.func.count(Proposal.id))) == 0, "nothing half-applied"
    entered(SHORT, exception="示例：原文即无此句")
    with work():
        notice = session.scalars(sa.select(CalendarNotice)).one()
        assert notice.exception == "示例：原文即无此句"
        assert "净休日不符" in notice.doubts[0]
        version = session.get_one(CalendarVersion, notice.calendar_version_id)
        assert "例外理由：示例：原文即无此句" in version.note
        assert current_calendar().official >= {2027}


@pytest.mark.parametrize(
    ("gone", "said"),
    [("国办发明电〔2026〕9号", "正文中没有找到文号，请填写"), ("2026年11月9日", "正文中没有找到成文日期，请填写")],
)  # fmt: skip
def test_number_and_day_are_asked_for_where_the_text_lacks_them(
    as_, page, clock, gone, said
) -> None:
    clock("2026-11-20 09:00")
    keeper = as_("sysadmin")
    text = NOTICE_2027.replace(gone, "")
    assert (
        said in page(keeper.submit("/calendar/notice", {"text": text}, form=FORM), status=422).text
    )
    typed = {"text": text, "number": "国办发明电〔2026〕9号", "issued": "2026-11-09"}
    assert keeper.submit("/calendar/notice", typed, form=FORM).status_code == 302


def test_a_later_notice_changes_days_and_stays_when_the_first_is_entered_again(
    entered, work, as_, page
) -> None:
    entered(NOTICE_2027)
    entered(SPECIAL)
    friday, sunday = dt.date(2027, 6, 11), dt.date(2027, 6, 6)
    with work():
        calendar = current_calendar()
        assert (calendar.is_workday(friday), calendar.is_workday(sunday)) == (False, True)
        assert not calendar.is_provisional(2027), "official by its own notice"
    again = NOTICE_2027.replace("9月15日（周三）放假，共1天。", "9月15日（周三）放假1天。")
    keeper = as_("sysadmin")
    refused = page(keeper.submit("/calendar/notice", {"text": again}, form=FORM), status=422)
    assert "与现行日历没有差别" in refused.text
    refused = page(keeper.submit("/calendar/notice", {"text": SPECIAL}, form=FORM), status=422)
    assert "这份通知已经录入（日历第3版）" in refused.text


def test_an_earlier_version_comes_back_as_a_new_one(entered, as_, page, work, made) -> None:
    with work():
        row_id = due(made, dt.date(2026, 12, 21), days=10, measure=Unit.WORKDAY).id
    address = entered(NOTICE_2027)
    entered(SPECIAL)
    keeper = as_("sysadmin")
    restored = keeper.submit(address, form="//form[contains(@action, '/restore/2')]").location
    shown = page(as_("secadmin").get(restored)).text
    assert "恢复第2版的日期表" in shown
    assert "2027-06-11" in shown, "the same preview"
    as_("secadmin").submit(restored, form=APPLY)
    with work():
        calendar = current_calendar()
        assert calendar.version == 4
        assert calendar.is_workday(dt.date(2027, 6, 11))
        assert row_id


def test_whoever_proposed_withdraws_and_the_second_refuses_with_a_reason(
    as_, page, work, clock
) -> None:
    clock("2026-11-20 09:00")
    for person in ("sysadmin", "secadmin"):
        address = as_("sysadmin").submit("/calendar/notice", {"text": NOTICE_2027}, form=FORM)
        visitor = as_(person)
        page(visitor.submit(address.location, {"reason": ""}, form=DROP), status=422)
        assert visitor.submit(address.location, {"reason": "再核对"}, form=DROP).status_code == 302
    with work():
        states = set(session.scalars(sa.select(CalendarVersion.state)))
        assert states == {CalendarState.DROPPED}
        outcomes = session.scalars(sa.select(Proposal.outcome).order_by(Proposal.id))
        assert [each.value for each in outcomes] == ["withdrawn", "refused"]


def test_a_year_entered_day_by_day_is_whole_or_vouched_for(as_, page, clock) -> None:
    clock("2026-11-20 09:00")
    keeper = as_("sysadmin")
    assert "没有提到：元旦、春节" in page(keeper.get("/calendar/official/2027")).text
    refused = page(keeper.submit("/calendar/official/2027", form=FORM), status=422)
    assert "净休日不符" in refused.text
    done = keeper.submit("/calendar/official/2027", {"exception": "示例"}, form=FORM)
    assert "例外理由：示例" in page(keeper.get(done.location)).text

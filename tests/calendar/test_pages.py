"""The pages of calendar, reminders, sending and jobs, as people use them."""

import datetime as dt
import json

import pytest

from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.reminders.models import Channel, Dispatch, DispatchState
from supervision.reminders.sweep import sweep
from tests.calendar.test_versions import NOTICE_2027
from tests.make.dues import due, due_on
from tests.make.offices import sign_in

NOVEMBER = "2026-11-20 09:00"
FORM = "//form[@class='form']"


@pytest.fixture
def as_(client, made):
    def who(name: str):
        sign_in(client, made.seats[name])
        return client

    return who


def test_a_notice_goes_from_paste_to_force_in_two_hands(work, made, as_, page, clock) -> None:
    clock(NOVEMBER)
    with work():
        due(made, dt.date(2026, 12, 21), days=10, measure=Unit.WORKDAY)
    keeper = as_("sysadmin")
    alarm = page(keeper.get("/calendar/"))
    assert "2027年放假通知尚未录入" in alarm.text
    assert alarm.find("//a[text()='去录入']/@href") == ["/calendar/notice"], "the form it means"
    assert "去录入" not in page(keeper.get("/calendar/notice")).text, "one is there"
    seen = page(keeper.submit("/calendar/notice", {"text": NOTICE_2027, "preview": "1"}, form=FORM))
    assert "示例市甲局" in seen.text
    assert "2027-01-06" in seen.text
    address = keeper.submit("/calendar/notice", {"text": NOTICE_2027}, form=FORM).location
    assert "须由另一人" in page(keeper.get(address)).text
    second = as_("secadmin")
    shown = page(second.get(address))
    assert shown.find("//form[contains(@action, '/apply')]")
    done = second.submit(address, form="//form[contains(@action, '/apply')]")
    assert done.status_code == 302
    after = page(second.get(address))
    assert "已启用" in after.text
    assert "尚未录入" not in page(second.get("/calendar/")).text
    handler = as_("handler")
    assert "到期日由2027年1月5日改为2027年1月6日" in page(handler.get("/reminders/")).text


def test_a_bad_notice_comes_back_with_its_faults(as_, page, clock, made) -> None:
    clock(NOVEMBER)
    keeper = as_("sysadmin")
    page(keeper.submit("/calendar/notice", {"text": "今天天气很好"}, form=FORM), status=422)
    preview = page(
        keeper.submit("/calendar/notice", {"text": "今天天气很好", "preview": "1"}, form=FORM)
    )
    assert "还不能录入" in preview.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("start=2023-03-01&term=30&unit=日&direction=之后", "2023年3月31日"),
        ("start=2024-03-01&term=30&unit=日&direction=之后", "2024年4月1日"),
        ("start=2024-02-05&term=10&unit=工作日&direction=之后", "2024年2月23日"),
        ("start=2026-06-18&term=10&unit=日&direction=之前", "2026年6月8日（周一）"),
        ("start=2026-06-18&term=10&unit=日&direction=之前&clear=y", "2026年6月5日（周五）"),
        ("start=2026-06-18&term=10&unit=日&direction=之后&clear=y", "整日只用于向前倒推的期限"),
        ("start=2024-02-05&term=0&unit=日&direction=之后", "须为1至3650的整数"),
        ("start=2024-02-05&term=10000&unit=日&direction=之后", "须为1至3650的整数"),
        ("start=2024-02-05&term=3000&unit=工作日&direction=之后", "最多2500个工作日"),
        ("start=2099-12-05&term=3000&unit=日&direction=之后", "2100"),
        ("start=1900-01-01&term=3&unit=日&direction=之后", "1949年至2100年"),
        ("start=x&term=y&unit=z&direction=w", "“x”不是日期"),
        ("mode=between&first=2024-02-05&last=2024-02-23", "10个工作日"),
        ("mode=between&first=2024-02-23&last=2024-02-05", "倒数"),
        ("mode=between&first=2026-12-21&last=2026-12-25", "暂定"),
        ("mode=between&first=1900-01-01&last=2024-02-05", "1949年至2100年"),
        ("mode=between&first=&last=2024-02-05", "请填写日期"),
    ],
)
def test_the_calculator_answers_everybody(as_, page, made, query, said) -> None:
    assert said in page(as_("liaison").get(f"/calendar/calculator?{query}")).text


def test_the_shell_answers_too(app, work) -> None:
    arguments = ["deadlines", "compute", "--from", "2024-02-05", "--term", "10", "--unit", "工作日"]
    runner = app.test_cli_runner()
    answer = json.loads(runner.invoke(args=[*arguments, "--json"]).stdout)
    assert (answer["date"], answer["provisional"], len(answer["steps"])) == (
        "2024-02-23",
        False,
        19,
    )
    told = runner.invoke(args=arguments).stdout
    assert "春节 02-10 至 02-17 放假" in told
    assert "  依据：" in told
    refused = runner.invoke(args=["deadlines", "compute", "--from", "x", "--term", "0"])
    assert refused.exit_code == 1
    assert "无法识别" in refused.output
    assert "reminders-sweep" in runner.invoke(args=["jobs", "list"]).stdout
    assert runner.invoke(args=["jobs", "run", "jobs-prune"]).exit_code == 0


def test_administrators_see_what_runs_and_what_is_sent(work, made, as_, page, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, dt.date(2026, 3, 13))
        due_on(made, dt.date(2026, 3, 20))
        sweep()
    keeper = as_("sysadmin")
    page(keeper.get("/jobs/"))
    assert "2026-03-17" in page(keeper.get("/sending/ahead")).text
    for tab in ("waiting", "sent", "failed"):
        page(keeper.get(f"/sending/?tab={tab}"))
    page(keeper.get("/sending/?tab=nonsense"), status=404)
    keeper.submit("/sending/policies/reply", {"remind_before": "10，5，1"}, form=FORM)
    assert "10、5、1个工作日" in page(keeper.get("/sending/policies")).text
    refused = keeper.submit("/sending/policies/reply", {"remind_before": "三天"}, form=FORM)
    assert "请填工作日数" in page(refused, status=422).text


def test_a_handler_sees_what_waits_and_what_comes(work, made, as_, page, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, dt.date(2026, 3, 13), title="示司意见〔2026〕7号")
        sweep()
    handler = as_("handler")
    assert "示司意见〔2026〕7号" in page(handler.get("/reminders/")).text
    assert "逾期第1个工作日" in page(handler.get("/reminders/ahead")).text
    handler.submit("/reminders/", form="//form[@action='/reminders/read' and not(@id)]")
    assert "没有待办" in page(handler.get("/reminders/")).text
    page(handler.get("/sending/"), status=403)
    page(handler.get("/jobs/"), status=403)
    page(handler.get("/calendar/notice"), status=403)


def test_the_picture_explains_the_day(new_tab, live_server, work, made) -> None:
    """为什么是这一天, as the browser draws it: counted, skipped, made-up and last day."""
    tab = new_tab()
    with live_server.app.test_client() as helper:
        sign_in(helper, made.seats["handler"])
        cookie = helper.get_cookie("mingdu")
        tab.context.add_cookies([{"name": "mingdu", "value": cookie.value, "url": live_server.url}])
    tab.goto("/calendar/calculator?start=2023-06-12&term=20&unit=工作日&direction=之后")
    assert tab.locator("[data-answer]").inner_text() == "2023年7月11日（周二）"
    picture = tab.locator(".term")
    assert picture.locator(".day-start").inner_text().split() == ["6-12", "起算"]
    assert picture.locator(".day-extra").inner_text().split() == ["6-25", "8", "班"]
    assert picture.locator(".day-due").inner_text().split() == ["7-11", "20", "止"]
    assert picture.locator(".day-skip").count() == 9
    colours = {
        state: picture.locator(f".day-{state}").first.evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
        for state in ("count", "skip", "due")
    }
    assert len(set(colours.values())) == 3, "what a day did is seen at a glance"
    tab.goto("/calendar/calculator?start=2026-12-21&term=10&unit=工作日&direction=之后")
    assert "暂定" in tab.locator("[data-why]").inner_text()


def test_a_dead_letter_is_sent_again_by_a_person(work, made, as_, page) -> None:
    with work():
        now = dt.datetime.now(dt.UTC)
        session.add(Dispatch(user_id=made.id_of("handler"), channel=Channel.MAIL, state=DispatchState.FAILED,
                             day=dt.date(2026, 3, 13), created_at=now, next_at=now,
                             error="550 no such user"))  # fmt: skip
    keeper = as_("sysadmin")
    assert "550 no such user" in page(keeper.get("/sending/?tab=failed")).text
    keeper.submit("/sending/?tab=failed", form="//form[contains(@action, '/retry')]")
    assert "没有发送失败的" in page(keeper.get("/sending/?tab=failed")).text

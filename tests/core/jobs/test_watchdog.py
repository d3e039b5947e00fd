"""A job is judged by the age of its last success and by its longest run, not by how its last run ended."""

import datetime as dt

import pytest
from flask import Flask

from supervision.core import clock
from supervision.core.db import session
from supervision.core.jobs import JobRun, RunState, table, troubles
from supervision.core.jobs.watchdog import UP_SINCE

NOW = dt.datetime(2026, 3, 13, 9, 0, tzinfo=clock.ZONE).astimezone(dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def said(app: Flask):
    """What is said of the sweep (every ten minutes) and of the weekly summary, of these runs."""

    def judge(runs: list[tuple[str, RunState, dt.timedelta]], *, up: dt.timedelta) -> list[str]:
        with app.app_context(), clock.reliving(NOW.date(), 9, 0):
            app.extensions[UP_SINCE] = NOW - up
            others = [job.name for job in table() if job.name not in {name for name, *_ in runs}]
            for name, state, ago in [*runs, *((each, RunState.DONE, MINUTE) for each in others)]:
                done = NOW - ago if state is RunState.DONE else None
                session.add(JobRun(job=name, slot=NOW - ago, state=state, runner="x", lease_until=NOW + HOUR,
                                   started_at=NOW - ago, finished_at=done))  # fmt: skip
            session.flush()
            found = [one.said for one in troubles()]
            session.rollback()
            del app.extensions[UP_SINCE]
        return found

    return judge


def test_all_is_well_while_each_succeeds_in_its_rhythm(said) -> None:
    assert said([("reminders-sweep", RunState.DONE, 12 * MINUTE)], up=5 * DAY) == []


def test_a_sweep_that_last_succeeded_five_days_ago_is_told(said) -> None:
    """It said “正常 各项任务最近一次均已完成”."""
    runs = [("reminders-sweep", RunState.DONE, 5 * DAY)]
    assert said(runs, up=6 * DAY) == ["“扫描期限，生成提醒”已5天没有办成（应每10分钟）"]


def test_a_box_switched_off_at_night_is_no_trouble_in_the_morning(said) -> None:
    assert said([("reminders-sweep", RunState.DONE, 15 * HOUR)], up=5 * MINUTE) == []


def test_what_runs_for_five_days_hangs(said) -> None:
    runs = [("reminders-send", RunState.RUNNING, 5 * DAY)]
    assert said(runs, up=6 * DAY) == ["“发送邮件和机器人消息”已运行5天没有结束"]


def test_a_job_that_only_fails_is_late_as_well(said) -> None:
    runs = [("reminders-sweep", RunState.FAILED, 5 * MINUTE)]
    assert said(runs, up=3 * HOUR) == ["“扫描期限，生成提醒”已3小时没有办成（应每10分钟）"]
    assert said([("reminders-weekly", RunState.FAILED, DAY)], up=10 * DAY) == []

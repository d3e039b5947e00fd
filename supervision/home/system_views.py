"""The desk of the system administrator: what wants attention, the background jobs, failed sendings."""

import shutil
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for

from supervision.core import clock
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.deadlines import awaited_said
from supervision.core.duedates import current_calendar
from supervision.core.instance import instance_folder
from supervision.core.jobs import table, troubles
from supervision.core.jobs.models import JobRun, RunState
from supervision.home.figure_views import Figure, Figures
from supervision.reminders import outbox
from supervision.reminders.inbox import live
from supervision.reminders.models import Channel, Dispatch, DispatchState, Notice, NoticeKind

LITTLE = 0.1  # of the disk still free: time to act


@dataclass(frozen=True)
class Check:
    """One thing looked after: its state in words and where to see to it."""

    label: str
    state: str
    tone: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class LastRun:
    """A background job and its latest run, None while it has never run."""

    label: str
    url: str
    every: str
    run: Any


def desk() -> dict[str, object]:
    """Everything the template needs for whoever looks after the system."""
    runs = _runs()
    counts = dict(_dispatches())
    broken = [one for one in runs if one.run and one.run.state is RunState.FAILED]
    failed = counts.get(DispatchState.FAILED, 0)
    return {
        "figures": [Figures("系统", _figures(counts, failed))],
        "checks": [_calendar(), *_sending(failed), _jobs(broken), _disk()],
        "runs": runs,
    }


def _figures(counts: dict[DispatchState, int], failed: int) -> list[Figure]:
    waiting = sum(counts.get(state, 0) for state in outbox.WAITING)
    years = len(current_calendar().awaited(clock.today()))
    return [
        Figure("缺放假通知", years, url_for("calendar.index"), "near"),
        Figure("发送失败", failed, url_for("sending.index", tab="failed"), "overdue"),
        Figure("待发", waiting, url_for("sending.index")),
    ]


def _dispatches() -> list[tuple[DispatchState, int]]:
    counted = sa.select(Dispatch.state, sa.func.count()).group_by(Dispatch.state)
    return [(row[0], row[1]) for row in session.execute(counted)]


def _runs() -> list[LastRun]:
    """The latest run of every job, in one statement."""
    jobs = table()
    columns = (JobRun.job, JobRun.state, JobRun.started_at, JobRun.outcome)
    parts = [
        sa.select(*columns).where(JobRun.job == job.name).order_by(JobRun.slot.desc()).limit(1)
        for job in jobs
    ]
    latest = sa.union_all(*(sa.select(*part.subquery().c) for part in parts))
    found = {row.job: row for row in session.execute(latest)}
    return [
        LastRun(job.label, url_for("jobs.index", job=job.name), job.cadence.label,
                found.get(job.name))
        for job in jobs
    ]  # fmt: skip


def _calendar() -> Check:
    url, missing = url_for("calendar.index"), current_calendar().awaited(clock.today())
    if not missing:
        return Check("节假日日历", "齐全", "done", "应有年度的放假通知均已录入", url)
    told = "等我办理中已有提醒，录入后自动了结" if _told_of_notice() else awaited_said(missing)
    return Check("节假日日历", "暂定", "near", told, url)


def _told_of_notice() -> bool:
    """Whether the alarm on a missing notice stands on this desk already: the year is named once."""
    alarm = (Notice.kind == NoticeKind.ALARM, Notice.step.startswith("calendar-"), live())
    mine = sa.select(Notice.id).where(Notice.user_id == current().user_id, *alarm)
    return session.scalar(mine.limit(1)) is not None


def _sending(failed: int) -> list[Check]:
    url, ready = url_for("sending.index"), outbox.channels()
    checks = []
    for channel in Channel:
        name = f"{channel.label}提醒"
        if channel in ready:
            checks.append(Check(name, "已启用", "done", "工作日8:30至17:30发送", url))
        else:
            checks.append(Check(name, "未设置", "draft", "提醒只在系统内的“待办”里显示", url))
    if failed:
        at = url_for("sending.index", tab="failed")
        checks.append(Check("发送失败", f"{failed}封", "overdue", "查明原因后可重新发送", at))
    return checks


def _jobs(broken: list[LastRun]) -> Check:
    url = url_for("jobs.index")
    if not current_app.config["JOBS"]:
        return Check("后台任务", "未启用", "near", "此进程未启用后台任务（JOBS=0）", url)
    if broken:
        names = "、".join(one.label for one in broken)
        return Check("后台任务", "失败", "overdue", f"最近一次未办成：{names}", url)
    late = troubles()
    if late:
        return Check("后台任务", "停滞", "overdue", "；".join(one.said for one in late), url)
    return Check("后台任务", "正常", "done", "各项任务均按时完成", url)


def _disk() -> Check:
    disk = shutil.disk_usage(instance_folder())
    words = f"剩余{disk.free / 1e9:.0f} GB；备份须包含整个数据目录（数据库、附件、归档件和密钥）"
    short = disk.free < disk.total * LITTLE
    return Check("磁盘与备份", "不足" if short else "充足", "overdue" if short else "done", words)

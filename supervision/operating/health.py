"""The state of the installation, fact by fact, each with plain advice: page, doctor and alarms alike."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core import backup, certificate, clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.backup import Site
from supervision.core.db import session
from supervision.core.installation import DEMONSTRATION, facts, fingerprints
from supervision.core.jobs import JobRun, RunState, troubles
from supervision.core.startup.attention import LOW_DISK
from supervision.core.startup.schema import newest, revision_of
from supervision.core.version import VERSION
from supervision.core.words import Word
from supervision.operating.scrubbed import last_scrub
from supervision.reminders.models import Dispatch, DispatchState

KEYS_EXPORTED = "keys_exported"
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


class State(Word):
    """How a fact stands."""

    GOOD = "good", "正常", "done"
    WARN = "warn", "注意", "near"
    BAD = "bad", "异常", "overdue"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do where it is not good."""

    key: str
    name: str
    state: State
    said: str
    advice: str = ""


def examine() -> list[Finding]:
    """Everything an operator must know, in the application's context."""
    site = backup.here()
    return [
        *_program(),
        *_disk(site),
        *_backups(site),
        *_drills(site),
        *_keys(),
        *_certificate(),
        *_integrity(),
        *_jobs(),
        *_mail(),
    ]


def _program() -> Iterator[Finding]:
    connection = session.connection()
    revision, store = revision_of(connection), connection.dialect.name
    known = facts(connection)
    said = f"程序 {VERSION}，数据库 {revision}（{store}）"
    fits = revision == newest()
    state, advice = (State.GOOD, "") if fits else (State.BAD, "运行 mingdu upgrade 升级数据库")
    yield Finding("program", "版本", state, said, advice)
    if DEMONSTRATION in known:
        advice = "正式使用请另设空的数据目录，以 DEMO=0 启动"
        yield Finding("demonstration", "演示数据", State.WARN, "本机装有演示案例", advice)


def _disk(site: Site) -> Iterator[Finding]:
    free = shutil.disk_usage(site.instance).free
    low = free < LOW_DISK
    advice = "清理磁盘或扩容；磁盘写满后任何操作都不能保存" if low else ""
    state = State.BAD if low else State.GOOD
    yield Finding("disk", "磁盘", state, f"数据目录所在磁盘剩余 {free / 1024**3:.1f} GB", advice)


def _backups(site: Site) -> Iterator[Finding]:
    found = backup.archives(site.backups)
    if not found:
        yield Finding("backup", "备份", State.BAD, "还没有备份", "运行 mingdu backup create")
        return
    manifest = found[0].manifest
    age = clock.now() - manifest.moment
    state = State.GOOD if age < 2 * DAY else State.WARN if age < 4 * DAY else State.BAD
    said = f"最近一次 {_moment(manifest.moment)}，共{len(found)}份"
    advice = "" if state is State.GOOD else "到“后台任务”看每日备份为何没有完成"
    if manifest.faults:
        state, said = State.BAD, f"{said}；{len(manifest.faults)}个文件没有备份到"
        advice = "看下面“完好性”中丢失的文件"
    if state is State.GOOD and manifest.keys != fingerprints(site.keys):
        state, advice = State.WARN, "换密钥以后还没有备份：运行 mingdu backup create"
    yield Finding("backup", "备份", state, said, advice)
    if site.backups.stat().st_dev == site.instance.stat().st_dev:
        advice = "用 BACKUP_DIR 把备份放到另一块磁盘，并定期 mingdu backup create --to 另存异地"
        yield Finding("backup-place", "备份位置", State.WARN, "备份与数据在同一块磁盘", advice)


def _drills(site: Site) -> Iterator[Finding]:
    last = backup.last_drill(site.backups)
    if last is None:
        yield Finding("drill", "演练", State.WARN, "还没有演练过", "运行 mingdu backup drill")
        return
    said = f"最近一次 {_moment(last.moment)} {'通过' if last.passed else '未通过'}"
    if not last.passed:
        said = f"{said}：{'；'.join(last.said)}"
        yield Finding("drill", "演练", State.BAD, said, "立即另做一份备份并再演练")
        return
    age = clock.now() - last.moment
    state = State.GOOD if age < 2 * WEEK else State.WARN if age < 5 * WEEK else State.BAD
    advice = "" if state is State.GOOD else "运行 mingdu backup drill，并到“后台任务”看每周演练"
    yield Finding("drill", "演练", state, said, advice)


def _keys() -> Iterator[Finding]:
    told = facts(session.connection()).get(KEYS_EXPORTED)
    if told is None:
        advice = "运行 mingdu keys export，文件和口令分开保管；没有它，备份不能在别处恢复"
        yield Finding("keys", "密钥", State.WARN, "密钥还没有导出保管", advice)
        return
    day, place, *changed = json.loads(told)
    if changed:
        said = f"{changed[0]} 换过密钥，{day} 导出、保管于{place}的是以前的"
        advice = "运行 mingdu keys export 重新导出；以前导出的与以前的备份一起保留"
        yield Finding("keys", "密钥", State.WARN, said, advice)
        return
    yield Finding("keys", "密钥", State.GOOD, f"{day} 导出，保管于{place}")


def _certificate() -> Iterator[Finding]:
    """Of an office that signs digitally: whether its certificate still can."""
    with seeing(EVERYTHING):
        wrong = certificate.standing(list(session.scalars(sa.select(Body.name))))
    if wrong is None:
        return
    if wrong:
        advice = "换上本机关在有效期内的证书（CERTIFICATE）；其间归档件不带数字签名"
        yield Finding("certificate", "数字证书", State.WARN, wrong, advice)
        return
    yield Finding("certificate", "数字证书", State.GOOD, "可以签名")


def _integrity() -> Iterator[Finding]:
    last = last_scrub()
    if last is None:
        yield Finding("scrub", "完好性", State.WARN, "还没有核验过", "运行 mingdu jobs run scrub")
        return
    moment = dt.datetime.fromisoformat(last.at)
    said = f"{_moment(moment)} 核验文件、审计链和数据库"
    if last.healed:
        said += f"；已自动修复{len(last.healed)}个文件"
    if last.clean:
        old = clock.now() - moment > 3 * DAY
        state, advice = (State.WARN, "到“后台任务”看每夜核验") if old else (State.GOOD, "")
        yield Finding("scrub", "完好性", state, said, advice)
        return
    lost = f"丢失：{'、'.join(last.lost[:5])}" if last.lost else ""
    said = "；".join(part for part in (said, lost, *last.faults) if part)
    advice = "从更早的备份中找回文件；审计链异常请告知审计员，不要自行改动数据"
    yield Finding("scrub", "完好性", State.BAD, said, advice)


def _jobs() -> Iterator[Finding]:
    latest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    failing = sorted(
        session.scalars(
            sa.select(JobRun.job).where(JobRun.id.in_(latest), JobRun.state == RunState.FAILED)
        )
    )
    if failing:
        said = f"最近一次没有成功：{'、'.join(failing)}"
        yield Finding("jobs", "后台任务", State.BAD, said, "到“后台任务”看原因，改好后等下一次")
        return
    late = troubles()
    if late:
        said = "；".join(one.said for one in late)
        yield Finding("jobs", "后台任务", State.BAD, said, "检查服务进程和日志，必要时重启服务")
        return
    last = session.scalar(sa.select(sa.func.max(JobRun.started_at, type_=JobRun.started_at.type)))
    if last is None or clock.now() - last > DAY:
        advice = "服务进程没有在运行后台任务：检查 JOBS 设置，重启服务"
        yield Finding("jobs", "后台任务", State.WARN, "一天内没有运行过", advice)
        return
    yield Finding("jobs", "后台任务", State.GOOD, f"最近运行 {_moment(last)}")


def _mail() -> Iterator[Finding]:
    failed = session.scalar(
        sa.select(sa.func.count(Dispatch.id)).where(
            Dispatch.state == DispatchState.FAILED, Dispatch.created_at >= clock.now() - WEEK
        )
    )
    if failed:
        said = f"一周内{failed}件没有发出"
        yield Finding("mail", "提醒外发", State.WARN, said, "到“发送记录”看原因并重发")


def _moment(moment: dt.datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")

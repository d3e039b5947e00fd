"""What the health page says as time goes by, and of keys, demonstration and disk; what is bad is told."""

import json
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.core import backup
from supervision.core import clock as clocked
from supervision.core.backup import Pool, Reason
from supervision.core.db import session
from supervision.core.files.store import path_of, save_bytes
from supervision.core.jobs import JobRun, RunState, table
from supervision.operating.alarms import alarm
from supervision.operating.health import Finding, State, examine
from supervision.reminders.models import Notice
from tests.make import people
from tests.rules.source import ROOT
from tests.support import pages
from tests.support.clock import Clock
from tests.support.operating import Mingdu
from tests.support.seats import SignIn
from tests.support.work import Inside


def _found(inside: Inside) -> dict[str, Finding]:
    with inside():
        return {one.key: one for one in examine()}


@pytest.mark.usefixtures("bureau")
def test_the_age_of_backup_and_drill_is_said_and_alarms(
    app: Flask, inside: Inside, clock: Clock
) -> None:
    clock("2027-03-01 09:00")
    with app.app_context():
        site = backup.here()
        made = backup.create(site, reason=Reason.NIGHTLY)
        assert backup.drill(
            backup.open_archive(made.path), site, Pool(site.backups / "pool")
        ).passed
    for day, of_backup, of_drill in (
        ("02", State.GOOD, State.GOOD),
        ("04", State.WARN, State.GOOD),
        ("06", State.BAD, State.GOOD),
        ("20", State.BAD, State.WARN),
    ):
        clock(f"2027-03-{day} 10:00")
        found = _found(inside)
        assert (found["backup"].state, found["drill"].state) == (of_backup, of_drill), day
        for key in ("backup", "drill"):
            assert "2027-03-01 09:00" in found[key].said
            assert (found[key].state is State.GOOD) == (not found[key].advice)
    clock("2027-04-10 10:00")
    with inside():
        alarm()
        told = "".join(session.scalars(sa.select(Notice.title)))
    assert "系统状态异常：备份，最近一次 2027-03-01" in told
    assert "系统状态异常：演练，最近一次 2027-03-01" in told


def test_the_keys_are_asked_for_until_they_are_kept_and_then_where(
    bureau: None, inside: Inside, sign_in: SignIn, mingdu: Mingdu, tmp_path: Path
) -> None:
    sysadmin = sign_in("sysadmin")
    assert "密钥还没有导出保管" in pages.check(sysadmin.get("/system")).text
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("示例市司法局的一句长口令")
    kept = ("--kept-at", "机要室二号柜", "--passphrase-file", passphrase)
    assert mingdu("keys", "export", tmp_path / "usb" / "keys.json", *kept).code == 0
    shown = pages.check(sysadmin.get("/system")).text
    assert "密钥还没有导出保管" not in shown
    assert "保管于机要室二号柜" in shown


def test_the_version_stands_at_the_foot_of_every_page_and_with_the_health(
    bureau: None, sign_in: SignIn, mingdu: Mingdu
) -> None:
    number = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    page = pages.check(sign_in("sysadmin").get("/system"))
    assert page.find("//footer")[0].text_content().strip().endswith(f"明督 {number}")
    assert f"程序 {number}" in page.text
    assert f"程序 {number}" in mingdu("doctor").text
    assert f"## {number}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_disk_that_runs_full_is_said_before_it_is(
    bureau: None, inside: Inside, monkeypatch: pytest.MonkeyPatch, instance: Path
) -> None:
    assert _found(inside)["disk"].state is State.GOOD
    room = shutil.disk_usage(instance)._replace(free=300 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    disk = _found(inside)["disk"]
    assert disk.state is State.BAD
    assert "剩余 0.3 GB" in disk.said
    assert "腾" in disk.advice or "清理" in disk.advice


@pytest.mark.usefixtures("bureau")
def test_a_bundle_for_helpers_names_nobody(
    inside: Inside, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    """Neither in a setting, nor in what a job failed of, nor in a file that is lost."""
    clock("2027-03-01 09:00")
    for name, value in (
        ("SMTP_USER", "zhangsan@example.cn"),
        ("SMTP_FROM", "zhangsan@example.cn"),
        ("PUBLIC_URL", "https://zhangsan.example.cn"),
        ("CERTIFICATE", "/home/zhangsan/seal.p12"),
        ("ANCHOR_DIR", str(tmp_path / "zhangsan")),
        ("HTTPS", "1"),
    ):
        monkeypatch.setenv(name, value)
    with inside():
        actor, moment = people.principal("handler"), clocked.now()
        lost = save_bytes("张三的证据.pdf", "application/pdf", b"%PDF-1.4", actor=actor)
        lost.attached = True
        path_of(lost).unlink()
        session.add(JobRun(job="sweep", slot=moment, state=RunState.FAILED, runner="zhangsan", lease_until=moment,
                           started_at=moment, finished_at=moment, error="张三的文书出错"))  # fmt: skip
    mingdu("jobs", "run", "scrub")
    told = mingdu("doctor", "--bundle", tmp_path / "bundle.zip")
    assert "张三的证据.pdf" in told.text, "at the office's own shell it is said"
    with zipfile.ZipFile(tmp_path / "bundle.zip") as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    for name, content in parts.items():
        for personal in ("zhangsan", "张三", "示例", str(tmp_path)):
            assert personal not in content, name
    settings = json.loads(parts["settings.json"])
    assert (settings["HTTPS"], settings["SMTP_USER"]) == ("1", True)
    assert "failed" in parts["jobs.json"]


@pytest.mark.store
def test_the_demonstration_never_comes_into_a_real_body(
    bureau: None, inside: Inside, mingdu: Mingdu
) -> None:
    with inside():
        people.principal("handler")
    done = mingdu("demo", "load")
    assert done.code == 1
    assert "数据库不是空的，不能载入演示案例" in done.text
    with inside():
        assert session.scalar(sa.select(sa.func.count(Body.id))) == 1


@pytest.mark.usefixtures("bureau")
def test_a_clockwork_that_stands_still_is_told_on_every_channel_that_is_left(
    app: Flask, inside: Inside, sign_in: SignIn, clock: Clock
) -> None:
    """Everything last ran four days ago; nothing says so but who asks: the desk, the health page, the doctor's
    findings, and, where one job of another process still runs, inbox and mail."""
    clock("2027-03-01 09:00")
    with inside():
        moment = clocked.now()
        for job in table():
            session.add(JobRun(job=job.name, slot=moment, state=RunState.DONE, runner="x", lease_until=moment,
                               started_at=moment, finished_at=moment))  # fmt: skip
        session.query(User).filter_by(username="sysadmin").one().password_set_at = moment
    clock("2027-03-05 09:00")
    stands = "“扫描期限，生成提醒”已4天没有办成（应每10分钟）"
    app.config["JOBS"] = True
    desk = sign_in("sysadmin")
    assert stands in desk.get("/").get_data(as_text=True)
    assert stands in desk.get("/system").get_data(as_text=True)
    found = _found(inside)["jobs"]
    assert (found.state, stands in found.said) == (State.BAD, True)
    with inside():
        alarm()
        people_told = session.scalars(
            sa.select(User.username)
            .join(Notice, Notice.user_id == User.id)
            .where(Notice.title.startswith("系统状态异常：后台任务"))
        )
        assert list(people_told) == ["sysadmin"]

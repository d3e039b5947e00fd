"""`flask audit`: verify the trail and the rows, destroy old values, seal rows anew."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime

import click
from flask.cli import AppGroup

from supervision.auditing.names import record_name
from supervision.core import audit
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import anchors, resealing, retention
from supervision.core.config import ANCHOR
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError
from supervision.core.files.sweeping import broken
from supervision.core.instance import instance_folder

audit_group = AppGroup("audit", help="审计链")
_EXPECTED = re.compile(r"([0-9a-f]{8,64})…?[:：](\d{1,10})")


def _expected(_context: object, _option: object, given: Sequence[str]) -> list[tuple[str, int]]:
    found = [_EXPECTED.fullmatch(one.strip().lower()) for one in given]
    if None in found:
        raise click.BadParameter("写作“链头:条数”，如 3f9a0c1b2d4e5f60:1520（链头至少8位）")
    return [(one[1], int(one[2])) for one in found if one]


@audit_group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
@click.option(
    "--expect",
    multiple=True,
    callback=_expected,
    metavar="链头:条数",
    help="与留存的链头核对，可多次",
)
@click.option(
    "--records", is_flag=True, help="同时逐行核对业务记录与审计记录，逐个核对文件与其校验值"
)
def verify_audit(*, as_json: bool, expect: list[tuple[str, int]], records: bool) -> None:
    """从头核验审计链；有改动时返回 1。"""
    key, retired = resealing.keys()
    kept, unread = anchors.kept()
    with seeing(EVERYTHING), unit_of_work(write=False):
        connection = session.connection()
        verdict = audit.verify(
            connection,
            key=key,
            retired=retired,
            anchor=instance_folder() / ANCHOR,
            known=[*expect, *kept],
        )
        rows = list(audit.verify_records(connection, key=key, retired=retired)) if records else []
        files = [f"文件“{one.name}”（{one.id}）缺失或被改动" for one in broken()] if records else []
    faults = [*verdict.faults, *unread, *(_in_words(one) for one in rows), *files]
    if as_json:
        told = {"passed": not faults, "count": verdict.count, "head": verdict.head}
        named = [{"table": one.table, "id": one.id, "text": one.text} for one in rows]
        click.echo(json.dumps({**told, "faults": faults, "rows": named}, ensure_ascii=False))
    else:
        click.echo(f"审计记录 {verdict.count} 条，链头 {verdict.head[:16]}…")
        for fault in faults:
            click.echo(f"  异常：{fault}")
        click.echo("核验未通过" if faults else "核验通过")
    sys.exit(1 if faults else 0)


def _in_words(fault: audit.RowFault) -> str:
    return f"{record_name(fault.table)} {fault.id}（{fault.table}）{fault.text}"


@audit_group.command("destroy-values")
@click.option("--before", required=True, type=click.DateTime(["%Y-%m-%d"]), help="此日以前的")
@click.option("--reason", required=True, help="理由和依据，记入审计")
def destroy_values(*, before: datetime, reason: str) -> None:
    """按保存期限销毁旧审计记录的字段值；审计链本身不动，销毁了哪些记在链上。"""
    try:
        until, count = retention.destroy_values(before.date(), reason=reason, actor=SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"已销毁第{until}条及以前的字段值{count}个")


@audit_group.command("reseal")
@click.option("--reason", required=True, help="理由，记入审计")
def reseal(*, reason: str) -> None:
    """为没有审计记录的行补作封存（如按维护方案直接改过数据库）；先核验，记入审计。"""
    with seeing(EVERYTHING), unit_of_work() as own:
        count = resealing.reseal(own, because=reason)
    click.echo(f"已封存{count}行" if count else "每一行都与审计记录相符，不须封存")

"""`flask ledger verify|rebuild`: whether stored columns say what follows, and making them say it."""

import json
import sys
from dataclasses import asdict

import click
from flask.cli import AppGroup

from supervision.core.db import unit_of_work
from supervision.core.derived.comparing import checked, rebuild, verify

group = AppGroup("ledger", help="台账与来源")
SHOWN = 200  # differences told one by one at a shell


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def verify_ledger(*, as_json: bool) -> None:
    """把存下的推算结果逐行重算比对；有出入时列出并返回 1。"""
    with unit_of_work(write=False) as own:
        found = verify(own)
    if as_json:
        body = {
            "passed": not found,
            "checked": checked(),
            "differences": [asdict(one) for one in found],
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        click.echo(f"核对{len(checked())}项：{'、'.join(checked())}")
        for one in found[:SHOWN]:
            click.echo(f"  不符：{one}")
        if len(found) > SHOWN:
            click.echo(f"  另有{len(found) - SHOWN}处不符")
        click.echo(
            f"有{len(found)}处不符，可用 flask ledger rebuild 重算" if found else "与来源一致"
        )
    sys.exit(1 if found else 0)


@group.command("rebuild")
def rebuild_ledger() -> None:
    """重新推算全部结果；有变化的记入审计。"""
    with unit_of_work() as own:
        put = rebuild(own)
    click.echo("、".join(f"{label}{count}条" for label, count in put.items()))

"""`flask deadlines compute`: the computation from a shell, as text or JSON."""

import json

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from supervision.core.db import db
from supervision.core.deadlines import Calendar, compute_json, seed_calendar
from supervision.core.duedates.calendars import CalendarVersion, current_calendar
from supervision.core.errors import DomainError

group = AppGroup("deadlines", help="期限计算")


@group.command("compute")
@click.option("--from", "start", required=True, help="起算事项发生日，如 2024-02-05")
@click.option("--term", required=True, help="期限数，如 10")
@click.option("--unit", default="日", show_default=True, help="日、工作日、月")
@click.option("--direction", default="之后", show_default=True, help="之后、之前")
@click.option("--clear", is_flag=True, help="整日：向前倒推时首尾两日都不计入")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出，含逐日推算")
def compute(
    start: str, term: str, unit: str, direction: str, *, clear: bool, as_json: bool
) -> None:
    """计算一个期限的最后一日，并说明理由。"""
    try:
        answer = compute_json(start, term, unit, _calendar(), direction=direction, clear=clear)
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(f"{answer['date']}{'（暂定）' if answer['provisional'] else ''}")
    for sentence in answer["reason"]:
        click.echo(f"  {sentence}")
    for basis in answer["basis"]:
        click.echo(f"  依据：{basis}")


def _calendar() -> Calendar:
    """The calendar in force; before the database is set up, the one it would start with."""
    known = sa.inspect(db.engine).has_table(CalendarVersion.__tablename__)
    return current_calendar() if known else seed_calendar()

"""`flask figures` and `flask report paragraph`: the figures and the paragraph from a shell."""

import json
from collections.abc import Iterator

import click
from flask.cli import AppGroup, with_appcontext

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonObject
from supervision.reports import counting, paragraph, periods, reach, service
from supervision.reports.counting import Counts, Figure
from supervision.reports.periods import Period
from supervision.reports.reach import Reach, Span

_YEAR = click.option("--year", type=click.IntRange(1949, 2099), required=True, help="年度")
_PART = click.option(
    "--part", type=click.Choice(periods.PARTS), default="", help="H1、Q2、M05 …，不填为全年"
)
_BODY = click.option("--body", default="", help="机关名称、简称、行政区划或代字，不填为最上级机关")
_WHOLE = click.option("--all", "whole", is_flag=True, help="含下级机关（全市）")


def _asked(year: int, part: str, body: str, *, whole: bool) -> tuple[Reach, Counts]:
    try:
        chosen = reach.named(body)
        where = reach.reach(chosen.id, span=Span.ALL if whole else Span.OWN)
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    return where, counting.count(Period(year, part), where.body_ids)


@click.command("figures")
@_YEAR
@_PART
@_BODY
@_WHOLE
@click.option("--json", "as_json", is_flag=True, help="以JSON输出，含每项的记录编号")
@with_appcontext
def figures(*, year: int, part: str, body: str, whole: bool, as_json: bool) -> None:
    """打印一个时期的全部指标、单位和口径。"""
    with seeing(EVERYTHING):
        where, counts = _asked(year, part, body, whole=whole)
        rows = list(_rows(counts))
    if as_json:
        click.echo(json.dumps(_document(where, counts, rows), ensure_ascii=False, indent=2))
        return
    click.echo(f"{counts.period.label} {where.title}")
    for row in rows:
        of = f"（{row['action']}）" if row["action"] else ""
        beside = row["beside"]
        note = f"（{beside['name']}{beside['value']}{beside['measure_word']}）" if beside else ""
        click.echo(f"  {row['name']}{of}  {row['value']}{row['measure_word']}{note}")


def _rows(counts: Counts) -> Iterator[JsonObject]:
    for figure in counts.figures():
        ids = counting.record_ids(figure.indicator, counts.period, counts.body_ids, figure.cut)
        yield {
            "key": figure.id,
            "name": figure.name,
            "action": figure.action.title if figure.action else None,
            "value": figure.value,
            "measure_word": figure.measure,
            "rule": figure.indicator.rule,
            "counted_by": figure.indicator.basis,
            "nature": figure.indicator.nature.value,
            "record": figure.indicator.record,
            "record_ids": ids,
            "beside": _beside(figure.beside, counts),
        }


def _beside(figure: Figure | None, counts: Counts) -> JsonObject | None:
    """What stands beside a figure and is not counted in it (尚未认定), with its records."""
    if figure is None:
        return None
    ids = counting.record_ids(figure.indicator, counts.period, counts.body_ids, figure.cut)
    return {
        "key": figure.id,
        "name": figure.name,
        "value": figure.value,
        "measure_word": figure.measure,
        "record_ids": ids,
    }


def _document(where: Reach, counts: Counts, rows: list[dict[str, object]]) -> dict[str, object]:
    return {
        "period": {
            "year": counts.period.year,
            "part": counts.period.part,
            "since": counts.period.since.isoformat(),
            "until": counts.period.until.isoformat(),
        },
        "body": where.body.name,
        "span": where.label,
        "figures": rows,
    }


report_group = AppGroup("report", help="报告段落")


@report_group.command("paragraph")
@_YEAR
@_PART
@_BODY
@_WHOLE
def write_paragraph(*, year: int, part: str, body: str, whole: bool) -> None:
    """打印年度报告段落：改过的照改过的，没有改过的由数字写成。"""
    with seeing(EVERYTHING):
        where, counts = _asked(year, part, body, whole=whole)
        _, template = service.shown_text(where, counts)
        click.echo(paragraph.plain(paragraph.read(template, counts)))

"""`flask documents`: measure a PDF against GB/T 9704-2012, list the papers and their archives."""

import json
import sys
import unicodedata
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from sqlalchemy.orm import joinedload

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.documents.checker import Report, Style, check
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.instruments.models import Instrument

documents_group = AppGroup("documents", help="文书：版面检查与清单")
_HEADINGS = ("规则", "结果", "应为", "实为", "位置")


@documents_group.command("check", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
@click.option(
    "--layout", type=click.Choice([style.value for style in Style]), help="不填则自动识别"
)
@click.option("--single-sided", is_flag=True, help="单面印刷，末面不必为双数页")
def check_file(*, file: Path, as_json: bool, layout: str | None, single_sided: bool) -> None:
    """按 GB/T 9704 逐项测量一个 PDF；有不符时返回 1，不是 PDF 时返回 2。"""
    try:
        style = Style(layout) if layout else None
        report = check(file.read_bytes(), layout=style, duplex=not single_sided)
    except DomainError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(table(report)))
    sys.exit(0 if report.passed else 1)


def table(report: Report) -> list[str]:
    """The report as aligned lines, Chinese counted two columns wide."""
    cells = [_HEADINGS] + [
        (row.rule, row.outcome.label, row.wanted, row.got, row.place) for row in report.rows
    ]
    widths = [min(44, max(_width(row[column]) for row in cells)) for column in range(4)]
    lines = [f"{report.style.label}，共{report.pages}页"]
    for row in cells:
        padded = [
            text + " " * (size - _width(text)) for text, size in zip(row, widths, strict=False)
        ]
        lines.append("  ".join([*padded, row[4]]).rstrip())
    failed = len(report.failures)
    lines.append(f"{failed}条规则不合格" if failed else "全部合格")
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


@documents_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def list_papers(*, as_json: bool) -> None:
    """列出文书：编号、文种、文号、单位、状态、归档 PDF 所在。"""
    with seeing(EVERYTHING), unit_of_work(write=False):
        papers = list(_papers())
    if as_json:
        click.echo(json.dumps(papers, ensure_ascii=False))
        return
    for paper in papers:
        click.echo("\t".join("" if value is None else str(value) for value in paper.values()))


def _papers() -> list[dict[str, object]]:
    statement = (
        sa.select(Instrument, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == Instrument.archive_id)
        .options(joinedload(Instrument.kind), joinedload(Instrument.unit))
        .order_by(Instrument.id)
    )
    return [
        {
            "id": paper.id,
            "kind": paper.kind.name,
            "number": paper.number,
            "unit": paper.unit.name if paper.unit else paper.addressee,
            "status": paper.status.value,
            "path": str(path_of(stored)) if stored else None,
        }
        for paper, stored in session.execute(statement)
    ]

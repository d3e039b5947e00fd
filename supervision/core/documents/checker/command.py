"""`flask documents check`: measures a PDF against GB/T 9704-2012. It needs no store, so no application is made for it."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from supervision.core.documents.checker import Report, Style, check
from supervision.core.errors import DomainError

GROUP = "documents"
_HEADINGS = ("规则", "结果", "应为", "实为", "位置")


@click.command("check")
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


def asked_for(words: Sequence[str]) -> bool:
    """Is this what was typed?"""
    return (GROUP, str(check_file.name)) in pairwise(words)


def alone() -> Flask:
    """An application that knows this command and nothing else: making the whole one takes two seconds."""
    app = Flask("mingdu", static_folder=None)
    group = AppGroup(GROUP)
    group.add_command(check_file)
    app.cli.add_command(group)
    return app

"""Command groups: `flask audit`, and what a person runs from a shell."""

import json
import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from supervision import demo
from supervision.core import audit, search
from supervision.core.db import session, unit_of_work
from supervision.core.derived.commands import group as ledger_group
from supervision.core.duedates.commands import group as deadlines_group
from supervision.core.errors import DomainError
from supervision.core.instance import instance_folder
from supervision.core.jobs.commands import group as jobs_group
from supervision.documents_cli import documents_group
from supervision.operating.account_commands import accounts_group
from supervision.operating.backup_commands import group as backup_group
from supervision.operating.doctor import doctor
from supervision.operating.first_commands import token
from supervision.operating.key_commands import accept_group, keys_group
from supervision.operating.upgrade_commands import rollback, upgrade
from supervision.reports.commands import figures, write_paragraph
from supervision.schedule import JOBS

OPERATORS = (
    backup_group, keys_group, accept_group, accounts_group, upgrade, rollback, doctor, token,
)  # fmt: skip
"""What must run even where the application cannot: `mingdu` knows them by itself."""

audit_group = AppGroup("audit", help="审计链")


@audit_group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def verify_audit(*, as_json: bool) -> None:
    """Recompute the chain; exit 1 when anything was altered."""
    anchor = instance_folder() / "audit_anchor.json"
    verdict = audit.verify(session.connection(), key=current_app.config["AUDIT_KEY"], anchor=anchor)
    if as_json:
        body = {"passed": verdict.passed, "count": verdict.count, "head": verdict.head}
        click.echo(json.dumps({**body, "faults": verdict.faults}, ensure_ascii=False))
    else:
        click.echo(f"审计记录 {verdict.count} 条，链头 {verdict.head[:16]}…")
        for fault in verdict.faults:
            click.echo(f"  异常：{fault}")
        click.echo("核验通过" if verdict.passed else "核验未通过")
    sys.exit(0 if verdict.passed else 1)


demo_group = AppGroup("demo", help="演示案例")


@demo_group.command("load")
def load_demo() -> None:
    """Build the demonstration on an empty database and print its accounts."""
    try:
        lines = demo.load()
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    for line in lines:
        click.echo(line)


report_group = AppGroup("report", help="报告段落")
report_group.add_command(write_paragraph)
for command in (figures, write_paragraph):
    if command.callback is not None:
        command.callback = with_appcontext(command.callback)

search_group = AppGroup("search", help="全文索引")


@search_group.command("rebuild")
def rebuild_search() -> None:
    """Make the whole index anew; one transaction: nobody finds half of it."""
    with unit_of_work() as own:
        made = search.rebuild(own)
    click.echo("、".join(f"{kind} {number}" for kind, number in made.items()))


def register(app: Flask) -> None:
    """Add the command groups to `app`."""
    app.cli.add_command(audit_group)
    app.cli.add_command(deadlines_group)
    app.cli.add_command(ledger_group)
    app.cli.add_command(jobs_group(JOBS))
    app.cli.add_command(demo_group)
    app.cli.add_command(documents_group)
    app.cli.add_command(figures)
    app.cli.add_command(report_group)
    app.cli.add_command(search_group)
    for own in OPERATORS:
        app.cli.add_command(own)

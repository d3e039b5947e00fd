"""Command groups: `flask audit`, and what a person runs from a shell."""

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from supervision import demo
from supervision.auditing.commands import audit_group
from supervision.core import search
from supervision.core.db import unit_of_work
from supervision.core.derived.commands import group as ledger_group
from supervision.core.duedates.commands import group as deadlines_group
from supervision.core.errors import DomainError
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
for command in (figures, write_paragraph, *audit_group.commands.values()):
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

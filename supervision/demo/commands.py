"""`flask demo load`: the demonstration on an empty database, from a shell."""

import click
from flask.cli import AppGroup

from supervision.core.errors import DomainError

group = AppGroup("demo", help="演示案例")


@group.command("load")
def load_demo() -> None:
    """在空库载入演示案例，打印演示账号。"""
    from supervision.demo import loading

    try:
        lines = loading.load()
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    for line in lines:
        click.echo(line)

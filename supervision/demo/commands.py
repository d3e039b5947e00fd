"""`flask demo load`: the demonstration on an empty database, from a shell."""

import click
from flask.cli import AppGroup

from supervision.core.errors import DomainError

group = AppGroup("demo", help="演示案例")


@group.command("load")
def load_demo() -> None:
    """Build the demonstration on an empty database and print its accounts."""
    from supervision import demo  # noqa: PLC0415  (the whole cast and its year: nobody else needs them)

    try:
        lines = demo.load()
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    for line in lines:
        click.echo(line)

"""`flask search rebuild`: the whole index made anew from a shell."""

import click
from flask.cli import AppGroup

from supervision.core import search
from supervision.core.db import unit_of_work

group = AppGroup("search", help="全文索引")


@group.command("rebuild")
def rebuild_search() -> None:
    """重建全文索引；期间照常可用，只能搜到已建好的部分。"""
    with unit_of_work() as own:
        made = search.rebuild(own)
    click.echo("、".join(f"{kind} {number}" for kind, number in made.items()))

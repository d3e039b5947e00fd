"""Flask-Migrate's part of an application, made when it is first asked for: Alembic takes a fifth of a second."""

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from supervision.core import backup
from supervision.core.backup import Reason, dumping
from supervision.core.config import ROOT
from supervision.core.db import db
from supervision.core.errors import DomainError
from supervision.core.startup import refuse_emptied, refuse_lost, refuse_what_is_no_database
from supervision.core.startup.holding import changing
from supervision.core.startup.presence import path_of
from supervision.core.startup.schema import revision_of

if TYPE_CHECKING:
    from flask_migrate import Migrate

NAME = "migrate"  # where Flask-Migrate's commands and functions look for it


@dataclass(frozen=True)
class Migrations:
    """Stands in its place until then, and answers what is asked of it there."""

    app: Flask

    @property
    def migrate(self) -> "Migrate":
        made: Migrate = self._made().migrate
        return made

    @property
    def directory(self) -> str:
        return str(self._made().directory)

    @property
    def configure_args(self) -> dict[str, object]:
        return dict(self._made().configure_args)

    def _made(self) -> Any:
        if self.app.extensions[NAME] is self:
            from flask_migrate import Migrate

            folder = str(ROOT / "supervision" / "migrations")
            Migrate(self.app, db, directory=folder, render_as_batch=True, compare_type=True)
        return self.app.extensions[NAME]


class _Commands(click.Group):
    """`flask db …`: Flask-Migrate's commands, loaded when one is asked for."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        return _theirs().make_context(info_name, args, parent, **extra)


def _theirs() -> click.Group:
    """Flask-Migrate's group, whose commands that change the store keep a copy of it first."""
    from flask_migrate.cli import db as group

    ours: click.Group = copy.copy(group)
    ours.commands = {**group.commands}
    for name in ("upgrade", "downgrade"):
        ours.commands[name] = _after_a_copy(group.commands[name])
    return ours


def _after_a_copy(command: click.Command) -> click.Command:
    inner = command.callback

    @with_appcontext
    def run(**options: Any) -> Any:
        if inner is None or options.get("sql"):  # which only prints
            return inner(**options) if inner else None
        with changing(current_app.config["INSTANCE"]):
            try:
                _keep_a_copy()
            except DomainError as refusal:
                raise SystemExit(f"✗ {refusal.message}") from None
            return inner(**options)

    ours = copy.copy(command)
    ours.callback = run
    return ours


def _keep_a_copy() -> None:
    """A backup of what is about to be migrated; of an empty place there is nothing to keep."""
    site = backup.here()
    refuse_lost(site.instance, site.url)
    refuse_what_is_no_database(site.url)
    path = path_of(site.url)
    if path is not None and not path.exists():
        return
    with dumping.open_store(site.url) as connection:
        refuse_emptied(site.instance, connection)
        present = revision_of(connection)
    if present is not None:
        made = backup.create(site, reason=Reason.UPGRADE)
        click.echo(f"已备份：{made.path}")


def init(app: Flask) -> None:
    """Let `flask db …` and flask_migrate.upgrade() work on `app`."""
    app.extensions[NAME] = Migrations(app)
    app.cli.add_command(_Commands("db", help="数据库迁移（平时用 mingdu upgrade）"))

"""Flask-Migrate's part of an application, made when it is first asked for: Alembic takes a fifth of a second."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from flask import Flask

from supervision.core.config import ROOT
from supervision.core.db import db

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
    from flask_migrate.cli import db as group

    commands: click.Group = group
    return commands


def init(app: Flask) -> None:
    """Let `flask db …` and flask_migrate.upgrade() work on `app`."""
    app.extensions[NAME] = Migrations(app)
    app.cli.add_command(_Commands("db", help="数据库迁移（平时用 mingdu upgrade）"))

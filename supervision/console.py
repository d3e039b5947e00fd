"""`mingdu`: every command of the system, the operator's own first, with Chinese help."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup

from supervision import create_app
from supervision.core import startup
from supervision.core.db import db
from supervision.core.documents.checker.command import alone, asked_for
from supervision.core.outages import TROUBLE, Outage, kind_of
from supervision.core.version import VERSION
from supervision.operating.commands import OPERATORS
from supervision.operating.running import SETTLED, wrong_place

_WORDS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
    ("Show this message and exit.", "显示此帮助。"),
    ("[required]", "（必填）"),
    ("Perform database migrations.", "数据库迁移（一般用 upgrade 即可）"),
    ("Error: ", "✗ "),
    ("No such command", "没有这个命令："),
    ("No such option:", "没有这个选项："),
    ("Missing argument", "缺少参数"),
    ("Missing option", "缺少选项"),
)


def in_chinese(text: str) -> str:
    """Click's own few words, which it knows in English alone."""
    for english, chinese in _WORDS:
        text = text.replace(english, chinese)
    return text


class ChineseContext(click.Context):
    """A context whose help is in Chinese."""

    def get_help(self) -> str:
        return in_chinese(super().get_help())


def _speaking_chinese(command: click.Command | None) -> click.Command | None:
    """The command, and those within it, with their help in Chinese."""
    if command is not None:
        command.context_class = ChineseContext
        for inner in getattr(command, "commands", {}).values():
            _speaking_chinese(inner)
    return command


class Mingdu(FlaskGroup):
    """The command groups of the application, and before them those that must run without it."""

    context_class = ChineseContext

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return _speaking_chinese(super().get_command(context, name))

    def main(self, *arguments: object, **options: object) -> Any:
        try:
            return super().main(*arguments, **options, standalone_mode=False)  # type: ignore[call-overload]
        except click.Abort:
            raise SystemExit("已取消") from None
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(in_chinese(asked.format_message()))
            raise SystemExit(2) from None
        except click.ClickException as refusal:
            raise SystemExit(f"✗ {in_chinese(refusal.format_message())}") from None
        except TROUBLE as fault:
            if wrong := wrong_place(fault):
                raise SystemExit(f"✗ {wrong}") from None
            outage = kind_of(fault)
            if outage is None:
                raise
            told = f"✗ {outage.value.cause}。{outage.value.advice}"
            words = str(getattr(fault, "orig", "")).strip().partition("\n")[0]
            raise SystemExit(f"{told}（{words}）" if outage is Outage.LOST else told) from None


def main(words: Sequence[str] | None = None) -> None:
    """Run what was typed, or `words`; no connection to the store outlives the command."""
    typed = sys.argv[1:] if words is None else words
    if asked_for(typed):
        _group(alone).main(args=words, prog_name="mingdu")
        return
    made: list[Flask] = []

    def create() -> Flask:
        made.append(create_app())
        made[-1].extensions[SETTLED] = startup.settle(made[-1])
        return made[-1]

    try:
        _group(create).main(args=words, prog_name="mingdu")
    finally:
        for app in made:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _group(create: Callable[[], Flask]) -> Mingdu:
    group = Mingdu(
        name="mingdu",
        help=f"明督 {VERSION} · 运行维护命令",
        create_app=create,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        set_debug_flag=False,
    )
    group.params.clear()  # --app, --debug and --env-file are Flask's own, and no operator's matter
    for command in OPERATORS:
        group.add_command(command)
    return group

"""`mingdu token`: the one-time password that opens the first visit of an empty installation."""

import click

from supervision.accounts import first_run
from supervision.core import startup
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError
from supervision.core.instance import instance_folder
from supervision.operating.running import application, refusing


@click.command("token")
@refusing
def token() -> None:
    """打印首次使用的初始化口令，用来建立第一位安全管理员。"""
    app = application()
    startup.check(app)
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        if not first_run.is_empty():
            raise DomainError("已经有账号，不再需要初始化口令；忘记口令请由安全管理员重置")
        click.echo(f"初始化口令 {first_run.issue_token(instance_folder())}")
        click.echo("用浏览器打开系统的 /accounts/first，凭它建立第一位安全管理员。")

"""`mingdu upgrade` and `mingdu rollback`."""

import click

from supervision.core import backup, clock
from supervision.core.startup.holding import changing
from supervision.core.startup.schema import refuse_half_restored
from supervision.operating import upgrading
from supervision.operating.running import application, refusing


@click.command("upgrade")
@refusing
def upgrade() -> None:
    """升级数据库：检查、备份、迁移、自检；中断后再做一次即可。"""
    app = application()
    with changing(app.config["INSTANCE"]), app.app_context():
        refuse_half_restored(app.config["INSTANCE"])
        upgrading.upgrade(app, click.echo)


@click.command("rollback")
@click.option("--yes", is_flag=True, help="不再询问")
@refusing
def rollback(*, yes: bool) -> None:
    """退回最近一次升级前的数据库（现有数据先另存一份备份）。"""
    app = application()
    with changing(app.config["INSTANCE"]), app.app_context():
        site = backup.here()
        refuse_half_restored(site.instance)
        found = upgrading.saved_before(site)
        at = clock.local(found.manifest.moment).strftime("%Y-%m-%d %H:%M")
        if not yes:
            click.confirm(f"退回到 {at}，此后录入的内容不再在库中。继续？", abort=True)
        upgrading.roll_back(site, found, click.echo)

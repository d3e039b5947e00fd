"""`mingdu keys export|import`, `mingdu accept clock|anchor`: what only the operator may vouch for."""

import json
from pathlib import Path

import click

from supervision.core import clock, config, installation, startup
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import AuditHead
from supervision.core.backup import here, wrapping
from supervision.core.db import unit_of_work
from supervision.core.startup.holding import changing
from supervision.operating import key_rotation
from supervision.operating.health import KEYS_EXPORTED
from supervision.operating.restoring import passphrase
from supervision.operating.running import SETTLED, application, note, refusing

keys_group = click.Group("keys", help="密钥的导出、导入和更换")
accept_group = click.Group("accept", help="说明理由后放行：时钟、旧数据库")
_PASSPHRASE = click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help="口令所在的文件（不给则在屏幕上问）"
)
_REASON = click.option("--reason", required=True, help="理由，记入审计")


@keys_group.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--kept-at", required=True, help="保管在何处，如“机要室保险柜”；健康页面上显示")
@_PASSPHRASE
@refusing
def export(*, target: Path, kept_at: str, passphrase_file: Path | None) -> None:
    """把密钥用口令封装导出到一个文件，另行保管；没有它，备份不能在别处恢复。"""
    with application().app_context():
        site = here()
        wrapping.refuse_place(target, beside=(site.instance, site.backups, site.keys_folder))
        wrapping.export(site.instance, target, passphrase(passphrase_file, again=True))
        told = json.dumps([clock.today().isoformat(), kept_at[:100]], ensure_ascii=False)
        with seeing(EVERYTHING), unit_of_work() as own:
            installation.put(own, KEYS_EXPORTED, told)
        note("keys.export", f"导出密钥，保管于{kept_at[:100]}")
    click.echo(f"已导出：{target}。请连同口令分开保管，不要与备份放在一起。")


@keys_group.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@_PASSPHRASE
@refusing
def import_keys(*, source: Path, passphrase_file: Path | None) -> None:
    """把导出的密钥放回数据目录（只补缺失或残缺的，不替换别的密钥）。"""
    instance = config.data_folder()
    held = wrapping.unwrap(source, passphrase(passphrase_file))
    with changing(instance):
        written = wrapping.put(held, instance)
    click.echo(f"已放回：{'、'.join(written)}" if written else "密钥都在，没有改动")


@keys_group.command("rotate")
@click.argument("name", type=click.Choice(key_rotation.NAMES))
@_REASON
@refusing
def rotate(*, name: str, reason: str) -> None:
    """换一把新密钥（先停服务）：audit_key 的旧密钥留作核验旧记录；secret_key 换后各人须重新登录；identity_key 所封存的用新密钥重新封存。"""
    app = application()
    startup.check(app)
    with app.app_context():
        site = here()
        with changing(site.instance):
            if name not in app.extensions.get(SETTLED, ()):  # else it was only to be finished
                key_rotation.rotate(site, name, reason=reason)
    click.echo(
        "已更换。请立即做一次备份，并重新导出密钥（mingdu keys export）另行保管；"
        "以前的备份要用以前导出的密钥恢复，那个密钥文件一并保留。"
    )


@accept_group.command("clock")
@_REASON
@refusing
def accept_clock(*, reason: str) -> None:
    """审计记录里有比现在晚的时间，是当时的时钟错了：写明理由后允许启动。"""
    with application().app_context():
        with seeing(EVERYTHING), unit_of_work() as own:
            count = own.get_one(AuditHead, 1).count
            installation.put(own, installation.CLOCK_ACCEPTED, str(count))
        note("clock.accept", f"说明审计记录第{count}条及以前的时间有误", reason=reason)
    click.echo(f"已记入审计：第{count}条及以前的时间不再与时钟比较。")


@accept_group.command("anchor")
@_REASON
@refusing
def accept_anchor(*, reason: str) -> None:
    """确要使用比审计锚定旧的数据库：写明理由后以它为准。"""
    app = application()
    anchor = app.config["INSTANCE"] / config.ANCHOR
    with app.app_context():
        was = anchor.read_text("ascii", errors="replace")[:200] if anchor.exists() else "无"
        note("anchor.accept", f"以现有数据库为准；原库外锚定：{was}", reason=reason)
    click.echo("已记入审计，库外锚定已按现有数据库重写。")

"""`mingdu backup create|verify|restore|drill|list`."""

import sys
from pathlib import Path

import click

from supervision.core import backup, clock, config
from supervision.core.backup import Archive, Pool, Reason, Site
from supervision.core.errors import DomainError
from supervision.core.startup.holding import changing
from supervision.operating import restoring
from supervision.operating.running import application, note, refusing

group = click.Group("backup", help="备份、核验、恢复、演练")
_ARCHIVE = click.argument("archive", type=click.Path(path_type=Path), required=False)


def _pool_of(found: Archive) -> Pool:
    """The contents beside an archive; a whole one needs none."""
    return Pool(found.path.parent / "pool")


def _chosen(archive: Path | None, folder: Path) -> Archive:
    """The archive named, in the folder of backups unless a path is given; else the newest."""
    if archive is not None:
        inside = folder / archive.name
        return backup.open_archive(archive if archive.exists() or not inside.exists() else inside)
    found = backup.archives(folder)
    if not found:
        raise DomainError(f"{folder} 里没有备份，请先运行 mingdu backup create")
    return found[0]


def _site() -> Site:
    with application().app_context():
        return backup.here()


@group.command("create")
@click.option("--whole", is_flag=True, help="自含：所有文件都装进这一个备份，便于另存异地")
@click.option("--to", type=click.Path(path_type=Path), help="另存到此目录或 .mingdu 文件")
@refusing
def create(*, whole: bool, to: Path | None) -> None:
    """立即备份（不必停机）。"""
    with application().app_context():
        site = backup.here()
        made = backup.create(site, reason=Reason.MANUAL, whole=whole or to is not None, to=to)
        note("backup.create", f"备份 {made.path.name}（审计{made.manifest.events}条）")
    size = made.path.stat().st_size / 1024**2
    click.echo(f"已备份：{made.path}（{size:.1f} MB，新增文件{made.copied}个）")
    for fault in made.faults:
        click.echo(f"  注意：文件 {fault[:12]} 缺失或损坏，没有备份到")
    sys.exit(1 if made.faults else 0)


@group.command("list")
@refusing
def list_archives() -> None:
    """列出已有的备份。"""
    site = _site()
    for one in backup.archives(site.backups):
        manifest = one.manifest
        at = clock.local(manifest.moment).strftime("%Y-%m-%d %H:%M")
        faults = f"，缺{len(manifest.faults)}个文件" if manifest.faults else ""
        click.echo(
            f"{one.path.name}  {at}  {Reason(manifest.reason).label}  "
            f"审计{manifest.events}条，文件{manifest.files}个{faults}"
        )
    last = backup.last_drill(site.backups)
    if last is not None:
        at = clock.local(last.moment).strftime("%Y-%m-%d %H:%M")
        click.echo(f"最近一次演练：{at} {'通过' if last.passed else '未通过'}（{last.archive}）")


@group.command("verify")
@_ARCHIVE
@refusing
def verify(*, archive: Path | None) -> None:
    """核验一份备份（不指定则核验最近一份）：每个字节的校验值、数据库、行数。"""
    site = _site()
    found = _chosen(archive, site.backups)
    faults = backup.verify(found, _pool_of(found), site.keys)
    for fault in faults:
        click.echo(f"  异常：{fault}")
    click.echo(f"{found.path.name}：{'核验未通过' if faults else '核验通过'}")
    sys.exit(1 if faults else 0)


@group.command("drill")
@_ARCHIVE
@refusing
def drill(*, archive: Path | None) -> None:
    """演练：把备份恢复到临时的地方，核验文件、审计链和行数，打印通过或未通过。"""
    site = _site()
    found = _chosen(archive, site.backups)
    outcome = backup.drill(found, site, _pool_of(found))
    for line in outcome.said:
        click.echo(f"  {line}")
    click.echo(f"{found.path.name}：{'演练通过' if outcome.passed else '演练未通过'}")
    sys.exit(0 if outcome.passed else 1)


@group.command("restore")
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--keys", "key_file", type=click.Path(path_type=Path), help="导出的密钥文件")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="口令所在的文件")
@refusing
def restore(*, archive: Path, key_file: Path | None, passphrase_file: Path | None) -> None:
    """恢复到空的数据目录（SUPERVISION_INSTANCE）；已有数据的目录一律不动。"""
    instance = config.data_folder()
    found = _chosen(archive, config.backup_folder(instance))
    with changing(instance):
        missing = restoring.restore(found, instance, _pool_of(found), key_file, passphrase_file)
        restoring.take_over(app := application(), found)
    with app.app_context():
        other = restoring.settings_of_then(found)
    for line in missing:
        click.echo(f"  注意：{line}")
    manifest = found.manifest
    at = clock.local(manifest.moment).strftime("%Y-%m-%d %H:%M")
    click.echo(
        f"已恢复到 {instance}：{at} 的数据，审计{manifest.events}条，"
        f"文件{manifest.files}个，校验值、审计链、行数均已核对"
    )
    if other:
        click.echo(f"备份时的这些设置与现在不同，仍需要的写回 /etc/mingdu.env：{' '.join(other)}")

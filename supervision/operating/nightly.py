"""The jobs of the night: a backup with rotation, and once a week the drill that proves it."""

from supervision.core import backup
from supervision.core.backup import Pool, Reason
from supervision.core.errors import DomainError


def back_up() -> str:
    """Make tonight's backup and let go of what the calendar no longer keeps."""
    site = backup.here()
    made = backup.create(site, reason=Reason.NIGHTLY)
    gone = backup.rotate(site.backups)
    said = f"{made.path.name}，新增文件{made.copied}个，清理旧备份{gone}份"
    return f"{said}，{len(made.faults)}个文件缺失或损坏" if made.faults else said


def drill() -> str:
    """Restore the newest backup elsewhere; a failure fails the job, so that somebody is told."""
    site = backup.here()
    found = backup.archives(site.backups)
    if not found:
        return "还没有备份，无从演练"  # a new installation; 系统状态 says that a backup is missing
    outcome = backup.drill(found[0], site, Pool(site.backups / "pool"))
    if not outcome.passed:
        raise DomainError(f"演练未通过（{outcome.archive}）：{'；'.join(outcome.said)}")
    return f"演练通过（{outcome.archive}）"

"""The night's look at the ledger: what does not say what follows alarms the administrators."""

from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.core.derived import verify
from supervision.core.portions import look
from supervision.reminders.inbox import announce, holders_of
from supervision.reminders.models import NoticeKind


def compare() -> str:
    """Compare every stored derivation with its recomputation; once a day whoever can mend it is told."""
    found = look(lambda: verify(session()))  # type: ignore[operator]
    if not found:
        return "与来源一致"
    tables = sorted({one.label for one in found})
    announce(
        [user.id for user in holders_of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)],
        kind=NoticeKind.ALARM,
        step="ledger",
        title=f"台账有{len(found)}处与来源不符",
        text=f"{'、'.join(tables)}。请在服务器上运行 flask ledger verify 查看，flask ledger rebuild 重算。",
    )
    return f"{len(found)}处与来源不符，已提醒管理员"

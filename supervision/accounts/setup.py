"""Setting up: until a second administrator has signed in, the 安全管理员 acts alone, marked 初始化."""

import sqlalchemy as sa

from supervision.accounts.models import UserRole, UserSession
from supervision.core.access.policy import ADMIN_ROLES, Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.settings import Setting, row_of

OVER = "setup_over"  # kept among the settings: on the trail, sealed, and it never comes back


def alone(actor: Principal) -> bool:
    """Whether this person sets the installation up, so that nobody could confirm."""
    return actor.can(Permission.ACCOUNT_MANAGE) and not _is_over()


def alone_for_good(actor: Principal) -> bool:
    """The same where an act begins: from the first act after it, the end of the setting up is kept."""
    if row_of(OVER) is None and _is_over():
        row = Setting(key=OVER, value={"value": True}, created_by_id=actor.user_id)
        session.add(row)
        session.flush()
        record(row, action="setup.ended", label="第二名管理员已登录，初始化结束")
    return alone(actor)


def _is_over() -> bool:
    if row_of(OVER) is not None:
        return True
    administrator = sa.exists().where(
        UserRole.user_id == UserSession.user_id, UserRole.role.in_(ADMIN_ROLES)
    )
    seen = sa.select(UserSession.user_id).where(administrator).distinct().limit(2)
    return len(session.scalars(seen).all()) > 1

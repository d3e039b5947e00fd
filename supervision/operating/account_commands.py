"""`mingdu accounts recover`: the way back in for an administrator, from the server's own shell."""

import click
import sqlalchemy as sa

from supervision.accounts import passwords, sessions, signin
from supervision.accounts.models import User, UserRole
from supervision.core import audit, clock, startup
from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError
from supervision.operating.running import application, refusing

accounts_group = click.Group("accounts", help="账号：管理员忘记口令时恢复登录")


@accounts_group.command("recover")
@click.argument("username", required=False)
@click.option("--reason", required=True, help="理由，记入审计")
@refusing
def recover(*, username: str | None, reason: str) -> None:
    """管理员忘记口令：换一个一次性口令，只显示这一次，登录后须立即修改。"""
    app = application()
    startup.check(app)
    word = passwords.generate()
    with app.app_context(), seeing(EVERYTHING):
        hashed = passwords.hash_password(word)
        with unit_of_work():
            user = _administrator(username)
            label = f"从服务器恢复登录{'（并重新启用）' if not user.active else ''}"
            user.active, user.must_change_password = True, True
            user.password_hash, user.password_set_at = hashed, clock.now()
            audit.record(user, action="account.recover", label=label, reason=reason, actor=SYSTEM)
            sessions.end_all(user.id)
            signin.forget_failures(user.username)
            name = user.username
    click.echo(f"账号 {name} 的一次性口令：{word}")
    click.echo("只显示这一次；此前的登录已全部退出，登录后须立即改口令。此事已记入审计。")


def _administrator(username: str | None) -> User:
    """The administrator of that name; DomainError with the names there are, where it is none."""
    found = {user.username: user for user in _administrators()}
    if username is not None and username in found:
        return found[username]
    lines = [f"{user.username}（{_roles(user)}）" for user in found.values()]
    names = "、".join(lines) or "没有，请用 mingdu token 建立第一位安全管理员"
    said = f"没有名为 {username} 的管理员账号" if username else "请写明账号"
    raise DomainError(f"{said}。管理员账号有：{names}；其他人的口令由安全管理员重置")


def _administrators() -> list[User]:
    held = sa.select(UserRole.user_id).where(UserRole.role.in_(ADMIN_ROLES))
    return list(session.scalars(sa.select(User).where(User.id.in_(held)).order_by(User.id)))


def _roles(user: User) -> str:
    held = [row.role.label for row in user.role_rows if row.role in ADMIN_ROLES]
    return "、".join(held) + ("" if user.active else "，已停用")

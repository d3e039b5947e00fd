"""`mingdu accounts recover`: the way back in from the server's own shell: a password, or a lost second factor."""

import click
import sqlalchemy as sa

from supervision.accounts import braking, factors, password_history, passwords, sessions
from supervision.accounts.models import SecondFactor, User, UserRole
from supervision.core import audit, startup
from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.errors import DomainError
from supervision.operating.running import application, refusing

accounts_group = click.Group("accounts", help="账号：忘记口令、丢失两因子认证时恢复登录")


@accounts_group.command("recover")
@click.argument("username", required=False)
@click.option("--reason", required=True, help="理由，记入审计")
@click.option(
    "--factor",
    is_flag=True,
    help="手机丢失、时钟不准：取消两因子认证，口令不变；任何人的账号都可以",
)
@refusing
def recover(*, username: str | None, reason: str, factor: bool) -> None:
    """管理员忘记口令：换一个一次性口令，只显示这一次；加 --factor 改为取消两因子认证。"""
    app = application()
    startup.check(app)
    with app.app_context(), seeing(EVERYTHING):
        said = _without_factor(username, reason) if factor else _one_time(username, reason)
    for line in said:
        click.echo(line)


def _one_time(username: str | None, reason: str) -> list[str]:
    word = passwords.generate()
    hashed = passwords.hash_password(word)
    with unit_of_work():
        user = _administrator(username)
        label = f"从服务器恢复登录{'（并重新启用）' if not user.active else ''}"
        user.active = True
        password_history.replace(user, hashed, one_time=True)
        audit.record(user, action="account.recover", label=label, reason=reason, actor=SYSTEM)
        sessions.end_all(user.id)
        braking.forgive(user.username)
        said = [
            f"账号 {user.username} 的一次性口令：{word}",
            "只显示这一次；此前的登录已全部退出，登录后须立即改口令。此事已记入审计。",
        ]
        if factors.held_by(user.id) is not None:
            said.append(
                "该账号启用了两因子认证，仍须验证码或恢复码；都没有的，另执行一次并加 --factor"
            )
    return said


def _without_factor(username: str | None, reason: str) -> list[str]:
    """Anybody's: a phone is lost by whoever has one, and no administrator in the browser may do it alone."""
    with unit_of_work():
        user = session.scalar(sa.select(User).where(User.username == (username or "").lower()))
        if user is None or factors.held_by(user.id) is None:
            held = sa.select(User.username).join(SecondFactor, SecondFactor.user_id == User.id)
            names = "、".join(session.scalars(held.order_by(User.username))) or "没有"
            said = f"账号 {username} 没有启用两因子认证" if username else "请写明账号"
            raise DomainError(f"{said}。启用了的账号：{names}")
        label = "从服务器取消两因子认证"
        factors.remove(user, label=label, reason=reason, actor=SYSTEM)
        sessions.end_all(user.id)
        braking.forgive(user.username)
        name = user.username
    return [
        f"账号 {name} 的两因子认证已取消，口令不变；此前的登录已全部退出。请本人登录后重新启用。",
        "此事已记入审计。验证码总是不对的，请先用 date 核对服务器时间。",
    ]


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

"""Signing in: the brake before the hash, one answer for every failure, each of them on the trail."""

from datetime import timedelta

import sqlalchemy as sa

from supervision.accounts import braking, passwords
from supervision.accounts.devices import Device
from supervision.accounts.models import User
from supervision.core import audit, clock
from supervision.core.db import read_phase, session
from supervision.core.errors import DomainError

WRONG = "用户名或口令不对"
STALE = "一次性口令已超过7天，不能再用，请联系安全管理员重新生成"
ONE_TIME_LIFE = timedelta(days=7)


def authenticate(username: str, password: str, *, device: Device, address: str) -> int:
    """The user's id, or DomainError."""
    name = username.strip().lower()[:40]
    try:
        braking.attempt(name, device=device, address=address)
    except braking.TooManyAttempts as refusal:
        if refusal.begins:
            tell("account.held_up", "登录被暂缓", name, known=refusal.known)
        raise
    with read_phase():
        row = session.execute(
            sa.select(
                User.id,
                User.password_hash,
                User.active,
                User.must_change_password,
                User.password_set_at,
            ).where(User.username == name)
        ).one_or_none()
    usable = row is not None and row.active
    right = passwords.matches(row.password_hash if row and usable else None, password)
    if right and row is not None:
        if row.must_change_password and row.password_set_at + ONE_TIME_LIFE < clock.now():
            tell("account.refused", "登录失败（一次性口令已过期）", name, known=True)
            raise DomainError(STALE)
        return int(row.id)
    stopped = row is not None and not row.active
    label = "登录失败（账号已停用）" if stopped else "登录失败"
    tell("account.refused", label, name, known=row is not None)
    raise DomainError(WRONG)


def tell(action: str, label: str, name: str, *, known: bool) -> None:
    """What was typed is told only where it is a user name: it may be a password in the wrong place."""
    who = f"用户名{name}" if known else "没有这样的用户名"
    audit.happened(action, f"{label}：{who}")

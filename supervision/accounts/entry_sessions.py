"""Coming in, once everything that was asked is right: the session, the device, the line on the trail."""

from flask import request

from supervision.accounts import braking, device_sessions, sessions
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core.audit import record
from supervision.core.db import session


def enter(user_id: int, *, failed: int, by: str) -> None:
    """Sign in whoever this is; what `failed` before stays on the trail but no longer counts."""
    address, device = request.remote_addr or "", device_sessions.present()
    sessions.begin(user_id)
    user = session.get_one(User, user_id)
    braking.forgive(user.username, machine=device.machine(address))
    device_sessions.remember(user_id)
    told = f"登录（此前失败{failed}次）" if failed > 0 else "登录"
    label = f"{told}，{by}" if by else told
    record(user, action="account.sign_in", label=label, actor=principal_of(user))

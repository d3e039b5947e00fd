"""Values of settings: how people read them, and which may not be."""

from supervision.accounts.service import joint_admins
from supervision.core.errors import DomainError

Value = bool | int | str


def in_words(value: Value) -> str:
    """A setting's value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) or "（空）"


def check(key: str, *, value: Value) -> None:
    """DomainError where the setting may not have this value now."""
    if key != "join_admins" or value:
        return
    names = "、".join(user.name for user in joint_admins())
    if names:
        message = f"{names}正兼任系统管理员和安全管理员，请先由安全管理员调整其角色"
        raise DomainError(message, field="join_admins")

"""Business verbs on accounts: create, change roles, switch off, reset and change passwords."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts import passwords
from supervision.accounts.models import User, UserRole
from supervision.agencies.models import Body, Unit
from supervision.agencies.service import initials
from supervision.core import audit, clock, settings
from supervision.core.access.policy import (
    BUREAU_ROLES,
    UNIT_ROLES,
    Permission,
    Role,
    separation_breach,
)
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.facts import Facts


@dataclass(frozen=True)
class UserFacts(Facts[User]):
    """What is recorded of a person with an account."""

    username: str
    name: str
    roles: frozenset[Role]
    body: Body | None = None
    unit: Unit | None = None
    post: str = ""
    certificate_no: str = ""
    telephone: str = ""
    email: str = ""


def create(
    facts: UserFacts, *, password_hash: str, actor: Principal, must_change: bool = True
) -> User:
    """Open an account; the password is hashed by the caller, outside the write transaction."""
    actor.require(Permission.ACCOUNT_MANAGE)
    return _create(
        facts, password_hash=password_hash, must_change=must_change, actor_id=actor.user_id
    )


def create_first(facts: UserFacts, *, password_hash: str) -> User:
    """The first 安全管理员 of an empty installation, who creates the others."""
    if session.scalar(sa.select(User.id).limit(1)) is not None:
        message = "系统已有账号，初始化入口已关闭"
        raise DomainError(message)
    return _create(facts, password_hash=password_hash, must_change=False, actor_id=None)


def seed(facts: UserFacts, *, password_hash: str) -> User:
    """An account of the demonstration case, made by the system itself."""
    return _create(facts, password_hash=password_hash, must_change=False, actor_id=None)


def _create(
    facts: UserFacts, *, password_hash: str, must_change: bool, actor_id: int | None
) -> User:
    username = facts.username.strip().lower()
    if session.scalar(sa.select(User.id).where(User.username == username)) is not None:
        message = f"用户名“{username}”已被使用"
        raise DomainError(message, field="username")
    user = User(
        username=username,
        password_hash=password_hash,
        password_set_at=clock.now(),
        must_change_password=must_change,
        created_by_id=actor_id,
    )
    _apply(user, facts)
    session.add(user)
    session.flush()
    return user


def amend(user: User, facts: UserFacts, *, active: bool, actor: Principal) -> None:
    """Change a person's particulars, roles and whether the account is in use."""
    actor.require(Permission.ACCOUNT_MANAGE)
    if user.id == actor.user_id and (not active or facts.roles != user.roles):
        message = "不能修改自己的角色或停用自己的账号，请由另一名安全管理员办理"
        raise DomainError(message)
    _apply(user, facts)
    user.active = active
    session.flush()


def _apply(user: User, facts: UserFacts) -> None:
    _check_roles(facts)
    facts.into(
        user,
        username=user.username,
        initials=initials(facts.name),
        body_id=facts.body.id if facts.body else None,
        unit_id=facts.unit.id if facts.unit else None,
    )
    kept = [row for row in user.role_rows if row.role in facts.roles]
    added = facts.roles - {row.role for row in kept}
    user.role_rows = kept + [UserRole(role=role) for role in Role if role in added]


def _check_roles(facts: UserFacts) -> None:
    if not facts.roles:
        message = "请至少选择一个角色"
        raise DomainError(message, field="roles")
    breach = separation_breach(facts.roles, join_admins=settings.get("join_admins"))
    if breach:
        raise DomainError(breach, field="roles")
    if facts.roles & (BUREAU_ROLES | {Role.OBSERVER}) and facts.body is None:
        message = "此角色须指定所属监督机构"
        raise DomainError(message, field="body_id")
    if facts.roles & UNIT_ROLES and facts.unit is None:
        message = "联络员、单位负责人须指定所属单位"
        raise DomainError(message, field="unit_id")


def reset_password(user: User, *, password_hash: str, actor: Principal) -> None:
    """Give a new one-time password; it must be changed at the next sign-in."""
    actor.require(Permission.ACCOUNT_MANAGE)
    user.password_hash = password_hash
    user.password_set_at = clock.now()
    user.must_change_password = True
    audit.record(user, action="account.reset", label="重置口令", actor=actor)
    session.flush()


def change_password(user: User, *, password_hash: str, actor: Principal) -> None:
    """The person sets a new password of their own."""
    user.password_hash = password_hash
    user.password_set_at = clock.now()
    user.must_change_password = False
    audit.record(user, action="account.password", label="修改口令", actor=actor)
    session.flush()


def check_new_password(user: User, *, old: str, new: str) -> None:
    """The old one must match and the new one be strong and different; hashes, so call it in a read phase."""
    if not passwords.matches(user.password_hash, old):
        message = "原口令不对"
        raise DomainError(message, field="old_password")
    if old == new:
        message = "新口令不得与原口令相同"
        raise DomainError(message, field="new_password")
    passwords.check_strength(new, username=user.username)


def people_of(body_id: int | None, role: Role) -> list[User]:
    """Active people of a body who hold `role`: for choosing a colleague."""
    statement = (
        sa.select(User)
        .join(UserRole)
        .where(User.body_id == body_id, User.active, UserRole.role == role)
        .order_by(User.initials, User.id)
    )
    return list(session.scalars(statement).unique())


def has_liaison(unit_id: int) -> bool:
    """Whether an active 联络员 signs in for a unit; without one it gets and answers papers on paper."""
    statement = sa.select(User.id).join(UserRole)
    own = (User.unit_id == unit_id, User.active, UserRole.role == Role.LIAISON)
    return session.scalar(statement.where(*own).limit(1)) is not None


def roles_of(user_ids: Iterable[int]) -> dict[int, list[Role]]:
    """Roles of many people in one query, each in the order of the policy."""
    found: dict[int, list[Role]] = {}
    statement = sa.select(UserRole).where(UserRole.user_id.in_(list(user_ids)))
    for row in session.scalars(statement):
        found.setdefault(row.user_id, []).append(row.role)
    return {user_id: sorted(roles, key=list(Role).index) for user_id, roles in found.items()}


def joint_admins() -> list[User]:
    """Active people who are both 系统管理员 and 安全管理员 (see the setting `join_admins`)."""
    both = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    statement = (
        sa.select(User)
        .join(UserRole)
        .where(User.active, UserRole.role.in_(both))
        .group_by(User.id)
        .having(sa.func.count(UserRole.id) == len(both))
    )
    return list(session.scalars(statement))


def colleagues(body_id: int | None) -> list[User]:
    """Active people of a body who hold any of the bureau's roles."""
    statement = sa.select(User).where(
        User.body_id == body_id, User.active, User.role_rows.any(UserRole.role.in_(BUREAU_ROLES))
    )
    return list(session.scalars(statement.order_by(User.initials, User.id)))


def usernames(user_ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """The account of each of these people, and whether another account bears the same name."""
    other = aliased(User)
    twice = sa.exists().where(other.name == User.name, other.id != User.id)
    found = session.execute(sa.select(User.id, User.username, twice).where(User.id.in_(user_ids)))
    return {user_id: (username, shared) for user_id, username, shared in found}


def account_id(username: str) -> int:
    """Whose account this is; 0 where there is none."""
    found = session.scalar(sa.select(User.id).where(User.username == username.lower()))
    return found or 0

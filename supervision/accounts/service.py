"""Business verbs on accounts: create, change roles, switch off, reset and change passwords."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts import password_history, passwords
from supervision.accounts.models import User, UserRole
from supervision.agencies.models import Body, Unit
from supervision.agencies.service import initials
from supervision.core import audit, clock, settings
from supervision.core.access.policy import (
    ADMIN_ROLES,
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
from supervision.core.json_values import JsonObject
from supervision.core.waiting import one_by_one

USERNAME = re.compile(r"[A-Za-z0-9._-]+")  # plain characters only: people type it on any keyboard


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


@dataclass(frozen=True)
class Rights:
    """What an account may: its roles, and in which body or unit."""

    roles: frozenset[Role]
    body: Body | None = None
    unit: Unit | None = None

    @classmethod
    def of(cls, user: User) -> "Rights":
        """Those in force."""
        return cls(user.roles, user.body, user.unit)

    @classmethod
    def stored_in(cls, payload: JsonObject) -> "Rights":
        """Those that were asked for."""
        body_id, unit_id = payload["body_id"], payload["unit_id"]
        return cls(
            frozenset(Role(one) for one in payload["roles"]),
            session.get_one(Body, body_id) if body_id else None,
            session.get_one(Unit, unit_id) if unit_id else None,
        )

    def stored(self) -> dict[str, object]:
        """As a proposal keeps them."""
        return {
            "roles": sorted(self.roles),
            "body_id": self.body.id if self.body else None,
            "unit_id": self.unit.id if self.unit else None,
        }

    @property
    def labels(self) -> str:
        return "、".join(role.label for role in Role if role in self.roles)

    @property
    def place(self) -> str:
        return self.unit.name if self.unit else self.body.name if self.body else ""


@dataclass(frozen=True)
class Particulars(Facts[User]):
    """Who a person is and how to be reached; no rights."""

    name: str
    post: str = ""
    certificate_no: str = ""
    telephone: str = ""
    email: str = ""


def open_account(
    username: str, particulars: Particulars, *, password_hash: str, alone: bool, actor: Principal
) -> User:
    """An account without rights; the password is hashed by the caller, outside the transaction.

    `alone`: whoever sets the installation up has nobody yet who opens accounts.
    """
    actor.require(Permission.ACCOUNT_MANAGE if alone else Permission.ACCOUNT_OPEN)
    if not USERNAME.fullmatch(username.strip()):
        message = "用户名只能用字母、数字、点、横线"
        raise DomainError(message, field="username")
    user = _blank(username, password_hash, must_change=True, actor_id=actor.user_id)
    particulars.into(user, initials=initials(particulars.name))
    session.add(user)
    session.flush()
    return user


def amend(user: User, particulars: Particulars, *, alone: bool, actor: Principal) -> None:
    """Change a person's particulars; `alone` as in `open_account`."""
    actor.require(Permission.ACCOUNT_MANAGE if alone else Permission.ACCOUNT_OPEN)
    particulars.into(user, initials=initials(particulars.name))
    session.flush()


def create_first(facts: UserFacts, *, password_hash: str) -> User:
    """The first 安全管理员 of an empty installation, who creates the others."""
    one_by_one(session(), "the first account")  # type: ignore[operator]
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
    user = _blank(facts.username, password_hash, must_change=must_change, actor_id=actor_id)
    rights = Rights(facts.roles, facts.body, facts.unit)
    check_rights(rights)
    facts.into(user, username=user.username, initials=initials(facts.name),
               body_id=None, unit_id=None)  # fmt: skip
    put_rights(user, rights)
    session.add(user)
    session.flush()
    return user


def _blank(username: str, password_hash: str, *, must_change: bool, actor_id: int | None) -> User:
    name = username.strip().lower()
    if session.scalar(sa.select(User.id).where(User.username == name)) is not None:
        message = f"用户名“{name}”已被使用"
        raise DomainError(message, field="username")
    return User(
        username=name,
        password_hash=password_hash,
        password_set_at=clock.now(),
        must_change_password=must_change,
        created_by_id=actor_id,
    )


def put_rights(user: User, rights: Rights) -> None:
    """Write roles and place; only where an account is made, or two persons have said so."""
    user.body_id = rights.body.id if rights.body else None
    user.unit_id = rights.unit.id if rights.unit else None
    kept = [row for row in user.role_rows if row.role in rights.roles]
    added = rights.roles - {row.role for row in kept}
    user.role_rows = kept + [UserRole(role=role) for role in Role if role in added]


def is_administrator(user: User) -> bool:
    """One of the three."""
    return bool(user.roles & ADMIN_ROLES)


def check_rights(rights: Rights) -> None:
    """DomainError where these roles may not be one person's, or want a place."""
    if not rights.roles:
        message = "请至少选择一个角色"
        raise DomainError(message, field="roles")
    breach = separation_breach(rights.roles, join_admins=settings.get("join_admins"))
    if breach:
        raise DomainError(breach, field="roles")
    if rights.roles & (BUREAU_ROLES | {Role.OBSERVER}) and rights.body is None:
        message = "此角色须指定所属监督机构"
        raise DomainError(message, field="body_id")
    if rights.roles & UNIT_ROLES and rights.unit is None:
        message = "联络员、单位负责人须指定所属单位"
        raise DomainError(message, field="unit_id")


def reset_password(user: User, *, password_hash: str, actor: Principal) -> None:
    """Give a new one-time password; it must be changed at the next sign-in."""
    actor.require(Permission.ACCOUNT_MANAGE)
    password_history.replace(user, password_hash, one_time=True)
    audit.record(user, action="account.reset", label="重置口令", actor=actor)
    session.flush()


def change_password(user: User, *, password_hash: str, actor: Principal) -> None:
    """The person sets a new password of their own."""
    password_history.replace(user, password_hash, one_time=False)
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
    password_history.refuse_used(user, new)


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
    """Whether an active 联络员 signs in for a unit in being; without one it gets and answers papers on paper."""
    return _has(unit_id, Role.LIAISON)


def has_head(unit_id: int) -> bool:
    """Whether an active 单位负责人 signs in for it, who can confirm a reply, or whose deputy can."""
    return _has(unit_id, Role.UNIT_HEAD)


def _has(unit_id: int, role: Role) -> bool:
    statement = sa.select(User.id).join(UserRole).join(Unit, Unit.id == User.unit_id)
    of_unit = (User.unit_id == unit_id, Unit.ended_on.is_(None))
    own = (*of_unit, User.active, UserRole.role == role)
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
    statement = sa.select(User).where(*of_bureau(body_id))
    return list(session.scalars(statement.order_by(User.initials, User.id)))


def of_bureau(body_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    """The criteria of active people of a body who hold any of the bureau's roles."""
    held = User.role_rows.any(UserRole.role.in_(BUREAU_ROLES))
    return User.body_id == body_id, User.active.is_(True), held


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

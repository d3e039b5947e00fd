"""What gives or takes rights, by two persons: roles, resets, switching administrators off, anybody on."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from supervision.accounts import braking, ending, passwords
from supervision.accounts.deputies import lent_to
from supervision.accounts.models import User, UserRole
from supervision.accounts.principals import proposer
from supervision.accounts.service import Rights, check_rights, put_rights, reset_password
from supervision.agencies.models import Body
from supervision.core import pairs
from supervision.core.access.policy import ADMIN_ROLES, Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Payload, Proposal, Slip

ROLES, RESET, ON, OFF = "account.roles", "account.reset", "account.on", "account.off"
GUARDED = ADMIN_ROLES | {Role.REVIEWER, Role.SIGNATORY}  # whose passwords one person doesn't reset
SLIP_NOTE = "请当面或用密封方式交给本人。本人首次登录须修改，登录后会看到何人何时重置。"


@dataclass(frozen=True)
class OneTime:
    """A one-time password and its hash, made before anything is locked."""

    word: str
    hashed: str

    @classmethod
    def make(cls) -> "OneTime":
        word = passwords.generate()
        return cls(word, passwords.hash_password(word))


# Proposing -------------------------------------------------------------------------------------


def propose_roles(user: User, rights: Rights, *, actor: Principal) -> Proposal:
    """Other roles, another body or unit: rights begin and end with the second person."""
    _not_oneself(user, actor, "角色")
    check_rights(rights)
    _keep_one_of_each(user, rights.roles)
    if rights == Rights.of(user):
        message = "角色和所属没有改动"
        raise DomainError(message, field="roles")
    return pairs.propose(ROLES, user, payload=rights.stored(), actor=actor)


def propose_reset(user: User, made: OneTime, *, actor: Principal) -> Proposal:
    """A new password for somebody who reviews, signs or administers."""
    _not_oneself(user, actor, "口令重置")
    return pairs.propose(RESET, user, actor=actor, ready=made)


def propose_off(user: User, *, actor: Principal) -> Proposal:
    """An administrator leaves."""
    _not_oneself(user, actor, "停用")
    _keep_one_of_each(user, frozenset())
    return pairs.propose(OFF, user, actor=actor)


def propose_on(user: User, *, actor: Principal) -> Proposal:
    """An account is put in use again, with the roles it had."""
    if user.active:
        message = f"{user.name}的账号正在使用"
        raise WrongState(message)
    return pairs.propose(ON, user, actor=actor)


# Alone: what needs no second person ------------------------------------------------------------


def is_guarded(user: User) -> bool:
    """Whether a password of this account opens more than a clerk's desk, lent roles included."""
    return bool(GUARDED & (user.roles | {role for role, _name in lent_to(user)}))


def reset(user: User, made: OneTime, *, actor: Principal) -> None:
    """A one-time password for an account that neither reviews, signs nor administers."""
    actor.require(Permission.ACCOUNT_MANAGE)
    if is_guarded(user):
        raise Forbidden(pairs.DEMAND)
    _reset(user, made.hashed, actor)


def switch_off(user: User, *, actor: Principal) -> None:
    """Somebody without an administrator's role leaves."""
    actor.require(Permission.ACCOUNT_MANAGE)
    _not_oneself(user, actor, "停用")
    if user.roles & ADMIN_ROLES:
        raise Forbidden(pairs.DEMAND)
    _switch(user, actor, active=False)


# Confirmed -------------------------------------------------------------------------------------


def apply_roles(user: User, confirmation: Confirmation) -> None:
    """The rights are as they were proposed."""
    confirmation.require(ROLES, user)
    with seeing(EVERYTHING):
        rights = Rights.stored_in(confirmation.proposal.payload)
    check_rights(rights)
    _keep_one_of_each(user, rights.roles)
    put_rights(user, rights)
    session.flush()


def apply_reset(user: User, confirmation: Confirmation) -> None:
    """The password is another; every browser is signed out."""
    confirmation.require(RESET, user)
    asked = proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新提请")
    _reset(user, _one_time(confirmation.ready).hashed, asked)


def apply_off(user: User, confirmation: Confirmation) -> None:
    """The administrator is out, unless nobody else is left by now."""
    confirmation.require(OFF, user)
    _keep_one_of_each(user, frozenset())
    _switch(user, confirmation.actor, active=False)


def apply_on(user: User, confirmation: Confirmation) -> None:
    """The account is in use again."""
    confirmation.require(ON, user)
    check_rights(Rights.of(user))
    _switch(user, confirmation.actor, active=True)


def _reset(user: User, hashed: str, actor: Principal) -> None:
    reset_password(user, password_hash=hashed, actor=actor)
    ending.end_of(user.id)
    braking.forgive(user.username)


def _switch(user: User, actor: Principal, *, active: bool) -> None:
    user.active = active
    label = "恢复账号" if active else "停用账号"
    record(user, action="account.on" if active else "account.off", label=label, actor=actor)
    session.flush()
    if not active:
        ending.end_of(user.id)


# Rules -----------------------------------------------------------------------------------------


def _not_oneself(user: User, actor: Principal, what: str) -> None:
    if user.id == actor.user_id:
        message = f"不能修改自己的角色或停用自己的账号，本人的{what}请由他人提请"
        raise DomainError(message)


def _keep_one_of_each(user: User, roles: frozenset[Role]) -> None:
    """Never without an auditor, a 安全管理员, a 系统管理员, as soon as there has been one."""
    for role in Role:
        if role not in ADMIN_ROLES or role not in user.roles - roles or not user.active:
            continue
        others = (User.active, User.id != user.id, UserRole.role == role)
        if session.scalar(sa.select(User.id).join(UserRole).where(*others).limit(1)) is None:
            message = f"{user.name}是唯一的{role.label}，不能停用或免去，请先另设一名"
            raise DomainError(message)


def _objection(user: User, actor: Principal, proposal: Proposal) -> str | None:
    """Whose account it is does not confirm; one of the two is the 安全管理员, who grants."""
    if actor.user_id == user.id:
        return "不能确认本人账号的事项"
    return granting(actor, proposal)


def granting(actor: Principal, proposal: Proposal) -> str | None:
    """One of the two who grant rights is the 安全管理员; else why not."""
    proposer = session.get(User, proposal.proposed_by_id)
    asked = proposer is not None and Role.SECURITY_ADMIN in proposer.roles
    if not asked and Role.SECURITY_ADMIN not in actor.roles:
        return "此事项由安全管理员确认"
    return None


def open_to_granting(me: Principal) -> sa.ColumnElement[bool]:
    """The same as the store is asked for it."""
    if Role.SECURITY_ADMIN in me.roles:
        return sa.true()
    grants = (UserRole.user_id == Proposal.proposed_by_id, UserRole.role == Role.SECURITY_ADMIN)
    return sa.exists().where(*grants)


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    return sa.and_(Proposal.subject_id != me.user_id, open_to_granting(me))


def _load(user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        message = "没有这个账号"
        raise NotFound(message)
    return user


def _edition(user: User) -> str:
    roles = ",".join(sorted(user.roles))
    return f"{user.version}-{roles}-{user.active:d}"


def _body(user: User, payload: Payload) -> int | None:
    """Whose section head looks at it: the body's the account is to belong to, or the topmost one's."""
    with seeing(EVERYTHING):
        rights = Rights.stored_in(payload) if payload else Rights.of(user)
        if rights.unit is not None:
            return rights.unit.body_id
        top = sa.select(Body.id).order_by(Body.path).limit(1)
        return rights.body.id if rights.body else session.scalar(top)


def asked_to_grant(body_id: int | None) -> list[int]:
    """Administrators who grant and open accounts, and the section heads of the body."""
    admins = {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN}
    heads = sa.and_(UserRole.role == Role.REVIEWER, User.body_id == body_id)
    people = sa.select(User.id).join(UserRole).where(User.active)
    return list(session.scalars(people.where(sa.or_(UserRole.role.in_(admins), heads)).distinct()))


def _told(user: User, proposal: Proposal) -> list[int]:
    return [one for one in asked_to_grant(proposal.body_id) if one != user.id]


def _lines(user: User, payload: Payload) -> list[tuple[str, str]]:
    now = Rights.of(user)
    lines = [("账号", f"{user.name}（{user.username}）"), ("职务", user.post),
             ("现有角色", now.labels or "无"), ("现属", now.place)]  # fmt: skip
    if payload:
        with seeing(EVERYTHING):
            wanted = Rights.stored_in(payload)
            lines += [("提请角色", wanted.labels or "无"), ("提请所属", wanted.place)]
    lines.append(("账号状态", "在用" if user.active else "停用"))
    return lines


def _one_time(ready: object) -> OneTime:
    if not isinstance(ready, OneTime):
        message = "a reset needs the password that was made for it"
        raise TypeError(message)
    return ready


def slip(user: User, ready: object) -> Slip:
    """The password as it is handed over; shown once."""
    lines = (("姓名", user.name), ("用户名", user.username))
    return Slip("一次性口令", lines, _one_time(ready).word, SLIP_NOTE)


_GRANTED = Act(
    name=ROLES,
    title="授予和变更角色",
    proposes=(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN),
    confirms=Permission.ACCOUNT_CONFIRM,
    load=_load,
    lines=_lines,
    apply=apply_roles,
    told=_told,
    refusal="不同意的，写明理由；角色和所属不变。",
    objection=_objection,
    open_to=_open_to,
    edition=_edition,
    body=_body,
    setting_up=True,
)
_MANAGED = replace(_GRANTED, proposes=(Permission.ACCOUNT_MANAGE,))
ACTS = (
    _GRANTED,
    replace(
        _MANAGED, name=RESET, title="重置口令", apply=apply_reset, prepare=OneTime.make, slip=slip,
        refusal="不同意的，写明理由；原口令继续有效。",
    ),
    replace(
        _MANAGED, name=OFF, title="停用管理员账号", apply=apply_off,
        refusal="不同意的，写明理由；账号继续使用。",
    ),
    replace(
        _MANAGED, name=ON, title="恢复账号", apply=apply_on,
        refusal="不同意的，写明理由；账号仍然停用。",
    ),
)  # fmt: skip

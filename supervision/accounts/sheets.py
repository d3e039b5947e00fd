"""Accounts of many people of the units at once: opened without rights, and granted together by two."""

from collections.abc import Sequence
from dataclasses import dataclass

from supervision.accounts.models import User
from supervision.accounts.rights import asked_to_grant, granting, open_to_granting
from supervision.accounts.service import Rights, check_rights, put_rights
from supervision.agencies.models import Body, Unit
from supervision.core import pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.pairs import Act, Confirmation, Payload, Proposal

ACT = "account.sheet"


@dataclass(frozen=True)
class Opened:
    """An account without rights, and what it is to be: `role` at `unit`."""

    user: User
    unit: Unit
    role: Role

    def stored(self) -> list[object]:
        """As a proposal keeps it."""
        return [self.user.id, self.unit.id, self.role.value]


def propose(body: Body, opened: Sequence[Opened], *, actor: Principal) -> Proposal:
    """The rights of all these accounts, as one matter for the second person."""
    for one in opened:
        check_rights(Rights(frozenset({one.role}), None, one.unit))
    payload = {"accounts": [one.stored() for one in opened]}
    return pairs.propose(ACT, body, payload=payload, actor=actor)


def apply(body: Body, confirmation: Confirmation) -> None:
    """Every account has its role; one that was switched off or given rights meanwhile stays as it is."""
    confirmation.require(ACT, body)
    with seeing(EVERYTHING):
        for one in _stored(confirmation.proposal.payload):
            if one.user.active and not one.user.roles:
                put_rights(one.user, Rights(frozenset({one.role}), None, one.unit))
    session.flush()


def _stored(payload: Payload) -> list[Opened]:
    return [
        Opened(session.get_one(User, user_id), session.get_one(Unit, unit_id), Role(role))
        for user_id, unit_id, role in payload["accounts"]
    ]


def _lines(body: Body, payload: Payload) -> list[tuple[str, str]]:
    with seeing(EVERYTHING):
        found = _stored(payload)
        people = [
            (one.unit.name, f"{one.user.name}（{one.user.username}）· {one.role.label}")
            for one in found
        ]
    return [("监督机构", body.name), ("账号", f"{len(found)}个"), *people]


def _load(body_id: int) -> Body:
    found = session.get(Body, body_id)
    if found is None:
        message = "没有这个监督机构"
        raise NotFound(message)
    return found


def _objection(_body: Body, actor: Principal, proposal: Proposal) -> str | None:
    return granting(actor, proposal)


SHEET = Act(
    name=ACT,
    title="开设一批单位账号",
    proposes=(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN),
    confirms=Permission.ACCOUNT_CONFIRM,
    load=_load,
    lines=_lines,
    apply=apply,
    told=lambda body, _proposal: asked_to_grant(body.id),
    refusal="不同意的，写明理由；这些账号仍然没有权限。",
    objection=_objection,
    open_to=open_to_granting,
    edition=lambda body: str(body.id),
    body=lambda body, _payload: body.id,
    setting_up=True,
)

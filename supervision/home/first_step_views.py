"""What a new installation still needs before its main road can be walked, for whoever can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.accounts.models import User, UserRole
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission as P
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.prepared import ask_once
from supervision.roster.models import Pool, RosterEntry

SEATS = (
    (Role.SYSTEM_ADMIN, 1, "设置、文种、日历"),
    (Role.AUDITOR, 1, "查看操作记录，每周核对"),
    (Role.HANDLER, 2, "录入、拟稿、核查；销号须两名监督人员"),
    (Role.REVIEWER, 1, "审核文书、确认认定和销号"),
    (Role.SIGNATORY, 1, "批准行动、签发文书"),
    (Role.LIAISON, 1, "被监督单位签收和反馈；先由承办人登记单位"),
)


@dataclass(frozen=True)
class FirstStep:
    """One thing to do once: how much there is, how much is wanted, where it is done."""

    label: str
    why: str
    url: str
    have: int
    want: int = 1

    @property
    def done(self) -> bool:
        return self.have >= self.want


def first_steps(me: Principal, *, opens: bool = False) -> list[FirstStep]:
    """The steps `me` can take, in their order; empty as soon as all are done. `opens`: opens accounts."""
    steps = [*(_accounts() if opens else ()), *_registers(me)]
    return [] if all(step.done for step in steps) else steps


def _accounts() -> list[FirstStep]:
    holding = sa.select(UserRole.role, sa.func.count()).join(UserRole.user).where(User.active)
    held = {row[0]: row[1] for row in session.execute(holding.group_by(UserRole.role))}
    url = url_for("people.create_user")
    return [
        FirstStep(f"开设{role.label}账号", why, url, held.get(role, 0), want)
        for role, want, why in SEATS
    ]


def _registers(me: Principal) -> list[FirstStep]:
    if not me.can(P.ROSTER_EDIT):
        return []
    wanted = (
        (Unit.id, within(Unit)),
        (RosterEntry.id, (*within(RosterEntry), RosterEntry.pool == Pool.SUPERVISOR)),
        (SupervisionAction.id, within(SupervisionAction)),
    )
    parts = [part for _, where in wanted for part in where]
    units, supervisors, actions = ask_once(
        ("registers", len(parts)), parts, lambda: sa.select(*(_number(*one) for one in wanted))
    ).rows[0]
    return [
        FirstStep("登记被监督单位", "也可用表格一次导入", url_for("agencies.add_unit"), units),
        FirstStep(
            "登记监督人员", "姓名和监督证件号，行动须两名以上",
            url_for("roster.add", name=Pool.SUPERVISOR.value), supervisors, 2,
        ),
        FirstStep(
            "录入第一次监督行动", "批准、实施后连续录入发现的问题",
            url_for("actions.create"), actions,
        ),
    ]  # fmt: skip


def _number(key: Any, where: Sequence[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    """How many of them there are, as far as it matters here: counting stops at the second."""
    few = sa.select(key).where(*where).limit(2).subquery()
    return sa.select(sa.func.count()).select_from(few).scalar_subquery()

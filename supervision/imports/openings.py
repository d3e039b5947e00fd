"""Accounts of units by sheet: what its columns are, looking it over, opening what it names."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from supervision.accounts import service, sheets
from supervision.accounts.models import User
from supervision.accounts.rights import OneTime
from supervision.accounts.service import Particulars
from supervision.accounts.sheets import Opened
from supervision.agencies.models import Body, Unit
from supervision.agencies.service import initials
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.importer import Table
from supervision.core.pairs import Proposal
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values, each
from supervision.imports.run import Outcome, Run

MOST = 200  # each password is hashed while the person waits, a tenth of a second apiece
ROLES = (Role.LIAISON, Role.UNIT_HEAD)
_BY_LABEL = {role.label: role for role in ROLES}
FIELDS = (
    Field("unit", "单位", fields.unit, ("被监督单位", "单位名称", "所在单位", "工作单位"), needed=True),
    Field("name", "姓名", fields.text(40), ("联络员", "人员姓名"), needed=True),
    Field("role", "角色", fields.one_of(lambda _names: list(_BY_LABEL), default=Role.LIAISON.label),
          ("账号角色",), note="联络员或单位负责人，不填为联络员"),
    Field("username", "用户名", fields.text(40), ("账号", "登录名"),
          note="不填的由单位简称和姓名的拼音首字母组成"),
    Field("post", "职务", fields.text(60), ("岗位",)),
    Field("telephone", "电话", fields.text(40), ("办公电话", "联系电话", "手机")),
    Field("email", "邮箱", fields.text(120), ("电子邮箱",)),
)  # fmt: skip


@dataclass
class Opening:
    """One pass over a sheet for a body, by whoever opens accounts; `made`: the passwords in the sheet's order."""

    body: Body
    actor: Principal
    alone: bool
    made: Iterator[OneTime]
    opened: list[Opened] = field(default_factory=list)

    def over(self, table: Table) -> Outcome:
        """Open an account for each row; faults are gathered and nothing is kept then."""
        with seeing(EVERYTHING):
            return Run(self._kind(), self.actor, names=lambda: Names.of_body(self.body.id)).over(
                table
            )

    def _kind(self) -> Kind:
        opens = Permission.ACCOUNT_MANAGE if self.alone else Permission.ACCOUNT_OPEN
        return replace(shape(), permission=opens, create=each(self._create))

    def _create(self, values: Values, names: Names, actor: Principal) -> User:
        unit = names.units[values["unit"]]
        user = service.open_account(
            values["username"] or _username(unit, values["name"]), Particulars.of(values),
            password_hash=next(self.made).hashed, alone=self.alone, actor=actor,
        )  # fmt: skip
        self.opened.append(Opened(user, unit, _BY_LABEL[values["role"]]))
        return user

    def grant(self) -> Proposal:
        """The second half: the rights of all of them, asked for in one."""
        return sheets.propose(self.body, self.opened, actor=self.actor)


def shape() -> Kind:
    """The columns of the sheet, and what a row is; it opens nothing by itself."""
    return Kind(
        name="accounts",
        label="单位账号",
        letter="C",
        permission=Permission.ACCOUNT_OPEN,
        model=User,
        fields=FIELDS,
        defaults={"role": Role.LIAISON.label},
        values=lambda _user: {},
        find=each(_find),
        create=each(_never),
        update=_never,
        rows=lambda _actor: sa.select(User),
        title=lambda values: f"{values['name']}（{values['unit']}）",
        service_fields={},
        identity=lambda values: (values["unit"], values["name"]),
    )


def _find(values: Values, names: Names, _actor: Principal) -> None:
    """Nobody gets a second account by mistake."""
    unit = names.units[values["unit"]]
    same = (User.unit_id == unit.id, User.name == values["name"], User.active)
    held = session.scalar(sa.select(User.username).where(*same).limit(1))
    if held is not None:
        raise DomainError(f"此人在该单位已有账号“{held}”", field="name")


def _never(*_given: object) -> None:
    raise NotImplementedError  # `_find` finds nobody


def _username(unit: Unit, name: str) -> str:
    """The first letters of unit and person, numbered from the second on."""
    stem = f"{initials(unit.short_name or unit.name)}.{initials(name)}"
    taken = session.scalars(sa.select(User.username).where(User.username.startswith(stem)))
    held, number = set(taken), 1
    while (found := stem if number == 1 else f"{stem}{number}") in held:
        number += 1
    return found

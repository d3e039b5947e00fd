"""名册 by sheet; 离任 is an event of its own and is not entered here."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values
from supervision.imports.kinds.finding import By, known
from supervision.roster import service
from supervision.roster.models import Pool, RosterEntry

FIELDS = (
    Field("pool", "名册", fields.one_of(fields.labels(Pool)), ("类别", "人员类别", "名册类别"),
          needed=True),
    Field("name", "姓名（名称）", fields.text(120), ("姓名", "名称", "联系点名称"), needed=True),
    Field("appointed_on", "聘任（设立）日期", fields.day, ("聘任日期", "设立日期", "任职日期", "聘任时间"),
          needed=True),
    Field("organisation", "所在单位", fields.text(200), ("单位", "工作单位")),
    Field("post", "职务", fields.text(60)),
    Field("contact", "联系人", fields.text(40)),
    Field("telephone", "电话", fields.text(40), ("联系电话",)),
    Field("certificate_no", "监督证件号", fields.text(40), ("证件号", "监督证号")),
    Field("certificate_until", "证件有效期至", fields.day, ("有效期至",)),
    Field("term_until", "聘期至", fields.day, ("聘期届满",)),
    Field("note", "备注", fields.text(2000), wide=True),
)  # fmt: skip


def _values(row: RosterEntry) -> Values:
    return {**{one.name: getattr(row, one.name) for one in FIELDS}, "pool": row.pool.label}


def _facts(values: Values, row: RosterEntry | None) -> service.RosterFacts:
    return service.RosterFacts.of(values, user=service.account_of(row) if row else None)


def _certified(values: Values, _names: Names) -> tuple[object, ...] | None:
    pool = Pool.called(values["pool"])
    return (pool, values["certificate_no"]) if values["certificate_no"] else None


def _named(values: Values, _names: Names) -> tuple[object, ...]:
    return Pool.called(values["pool"]), values["name"], values["appointed_on"]


def _in_office(actor: Principal) -> sa.Select[RosterEntry]:
    return _rows(actor).where(RosterEntry.left_on.is_(None))


def _create(
    given: Sequence[Values], _names: Names, actor: Principal
) -> list[RosterEntry | DomainError]:
    entering = [(Pool.called(values["pool"]), _facts(values, None)) for values in given]
    return service.enter_many(entering, actor=actor)


def _update(row: RosterEntry, values: Values, names: Names, actor: Principal) -> None:
    if values["pool"] != row.pool.label:
        raise DomainError(
            "名册不能改：两个名册的人员分别登记，请另起一行（不填行键）", field="pool"
        )
    service.amend(row, _facts(values, row), actor=actor)


def _rows(actor: Principal) -> sa.Select[RosterEntry]:
    own = sa.select(RosterEntry).where(RosterEntry.body_id == actor.body_id)
    return own.order_by(RosterEntry.pool, RosterEntry.id)


_find = known(
    _in_office,
    By((RosterEntry.pool, RosterEntry.certificate_no), _certified),
    By((RosterEntry.pool, RosterEntry.name, RosterEntry.appointed_on), _named),
)
ROSTER = Kind(
    name="roster",
    label="名册",
    letter="R",
    permission=Permission.ROSTER_EDIT,
    model=RosterEntry,
    fields=FIELDS,
    defaults={},
    values=_values,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: f"{values['name']}（{values['pool']}）",
    service_fields={},
    identity=lambda values: (values["pool"], values["name"], values["appointed_on"]),
    numbered=lambda values: values["certificate_no"] and (values["pool"], values["certificate_no"]),
    release=duedates.drop,
    together=500,
    in_bulk=True,
)

"""执法人员 by sheet."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies import service
from supervision.agencies.models import Officer
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values
from supervision.imports.kinds.finding import By, known

FIELDS = (
    Field("unit", "单位", fields.unit, ("被监督单位", "单位名称", "所在单位", "工作单位"), needed=True),
    Field("name", "姓名", fields.text(40), ("执法人员", "人员姓名"), needed=True),
    Field("post", "职务", fields.text(60), ("岗位",)),
    Field("certificate_no", "执法证号", fields.text(40), ("证件号", "执法证件号", "证号"),
          note="有证号的按证号识别同一人"),
    Field("in_leadership", "领导班子成员", fields.yes, ("班子成员", "是否领导班子成员")),
    Field("active", "在岗", fields.yes, ("是否在岗",)),
)  # fmt: skip


def _values(row: Officer) -> Values:
    return {
        **{one.name: getattr(row, one.name) for one in FIELDS},
        "unit": row.unit.name,
        "in_leadership": "是" if row.in_leadership else "否",
        "active": "是" if row.active else "否",
    }


def _facts(values: Values) -> service.OfficerFacts:
    return service.OfficerFacts.of(values, in_leadership=values["in_leadership"] == "是")


def _certified(values: Values, _names: Names) -> tuple[object, ...] | None:
    return (values["certificate_no"],) if values["certificate_no"] else None


def _named(values: Values, names: Names) -> tuple[object, ...]:
    return names.units[values["unit"]].id, values["name"]


def _active(actor: Principal) -> sa.Select[Officer]:
    return _rows(actor).where(Officer.active)


def _create(given: Sequence[Values], names: Names, actor: Principal) -> list[Officer | DomainError]:
    entering = [
        (names.units[values["unit"]], _facts(values), values["active"] == "是") for values in given
    ]
    return service.enter_officers(entering, actor=actor)


def _update(row: Officer, values: Values, names: Names, actor: Principal) -> None:
    unit, active = names.units[values["unit"]], values["active"] == "是"
    service.amend_officer(row, _facts(values), unit=unit, active=active, actor=actor)


def _rows(actor: Principal) -> sa.Select[Officer]:
    own = sa.select(Officer).where(Officer.body_id == actor.body_id)
    return own.options(joinedload(Officer.unit)).order_by(Officer.id)


_find = known(
    _active, By((Officer.certificate_no,), _certified), By((Officer.unit_id, Officer.name), _named)
)
OFFICERS = Kind(
    name="officers",
    label="执法人员",
    letter="O",
    permission=Permission.AGENCY_EDIT,
    model=Officer,
    fields=FIELDS,
    defaults={"in_leadership": "否", "active": "是"},
    values=_values,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: f"{values['name']}（{values['unit']}）",
    service_fields={"unit_id": "unit"},
    identity=lambda values: (values["unit"], values["name"]),
    numbered=lambda values: values["certificate_no"] and (values["certificate_no"],),
    together=500,
    in_bulk=True,
)

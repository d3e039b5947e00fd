"""被监督单位 by sheet."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.agencies import service
from supervision.agencies.models import Management, Unit
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError, answer
from supervision.imports import fields
from supervision.imports.fields import Field, Names
from supervision.imports.kinds.base import Kind, Values, each

FIELDS = (
    Field("name", "单位全称", fields.text(200), ("单位名称", "单位", "名称", "被监督单位"), needed=True,
          wide=True),
    Field("short_name", "简称", fields.text(60), ("单位简称",), note="不填则同全称"),
    Field("also_called", "其他简称", fields.text(400), ("别名", "习惯叫法"),
          note="可填多个，用“、”分开；录入、筛选和搜索时都认"),
    Field("management", "管理体制",
          fields.one_of(fields.labels(Management), default=Management.LOCAL.label), ("体制",)),
    Field("superior_name", "上一级主管部门", fields.text(200), ("主管部门", "上级主管部门"),
          note="垂直、双重管理的单位必填"),
    Field("field", "执法领域", fields.one_of(lambda names: names.fields, retires=True), ("领域",)),
    Field("address", "地址", fields.text(200), ("单位地址",), wide=True),
    Field("telephone", "电话", fields.text(40), ("联系电话",)),
)  # fmt: skip


def _values(row: Unit) -> Values:
    values = {one.name: getattr(row, one.name) for one in FIELDS}
    return {**values, "management": row.management.label}


def _facts(values: Values) -> service.UnitFacts:
    short = values["short_name"] or values["name"][:60]
    given = {**values, "management": Management.called(values["management"]), "short_name": short}
    return service.UnitFacts.of(given)


def _find(values: Values, names: Names, actor: Principal) -> Unit | None:
    found = names.units.get(values["name"])
    return found if found is not None and found.name == values["name"] else None


def _create(given: Sequence[Values], _names: Names, actor: Principal) -> list[Unit | DomainError]:
    facts = [answer(_facts, values) for values in given]
    entering = [one for one in facts if isinstance(one, service.UnitFacts)]
    entered = iter(service.add_units(entering, actor=actor))
    return [one if isinstance(one, DomainError) else next(entered) for one in facts]


def _update(row: Unit, values: Values, names: Names, actor: Principal) -> None:
    if values["name"] != row.name:
        raise DomainError("单位更名须在单位页面办理，以便保留曾用名和更名日期", field="name")
    service.amend_unit(row, _facts(values), actor=actor)


def _rows(actor: Principal) -> sa.Select[Unit]:
    return sa.select(Unit).where(Unit.body_id == actor.body_id).order_by(Unit.id)


UNITS = Kind(
    name="units",
    label="被监督单位",
    letter="U",
    permission=Permission.AGENCY_EDIT,
    model=Unit,
    fields=FIELDS,
    defaults={"management": Management.LOCAL.label},
    values=_values,
    find=each(_find),
    create=_create,
    update=_update,
    rows=_rows,
    title=lambda values: values["name"],
    service_fields={},
    identity=lambda values: (values["name"],),
    together=500,
    in_bulk=True,
)

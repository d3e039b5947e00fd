"""The list of supervised units, declared for core/listing."""

from typing import Any

import sqlalchemy as sa

from supervision.agencies.models import Dictionary, Management, Unit, UnitName
from supervision.agencies.service import dictionary
from supervision.core.listing import (
    Choice,
    Column,
    Listing,
    Option,
    Sort,
    Tab,
    Text,
    options_of,
)


def _named(words: str) -> sa.ColumnElement[bool]:
    """By its name, short name, pinyin initials, or a name it bore before."""
    former = sa.exists().where(
        UnitName.unit_id == Unit.id, UnitName.name.contains(words, autoescape=True)
    )
    return sa.or_(
        Unit.name.contains(words, autoescape=True),
        Unit.short_name.contains(words, autoescape=True),
        Unit.initials.contains(words.lower(), autoescape=True),
        former,
    )


def _fields() -> list[Option]:
    return [Option(word.label, word.label, word.initials) for word in dictionary(Dictionary.FIELD)]


UNITS = Listing(
    model=Unit,
    columns=(
        Unit.name,
        Unit.short_name,
        Unit.management,
        Unit.superior_name,
        Unit.field,
        Unit.telephone,
        Unit.ended_on,
    ),
    headings=(
        Column("单位", "name"),
        Column("执法领域"),
        Column("管理体制"),
        Column("执法人员", num=True),
        Column("电话"),
        Column("状态"),
    ),
    sorts=(Sort("name", Unit.initials),),
    filters=(
        Text("q", "名称、拼音或曾用名", _named),
        Choice(
            "management",
            "管理体制",
            lambda value: Unit.management == value,
            lambda: options_of(Management),
            coerce=Management,
        ),
        Choice("field", "执法领域", lambda value: Unit.field == value, _fields),
    ),
    tabs=(
        Tab("", "在册", lambda: (Unit.ended_on.is_(None),)),
        Tab("ended", "已撤并", lambda: (Unit.ended_on.is_not(None),)),
    ),
)
EXPORT_HEADINGS = ("单位全称", "简称", "执法领域", "管理体制", "上一级主管部门", "电话", "撤并日期")


def export_row(row: Any) -> tuple[Any, ...]:
    """A row of an export, under EXPORT_HEADINGS."""
    return (
        row.name, row.short_name, row.field, row.management, row.superior_name, row.telephone,
        row.ended_on,
    )  # fmt: skip

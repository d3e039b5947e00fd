"""The list of supervised units, declared for core/listing."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.agencies import reform
from supervision.agencies.models import Dictionary, Management, Unit, UnitName
from supervision.agencies.service import dictionary, officer_counts
from supervision.core.listing import (
    Choice,
    Column,
    Listing,
    Option,
    Sort,
    Tab,
    Text,
    any_word,
    options_of,
)
from supervision.core.listing.rows import Line


def _named(words: str) -> sa.ColumnElement[bool]:
    """By its name, short name, pinyin initials, or a name it bore before."""
    former = sa.exists().where(
        UnitName.unit_id == Unit.id, UnitName.name.contains(words, autoescape=True)
    )
    return sa.or_(
        Unit.name.contains(words, autoescape=True),
        Unit.short_name.contains(words, autoescape=True),
        Unit.also_called.contains(words, autoescape=True),
        Unit.initials.contains(words.lower(), autoescape=True),
        former,
    )


def _fields() -> list[Option]:
    return [Option(word.label, word.label) for word in dictionary(Dictionary.FIELD)]


def _former(rows: Sequence[Line]) -> dict[int, object]:
    """The names each of these units bore before."""
    return dict(reform.names_by_unit([row.id for row in rows]))


def _officers(rows: Sequence[Line]) -> dict[int, object]:
    """How many officers each has, and how many of them lead it."""
    return dict(officer_counts([row.id for row in rows]))


UNITS = Listing(
    model=Unit,
    fields=(
        Unit.name,
        Unit.short_name,
        Unit.also_called,
        Unit.management,
        Unit.superior_name,
        Unit.field,
        Unit.telephone,
        Unit.ended_on,
    ),
    columns=(
        Column(
            "name", "单位", cell="lead", sheet="单位全称", width=30, sort="name", look="cell-lead"
        ),
        Column("short_name", "简称", shown=False),
        Column("also_called", "其他简称", shown=False),
        Column("field", "执法领域"),
        Column("management", "管理体制", cell="management"),
        Column("superior", "上一级主管部门", "superior_name", shown=False, within="management"),
        Column("officers", "执法人员", sheet=None, cell="staff", look="num", phone="执法人员"),
        Column("telephone", "电话", look="wide nowrap"),
        Column("ended", "撤并日期", "ended_on", shown=False, within="status"),
        Column("status", "状态", "ended_on", cell="state", sheet=None, look="cell-mark"),
    ),
    beside={"former": _former, "officers": _officers},
    sorts=(Sort("name", Unit.initials),),
    filters=(
        Text("q", "名称、拼音或曾用名", _named, found_in="unit"),
        Choice(
            "management",
            "管理体制",
            lambda value: Unit.management == value,
            lambda: options_of(Management),
            coerce=Management,
        ),
        Choice("field", "执法领域", lambda value: Unit.field == value, _fields, find=any_word),
    ),
    tabs=(
        Tab("", "在册", (Unit.ended_on.is_(None),)),
        Tab("ended", "已撤并", (Unit.ended_on.is_not(None),)),
    ),
)

"""What the interface gives: each field once, with its meaning, for the answers and the document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from supervision.agencies.models import Management, Unit
from supervision.api.models import Reading
from supervision.core.duedates import LIGHT_COLUMNS, UNIT_KINDS, light_joins
from supervision.core.listing import Choice, Join, Listing, Sort, options_of
from supervision.core.listing.rows import Line
from supervision.instruments.lists import PAPERS
from supervision.instruments.models import Instrument
from supervision.problems.lists import PROBLEMS

SIZE = 200


@dataclass(frozen=True)
class Given:
    """A field of an answer: its name, JSON type, meaning, and the column it comes from."""

    name: str
    kind: str
    meaning: str
    column: str = ""

    def raw(self, row: object) -> object:
        """The value as the record holds it."""
        held = getattr(row, self.column or self.name)
        return bool(held) if self.kind == "boolean" else held

    def of(self, row: Line) -> object:
        """The value as JSON carries it."""
        return _plain(self.raw(row))


@dataclass(frozen=True)
class Resource:
    """A list of records that can be read."""

    reading: Reading
    listing: Listing
    fields: tuple[Given, ...]

    def shown(self, row: Line) -> dict[str, object]:
        """One record as it is given."""
        return {"id": row.id, **{field.name: field.of(row) for field in self.fields}}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _sized(listing: Listing, **more: Any) -> Listing:
    return replace(listing, size=SIZE, **more)


DUE = light_joins("instrument", Instrument.id, UNIT_KINDS)
TENTATIVE = Given(
    "due_provisional",
    "boolean",
    "到期日是否暂定（所涉年份的放假通知尚未录入）",
    "light_provisional",
)
UNITS = Listing(
    model=Unit,
    fields=(Unit.name, Unit.short_name, Unit.management, Unit.field, Unit.ended_on),
    columns=(),
    sorts=(Sort("name", Unit.name),),
    filters=(
        Choice("management", "管理体制", where=lambda v: Unit.management == Management(v),
               options=lambda: options_of(Management)),
    ),
    size=SIZE,
)  # fmt: skip

RESOURCES: Mapping[str, Resource] = {
    "problems": Resource(
        Reading.PROBLEMS,
        _sized(PROBLEMS),
        (
            Given("unit", "string", "被监督单位"),
            Given("title", "string", "问题"),
            Given("category", "string", "问题类别"),
            Given("field", "string", "执法领域"),
            Given("severity", "string", "严重程度"),
            Given("found_on", "date", "发现日期"),
            Given("status", "string", "状态"),
            Given("paper_number", "string", "文号"),
            Given("delivered_on", "date", "送达日"),
            Given("due_on", "date", "到期日"),
            TENTATIVE,
            Given("conclusion", "string", "核查结论"),
            Given("ended_on", "date", "了结日期"),
            Given("action", "string", "监督行动"),
        ),
    ),
    "papers": Resource(
        Reading.PAPERS,
        _sized(
            PAPERS,
            fields=(*PAPERS.fields, *LIGHT_COLUMNS),
            joins=(*PAPERS.joins, *(Join(table, on, outer=True) for table, on in DUE)),
        ),
        (
            Given("number", "string", "文号"),
            Given("kind", "string", "文种", "kind_name"),
            Given("title", "string", "标题"),
            Given("addressee", "string", "主送机关"),
            Given("signed_on", "date", "成文日期"),
            Given("delivered_on", "date", "送达日期"),
            Given("due_on", "date", "到期日"),
            TENTATIVE,
            Given("closed_on", "date", "办结日期"),
            Given("status", "string", "状态"),
        ),
    ),
    "units": Resource(
        Reading.UNITS,
        UNITS,
        (
            Given("name", "string", "单位全称"),
            Given("short_name", "string", "简称"),
            Given("management", "string", "管理体制"),
            Given("field", "string", "执法领域"),
            Given("ended_on", "date", "撤并日期"),
        ),
    ),
}

"""A list of people pasted from Excel or WPS: one a line, as the table of heads takes them."""

from collections.abc import Sequence

from supervision.core.clipboard import cells
from supervision.core.errors import DomainError

ORDER = ("who", "unit", "post", "certificate_no", "in_leadership")
HEADINGS = {
    "姓名": "who", "被约谈人": "who", "约谈对象": "who", "单位": "unit", "单位名称": "unit", "所在单位": "unit",
    "工作单位": "unit", "职务": "post", "执法证号": "certificate_no", "证号": "certificate_no",
    "领导班子成员": "in_leadership", "部门负责人": "in_leadership", "班子成员": "in_leadership",
}  # fmt: skip
YES = ("是", "√", "✓", "y", "Y", "1")


def people(text: str) -> list[dict[str, object]]:
    """The lines of heads that are meant; without headings the columns are in the order of the table.

    Raises DomainError where no column of names can be made out, or a line has none.
    """
    rows = cells(text, field="pasted")
    named = [HEADINGS.get(cell) for cell in rows[0]] if rows else []
    if "who" in named:
        return [_person(named, row, number) for number, row in enumerate(rows[1:], start=2)]
    if any(named):
        message = "表头中没有“姓名”一列"
        raise DomainError(message, field="pasted")
    return [_person(ORDER, row, number) for number, row in enumerate(rows, start=1)]


def _person(named: Sequence[str | None], row: Sequence[str], number: int) -> dict[str, object]:
    said: dict[str, object] = {
        name: cell for name, cell in zip(named, row, strict=False) if name is not None
    }
    if not said.get("who"):
        message = f"第{number}行没有姓名"
        raise DomainError(message, field="pasted")
    return said | {"in_leadership": said.get("in_leadership") in YES}

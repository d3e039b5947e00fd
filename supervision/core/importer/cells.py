"""What a cell means: text, a date in any of the styles people type, yes or no."""

from collections.abc import Sequence
from datetime import date, timedelta

from supervision.core.importer.child import UNRECKONED
from supervision.core.typed_days import NotADay, understand

_DAY_ZERO = date(1899, 12, 30)  # Excel's day numbers, after its wrong leap day of 1900
_SERIALS = range(18_264, 73_415)  # 1950 to 2100
_YES = {"是", "√", "✓", "有", "y", "yes", "true", "1"}
_NO = {"否", "×", "无", "n", "no", "false", "0", ""}
_FAILED = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA",
}  # fmt: skip


class BadCell(ValueError):
    """A cell that means nothing here; its text is the Chinese reason, `offered` what may have been meant."""

    def __init__(self, reason: str, offered: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.offered = tuple(offered)


def as_text(cell: object) -> str:
    """Text without control characters and outer blanks; numbers as people see them."""
    if isinstance(cell, dict):
        return str(cell["d"])
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, str) and cell.isprintable():
        return cell.strip()
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or ord(char) >= 32).strip()


def without_result(cell: object) -> str:
    """Why a formula in the cell says nothing that could be taken; "" of any other cell."""
    text = as_text(cell)
    if text in _FAILED:
        return f"公式的结果是{text}，请改好公式或者直接填写"
    if text == UNRECKONED:
        return "公式没有算出结果，请在Excel或WPS中打开、另存一次，或者直接填写"
    return ""


def as_date(cell: object, *, year: int | None = None) -> date | None:
    """A date; None for an empty cell. `year` is the sheet's, for a day written without one. Raises BadCell."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _SERIALS:
        return _DAY_ZERO + timedelta(days=cell)
    text = as_text(cell)
    if not text:
        return None
    try:
        return understand(text, today=None, year=year)
    except NotADay as refusal:
        raise BadCell(str(refusal), tuple(map(str, refusal.readings))) from None


def as_yes(cell: object) -> bool:
    """是 or 否. Raises BadCell."""
    text = as_text(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell(f"“{text}”应填“是”或“否”")

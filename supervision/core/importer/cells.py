"""What a cell means: text, a date in any of the styles people type, yes or no."""

from collections.abc import Sequence
from datetime import date, timedelta

from supervision.core.typed_days import NotADay, understand

_DAY_ZERO = date(1899, 12, 30)  # Excel's day numbers, after its wrong leap day of 1900
_SERIALS = range(18_264, 73_415)  # 1950 to 2100
_YES = {"是", "√", "✓", "有", "y", "yes", "true", "1"}
_NO = {"否", "×", "无", "n", "no", "false", "0", ""}


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

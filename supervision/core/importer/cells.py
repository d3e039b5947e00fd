"""What a cell means: text, a date in any of the styles people type, yes or no."""

import re
from datetime import date, timedelta

_STYLES = (
    re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$"),
    re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})(?: \d{1,2}:\d{2}(?::\d{2})?)?$"),
    re.compile(r"^(\d{4})[.．。](\d{1,2})[.．。](\d{1,2})$"),
    re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日?$"),
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
)
_DAY_ZERO = date(1899, 12, 30)  # Excel's day numbers, after its wrong leap day of 1900
_SERIALS = range(18_264, 73_415)  # 1950 to 2100
_YES = {"是", "√", "✓", "有", "y", "yes", "true", "1"}
_NO = {"否", "×", "无", "n", "no", "false", "0", ""}


class BadCell(ValueError):
    """A cell that means nothing here; its text is the Chinese reason."""


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


def as_date(cell: object) -> date | None:
    """A date; None for an empty cell. Raises BadCell."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _SERIALS:
        return _DAY_ZERO + timedelta(days=cell)
    text = as_text(cell).translate(str.maketrans("０１２３４５６７８９－／", "0123456789-/"))
    text = re.sub(r"\s*([年月日./-])\s*", r"\1", text)
    if not text:
        return None
    for style in _STYLES:
        found = style.match(text)
        if found:
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                raise BadCell(f"没有“{text}”这一天") from None
    raise BadCell(f"“{text}”不是日期，应如 2026-03-05")


def as_yes(cell: object) -> bool:
    """是 or 否. Raises BadCell."""
    text = as_text(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell(f"“{text}”应填“是”或“否”")

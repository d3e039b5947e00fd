"""Columns of a table: a 文号, a number with its measure word and a date never break in a narrow one."""

import pytest

from supervision.core.documents.fit import Fit
from supervision.core.documents.model import Attachment, Column, Table
from supervision.core.documents.typeset import text_of, typeset
from tests.core.documents.samples import official

WHOLE = (
    "2026年10月8日",
    "12个工作日",
    "示市监罚〔2026〕12号",
    "（2026年9月30日）",
    "3,450.5万元",
    "第十二条",
)


def _lines(cells: tuple[str, ...], shares: tuple[float, ...], rules: int = 4) -> list[str]:
    """The lines of a table of these columns in an annex."""
    columns = tuple(Column(f"列{n}", share) for n, share in enumerate(shares))
    table = Table(columns, (cells,))
    paper = official(attachments=(Attachment("清单", (table,)),))
    return [line for page in text_of(typeset(paper, Fit(rules=rules)).sheets) for line in page]


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("said", ["{}", "已于{}，办结。", "见{}"])
def test_no_whole_breaks_in_a_narrow_column(whole: str, said: str) -> None:
    text = said.format(whole)
    long = "案卷材料应当齐全、目录清晰，一案一卷" * 3
    lines = _lines((text, long, long, long), (0.6, 5, 4, 4))
    assert any(whole in line for line in lines), lines


def test_all_five_narrow_columns_have_room_at_once() -> None:
    lines = _lines(("1", *WHOLE[:3], "很长的说明" * 20), (1, 1, 1, 1, 12))
    assert not [whole for whole in WHOLE[:3] if not any(whole in line for line in lines)]


def test_shares_hold_where_nothing_would_break_and_where_there_is_no_room() -> None:
    ordinary = ("问题", "要求")
    assert _lines(ordinary, (2, 1)) == _lines(ordinary, (2, 1), rules=3)
    crowded = ("示例市市场监管罚〔2026〕12号",) * 8
    assert _lines(crowded, (1,) * 8) == _lines(crowded, (1,) * 8, rules=3)


def test_what_was_frozen_before_keeps_its_columns() -> None:
    long = "案卷材料应当齐全" * 8
    cells = (WHOLE[0], long, long)
    assert not any(WHOLE[0] in line for line in _lines(cells, (0.6, 5, 4), rules=3))

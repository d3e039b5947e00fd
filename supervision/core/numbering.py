"""文号: gapless numbers from a counter row moved inside the signing transaction."""

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Model, session
from supervision.core.errors import DomainError

NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,12}〔(19|20)\d{2}〕[1-9]\d*号$")
_BRACKETS = str.maketrans(dict.fromkeys("[(【（［", "〔") | dict.fromkeys("])】）］", "〕"))


class NumberSeries(Model):
    """The last number given in a series (body and 代字) and year; one row each."""

    __tablename__ = "number_series"
    __audited__ = False

    series: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1; call inside the signing transaction only.

    The row stays locked until the commit, so a rolled-back signing leaves no gap.
    """
    table = NumberSeries.__table__
    statement = (
        _insert()(table)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"last": table.c.last + 1})
        .returning(table.c.last)
    )
    return int(session.execute(statement).scalar_one())


def expected_number(series: str, year: int) -> int:
    """The number a signing would get now; takes no lock and promises nothing."""
    table = NumberSeries.__table__
    last = session.execute(
        sa.select(table.c.last).where(table.c.series == series, table.c.year == year)
    ).scalar_one_or_none()
    return (last or 0) + 1


MOST_DIGITS = 6
MOST_JUMPED = 100  # a number typed further ahead than this is a slip of the hand


def advance(series: str, year: int, number: int) -> None:
    """Make sure `number`, given on paper and entered later, is never given again: one statement."""
    table = NumberSeries.__table__
    statement = _insert()(table).values(series=series, year=year, last=number)
    held = sa.case((table.c.last > number, table.c.last), else_=number)  # max() on either store
    session.execute(
        statement.on_conflict_do_update(index_elements=["series", "year"], set_={"last": held})
    )


def check_jump(series: str, year: int, number: int) -> None:
    """Refuse a number far ahead of its series: what is given next would follow a slip of the hand."""
    ahead = number - expected_number(series, year)
    if ahead > MOST_JUMPED:
        message = (
            f"文号中的{number}比本序列的下一个号大{ahead}，请核对；"
            f"一次最多跳过{MOST_JUMPED}个号，确需更大的，按顺序补录其间的文书"
        )
        raise DomainError(message, field="number")


def _insert() -> Callable[..., Any]:
    dialect = session.get_bind().dialect.name
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def fall_back(series: str, year: int, highest: Callable[[], int]) -> None:
    """After a number entered by mistake is gone: the next follows the `highest` still used.

    It is asked for once the row is locked, so that nobody takes a number meanwhile.
    """
    own = (NumberSeries.series == series, NumberSeries.year == year)
    held = session.scalar(sa.select(NumberSeries).where(*own).with_for_update())
    if held is not None:  # never forward: a number registered ahead may still wait for its reviewer
        last = min(held.last, highest())
        session.execute(sa.update(NumberSeries).where(*own).values(last=last))


def format_number(code: str, year: int, number: int) -> str:
    """代字〔year〕n号 with U+3014/U+3015, no 第, no leading zero (product.md §5)."""
    return f"{code}〔{year}〕{number}号"


def normalise(text: str) -> str:
    """A 文号 as typed, with any kind of bracket and stray blanks, in its one true form."""
    return re.sub(r"\s+", "", text).translate(_BRACKETS)


def parse(text: str) -> tuple[str, int, int]:
    """(代字, year, number) of a 文号; DomainError when it is not one."""
    number = normalise(text)
    if not NUMBER.match(number):
        message = f"文号“{text.strip()}”格式不对，应如：示司监意〔2026〕12号"
        raise DomainError(message, field="number")
    code, rest = number.split("〔")
    year, serial = rest.removesuffix("号").split("〕")
    if len(serial) > MOST_DIGITS:
        message = f"文号“{number}”中的号数过大，请核对"
        raise DomainError(message, field="number")
    return code, int(year), int(serial)

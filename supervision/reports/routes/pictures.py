"""From figures to the rows and parts that components/chart.html draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supervision.referrals.counting import Line
from supervision.reports.charts import UnitRate


@dataclass(frozen=True)
class Row:
    """A bar with its label: `share` per cent of the longest, or of the whole."""

    label: str
    share: int
    share_label: str
    tone: str = "main"
    note: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Slice:
    """A part of a stacked bar."""

    label: str
    value: int
    tone: str
    url: str | None = None


def rates(found: Iterable[UnitRate]) -> list[Row]:
    """整改率 with the mean days to 销号."""
    return [
        Row(
            label=one.name,
            share=one.share,
            share_label=f"{one.share}%（{one.mended}/{one.total}）",
            tone="done" if one.mended == one.total else "main",
            note="" if one.days is None else f"{one.days}天",
        )
        for one in found
    ]


def amounts(
    found: Sequence[tuple[str, int]], *, tone: str = "main", measure: str = ""
) -> list[Row]:
    """Bars as long as their number, the longest full."""
    longest = max((value for _, value in found), default=0) or 1
    return [
        Row(label, 100 * value // longest, f"{value}{measure}", tone=tone) for label, value in found
    ]


def referred(lines: Iterable[Line]) -> list[tuple[str, list[Row]]]:
    """Sent, received, answered of each word and measure word."""
    return [
        (
            f"{line.way.label}{'' if line.measure == '件' else '问题'}（{line.measure}）",
            [
                Row(word, 100 * value // (line.sent or 1), f"{value}{line.measure}", tone=tone)
                for word, value, tone in (
                    (f"已{line.way.label}", line.sent, "soft"),
                    ("已接收", line.received, "main"),
                    ("已回告", line.answered, "done"),
                )
            ],
        )
        for line in lines
    ]
